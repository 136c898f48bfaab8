"""Which camera moves a prompt names, and which way they go."""

import pytest

from photoplay.director.direct import direct
from photoplay.director.plan import CameraMove


def label(move: CameraMove) -> str:
    return f"{move.kind}-{move.direction}" if move.direction else str(move.kind)


def named(prompt: str) -> list[str]:
    """The moves a prompt names, without the director's own."""
    return [label(move) for move in direct(prompt, duration=5.0).moves if move.phrase]


MOVES = {
    "static": [
        "locked-off shot",
        "static tripod shot of a lake",
        "the camera holds still",
        "Tripod.",
        "fixed camera, wind in the trees",
        "the camera stays perfectly still",
        "camera is locked off on a tripod",
        "the camera is static while the clouds move left",
        "static camera, the horse gallops to the right",
        "Camera: static, locked-off, tripod-mounted.",
        "Camera locked, no pan or zoom",
        "Keep the camera still.",
        "A stationary camera watches the street",
        "The frame remains motionless",
    ],
    "pan-left": [
        "pan left",
        "PAN LEFT",
        "pan_left",
        "the camera pans across the room to the left",
        "with a slow pan to the left",
        "camera rotates left",
        "camera sweeps left across the crowd",
        "no sudden camera movements, slow pan left",
        "pan left instead of right",
        "A vase on a table, slowly panning left to reveal flowers",
        "the camera, mounted on a rail, pans left",
        "a leftward pan over the skyline",
        "A slow pan from right to left across the shelves",
    ],
    "pan-right": [
        "Watch, pan right.",
        "a left-to-right pan across the skyline",
        "slow pan across the valley from left to right",
        "pan the camera right",
        "whip pan to the right",
        "the boat moves left as the camera pans right",
        "the camera pans right as the boat moves left",
        "steady pan to the right",
        "camera turns right",
        "The lens yaws right",
        "As the camera pans right, the light changes. The camera pans right along the wall.",
    ],
    "tilt-up": [
        "upward pan",
        "pan up to the sky",
        "tilt upwards from her shoes to her face",
        "the camera looks up at the ceiling",
        "The camera starts from the bottom and tilts upwards, revealing the ruins",
        "at the end the camera tilts up to the sky",
        "a smooth upward tilt",
        "The camera pitches up toward the clouds",
    ],
    "tilt-down": [
        "tilt down slowly",
        "pan down",
        "tilt the camera down",
        "a gentle downward tilt onto the table",
    ],
    "roll-clockwise": [
        "camera rolls 15 degrees clockwise",
        "rolls 20 degrees",
        "dutch roll",
        "rotate the camera clockwise",
        "The camera rolls 180 degrees, turning the city upside down.",
        "the camera tilts to the right like a ship",
    ],
    "roll-counterclockwise": [
        "the camera rolls counter-clockwise",
        "barrel roll to the left",
        "camera rolls left",
    ],
    "truck-left": [
        "truck left past the columns",
        "the camera slides to the left along the shelf",
        "move the camera to the left",
        "dolly left",
        "smooth camera movement to the left",
        "no pan, tilt or zoom; truck left",
        "crab left along the bar",
    ],
    "truck-right": [
        "camera moves right",
        "camera trucks right",
        "slider shot to the right",
        "parallax shot, camera gliding right",
        "instead of zooming, the camera trucks right",
    ],
    "pedestal-up": [
        "camera rises above the rooftops",
        "the camera moves up",
        "upward camera motion",
        "pedestal up",
        "The man walks away into the distance, the camera slowly moves up.",
    ],
    "pedestal-down": [
        "pedestal down",
        "the camera lowers to the ground",
        "camera descends from the sky to the street",
    ],
    "dolly-in": [
        "slow push in on her face",
        "push-in",
        "the camera pushes in slowly toward the window",
        "we push in on the letter",
        "the camera glides forward through the corridor",
        "camera moves closer to the subject",
        "camera inches closer",
        "a slow camera push toward the subject",
        "the camera does not pan, it slowly dollies in",
        "not a zoom but a dolly in",
        "the camera never stops moving forward",
        "a cinematic sequence with a dolly shot toward the altar",
        "camera movement: dolly in",
        "let the camera drift slowly forward",
        "The camera closes in on the door handle",
    ],
    "dolly-out": [
        "pull out to a wide shot",
        "a slow dolly-out",
        "camera pulls back to reveal the whole room",
        "the camera backs away",
        "we slowly pull back from the house",
        "dolly back",
        "walking slowly forward, slight sway in movement, camera pulls back steadily",
        "The camera retreats from the fire",
    ],
    "zoom-in": [
        "slow zoom",
        "crash zoom into his eyes",
        "zoom 2x into the face",
        "slow zoom in without any panning",
        "the frame tightens on her eyes",
        "the camera zooms in on the car as it drifts left",
        "Forbidden City, zoom in.",
        "Gradually zooming in on the clock",
    ],
    "zoom-out": [
        "zoom out to reveal the valley",
        "the shot widens to show the crowd",
        "no pan, no tilt, slow zoom out",
        "slow, steady zoom out",
    ],
    "dolly_zoom-in": ["dolly zoom", "vertigo effect on the man's face", "a Hitchcock zoom"],
    "dolly_zoom-out": ["dolly zoom out"],
    "orbit-clockwise": [
        "orbit left around the statue",
        "camera orbits clockwise",
        "The camera orbits around in a smooth, clockwise direction.",
        "360 orbit around the car",
        "arc shot around the couple",
        "rotating view",
        "have the camera orbit around him to the left",
        "the view slowly rotates around the vase",
        "The camera circles the fountain",
    ],
    "orbit-counterclockwise": [
        "orbit right",
        "the camera circles around her counter-clockwise",
        "the camera arcs to the right around the table",
    ],
    "crane-up": ["crane up over the crowd", "a rising crane shot", "boom up", "The camera cranes up"],
    "crane-down": ["jib down slowly", "crane shot descending toward the street"],
    "aerial-in": [
        "drone shot flying over the forest",
        "flyover of the canyon",
        "airborne dolly movement over the bay",
        "the camera flies over the mountains",
        "Mount Fuji, First-person perspective, oblique shot, airborne dolly movement.",
    ],
    "aerial-out": ["the drone pulls back from the castle"],
    "aerial-up": ["the drone rises over the city"],
    "aerial-down": ["the camera swoops down"],
    "handheld": [
        "handheld camera",
        "hand-held",
        "shaky cam",
        "handheld documentary feel",
        "the camera shakes slightly",
    ],
    "tracking-in": [
        "tracking shot of a runner",
        "the camera follows her through the market",
        "following shot from behind",
        "the camera follows the boat as it drifts left",
        "The rider gallops forward, the camera tracking the rider.",
    ],
    "tracking-out": ["the camera leads him, backing away in front of him"],
    "tracking-right": [
        "the camera tracks alongside the cyclist",
        "lateral tracking shot moving right",
        "A tracking shot following a woman. The camera smoothly moves beside her at waist height.",
    ],
    "tracking-left": ["side-tracking shot to the left", "camera tracks left alongside the tram"],
    "rack_focus-far": [
        "rack focus from the foreground to the background",
        "rack focus to the mountains behind",
        "pull focus to the tower in the distance",
    ],
    "rack_focus-near": [
        "rack focus to the foreground",
        "focus pull from the background to her face",
        "the focus shifts from the background to the flower in the foreground",
    ],
}


@pytest.mark.parametrize(("prompt", "move"), [(prompt, move) for move in MOVES for prompt in MOVES[move]])
def test_one_move(prompt: str, move: str) -> None:
    assert named(prompt) == [move]


@pytest.mark.parametrize(
    ("prompt", "moves"),
    [
        ("dolly in while panning right", {"dolly-in", "pan-right"}),
        ("Slow dolly-in to a close-up, gentle handheld, shallow depth of field", {"dolly-in", "handheld"}),
        ("the camera tilts up as it rises", {"tilt-up", "pedestal-up"}),
        ("the camera ascends while tilting down", {"pedestal-up", "tilt-down"}),
        ("camera slowly zooms in and pans right", {"zoom-in", "pan-right"}),
        ("[Push in, Pan left] a castle", {"dolly-in", "pan-left"}),
        ("the camera spirals upward around the tower", {"orbit-clockwise", "pedestal-up"}),
        ("The camera moves left and forward", {"truck-left", "dolly-in"}),
        ("Camera: slow push-in, slight handheld shake.", {"dolly-in", "handheld"}),
        ("Dynamic tracking shot following the blade, 360-degree orbit.", {"tracking-in", "orbit-clockwise"}),
        ("a handheld camera tracks the bull as it runs", {"handheld", "tracking-in"}),
    ],
)
def test_moves_together(prompt: str, moves: set[str]) -> None:
    plan = direct(prompt, duration=5.0)
    assert {label(move) for move in plan.moves} == moves
    assert {(move.start, move.end) for move in plan.moves} == {(0.0, 5.0)}


FALSE_FRIENDS = [
    "a slight tilt of the hat",
    "she tilts her head to the left",
    "a man tilts his hat and smiles at the camera",
    "the path turns right",
    "she pans for gold in the river",
    "a frying pan on the stove",
    "a roll of film on the desk",
    "rolling hills at dawn",
    "she rolls her eyes",
    "the ball rolls down the hill",
    "a zoom call with colleagues",
    "the crane lifts a container",
    "a truck drives right",
    "a red truck parked left of the house",
    "dolly the sheep grazing",
    "orbiting planet in deep space",
    "a satellite orbits the earth",
    "the man walks away",
    "tracks in the snow",
    "the boat drifts left",
    "an aerial view of a road",
    "bird's eye view of the city",
    "he pushes the door open",
    "push the button",
    "she pulls back the curtain",
    "the elevator moves up",
    "a plane flies over the clouds",
    "the sun rises over the sea",
    "birds circle around the tower",
    "leaves swirl around her",
    "the dancers spin around",
    "she looks at the camera and smiles, turning left",
    "a woman enters the frame moving left",
    "a photographer holding a camera turns left",
    "a camera on a tripod stands in the field",
    "he steadies the tripod next to a truck",
    "a man with a handheld fan",
    "a static electricity experiment",
    "still life with fruit",
    "the man stays perfectly still while the clouds drift",
    "the sea is still and the boats are motionless",
    "A girl stood in front of the camera",
    "A dog in a suit faces the camera",
    "slow-motion shot of a dancer",
    "",
]


@pytest.mark.parametrize("prompt", FALSE_FRIENDS)
def test_a_false_friend_calls_no_move(prompt: str) -> None:
    assert named(prompt) == []


def test_a_move_told_twice_is_one_move() -> None:
    told = "The camera slowly pans right. As it pans right, a window appears. The pan to the right is smooth."
    assert named(told) == ["pan-right"]


def test_words_that_only_retell_a_crane_shot_call_no_other_move() -> None:
    assert named("Crane shot, rising above the rooftops") == ["crane-up"]
