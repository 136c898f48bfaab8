"""Who or what does it, which way and how: what a cue says besides its kind."""

import pytest

from photoplay.director.reading.clauses import split_clauses
from photoplay.director.reading.negation import negated_positions
from photoplay.director.reading.words import read
from photoplay.director.scene.cues import Cue
from photoplay.director.scene.find import find_cues, subject_words
from photoplay.director.vocabulary.kinds import Direction, Pace


def cues(text: str, carried: str = "") -> list[Cue]:
    return [
        cue
        for clause in split_clauses(read(text))
        for cue in find_cues(clause, negated_positions(clause, continues=False), frozenset(), carried)
    ]


def kinds(text: str, carried: str = "") -> list[str]:
    return [cue.kind.value for cue in cues(text, carried)]


def only(text: str, carried: str = "") -> Cue:
    (cue,) = cues(text, carried)
    return cue


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("the two dogs run", "the two dogs"),
        ("her hair sways", "her hair"),
        ("in the valley the river flows", "the river"),
        ("a man in a red coat walks", "a man"),
        ("a boy and a girl dance", "a boy and a girl"),
        ("gently swaying tall grass", "tall grass"),
        ("wind lifts his robe", "his robe"),
        ("the old woman turns her head", "the old woman"),
        ("it is raining", ""),
        ("smiling softly", ""),
    ],
)
def test_subject(text: str, subject: str) -> None:
    assert only(text).subject == subject


@pytest.mark.parametrize(
    ("text", "carried", "kind", "subject"),
    [
        ("it flickers", "the candle", "flicker", "the candle"),
        ("she smiles", "the young woman", "smile", "the young woman"),
        ("walking slowly", "a man in a hat", "walk", "a man in a hat"),
        ("they sway in the wind", "the trees", "foliage", "the trees"),
        ("her hair sways", "the young woman", "hair", "her hair"),
        ("flowing gently", "the river", "flow", "the river"),
        ("it spins", "the bottle", "spin", "the bottle"),
    ],
)
def test_a_pronoun_or_a_missing_subject_takes_over_the_one_before(
    text: str, carried: str, kind: str, subject: str
) -> None:
    cue = only(text, carried)
    assert (cue.kind.value, cue.subject) == (kind, subject)


def test_what_the_camera_does_is_not_carried_on_as_a_motion_of_the_picture() -> None:
    (clause,) = split_clauses(read("The camera moves forward"))
    assert subject_words(clause) == "the camera"
    assert kinds("walking through the forest", subject_words(clause)) == []


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("the old man in the hat smiles", "the old man"),
        ("a field of wheat", "a field"),
        ("slow zoom in", ""),
        ("smiling softly", ""),
        ("hovers for a moment", ""),
        ("in the garden a cat sleeps", "a cat"),
    ],
)
def test_the_subject_a_clause_opens_with(text: str, subject: str) -> None:
    (clause,) = split_clauses(read(text))
    assert subject_words(clause) == subject


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("the clouds move left", Direction.LEFT),
        ("she turns her head to the right", Direction.RIGHT),
        ("smoke drifts upward", Direction.UP),
        ("he looks down at his hands", Direction.DOWN),
        ("she leans in", Direction.IN),
        ("he leans back", Direction.OUT),
        ("the cat leans toward the bowl", Direction.IN),
        ("clouds drift from left to right", Direction.RIGHT),
        ("the wheel spins clockwise", Direction.CLOCKWISE),
        ("she walks down the street", None),
        ("she raises her right hand", None),
        ("grass sways from side to side", None),
        ("the river flows", None),
    ],
)
def test_direction(text: str, direction: Direction | None) -> None:
    assert only(text).direction is direction


@pytest.mark.parametrize(
    ("text", "amount", "pace"),
    [
        ("the grass sways", 1.0, Pace.NORMAL),
        ("the grass sways slightly", 0.5, Pace.NORMAL),
        ("the grass sways gently", 1.0, Pace.SLOW),
        ("she slowly turns her head", 1.0, Pace.SLOW),
        ("very slowly drifting clouds", 1.0, Pace.VERY_SLOW),
        ("heavy rain", 1.5, Pace.NORMAL),
        ("light rain", 0.5, Pace.NORMAL),
        ("flames flicker wildly", 1.5, Pace.NORMAL),
        ("a subtle smile", 0.5, Pace.SLOW),
        ("the horse quickly gallops", 1.0, Pace.FAST),
        ("a man walks across the big bridge", 1.0, Pace.NORMAL),
        ("lightning flashes", 1.0, Pace.NORMAL),
    ],
)
def test_amount_and_pace(text: str, amount: float, pace: Pace) -> None:
    pacing = only(text).pacing
    assert (pacing.amount, pacing.pace) == (amount, pace)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("she does not smile", []),
        ("no rain", []),
        ("without blinking", []),
        ("the candle never flickers", []),
        ("no wind in her hair", []),
        ("she does not smile but nods", ["nod"]),
        ("the grass sways without any wind", ["foliage"]),
    ],
)
def test_what_is_denied_does_not_happen(text: str, expected: list[str]) -> None:
    assert kinds(text) == expected


def test_words_of_a_camera_move_are_no_motion_of_the_picture() -> None:
    (clause,) = split_clauses(read("drifting past the tower"))
    everything = frozenset(range(len(clause.words)))
    assert [cue.kind.value for cue in find_cues(clause, frozenset(), frozenset(), "a feather")] == ["float"]
    assert list(find_cues(clause, frozenset(), everything, "a feather")) == []


def test_the_phrase_holds_who_does_what() -> None:
    assert only("the old woman slowly turns her head to the left").phrase == (
        "the old woman slowly turns her head to the left"
    )


@pytest.mark.parametrize(
    ("text", "kind", "amount"),
    [
        ("light sweeps across the leather", "sweep", 1.0),
        ("a light flickers", "flicker", 1.0),
        ("a faint light flickers", "flicker", 0.5),
        ("light snow", "snow", 0.5),
        ("light rain falls", "rain", 0.5),
        ("thick fog rolls in", "fog", 1.5),
        ("cloud shadows move across the valley", "cloud_shadow", 1.0),
        ("a campfire on the beach", "flames", 1.0),
        ("mountains and clouds", "clouds", 1.0),
    ],
)
def test_what_is_named_is_played_at_its_own_strength(text: str, kind: str, amount: float) -> None:
    cue = only(text)
    assert (cue.kind.value, cue.pacing.amount) == (kind, amount)
