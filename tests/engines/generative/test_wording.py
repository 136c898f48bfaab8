import pytest

from photoplay.director.direct import direct
from photoplay.director.vocabulary.kinds import DIRECTIONS, CameraAngle, Pace, ShotSize
from photoplay.engines.generative.wording import ANGLES, MOVES, PACES, SIZES, prompt_of


def worded(prompt: str, start: float = 0.0, end: float = 5.0, negative_prompt: str = "") -> str:
    return prompt_of(direct(prompt, negative_prompt, duration=5), prompt, start, end)


@pytest.mark.parametrize(
    ("prompt", "camera"),
    [
        ("Static shot of a lake", "The camera holds still on a tripod."),
        ("Slow pan left over the city", "The camera pans left slowly."),
        ("Orbit left around the bus", "The camera orbits to its left in an arc around the bus."),
        ("Crane up while tilting down", "The camera cranes up, while it tilts down."),
        (
            "Slightly zoom in, then whip pan right",
            "The camera zooms in slightly, then it pans right in a whip.",
        ),
    ],
)
def test_the_camera_comes_first(prompt: str, camera: str) -> None:
    assert worded(prompt) == f"{camera} {prompt}"


def test_what_the_camera_does_before_and_after_is_not_told() -> None:
    prompt = "First dolly in, then pan right"
    assert "pushes in" in worded(prompt, 0.0, 2.0)
    assert "pans right" not in worded(prompt, 0.0, 2.0)
    assert "pushes in" not in worded(prompt, 3.0, 5.0)


def test_framing_and_lens_are_named() -> None:
    text = worded("Low angle close-up of a cat, shallow depth of field, pan left")
    assert text.startswith("Close-up, low angle. The camera pans left. Shallow depth of field. ")


def test_a_forbidden_move_is_not_told() -> None:
    assert "pans" not in worded("Pan left", negative_prompt="pan")


def test_every_move_pace_size_and_angle_has_words() -> None:
    wanted = {(kind, way) for kind, ways in DIRECTIONS.items() for way in ways or (None,)}
    assert set(MOVES) == wanted
    assert (set(PACES), set(SIZES), set(ANGLES)) == (set(Pace), set(ShotSize), set(CameraAngle))
