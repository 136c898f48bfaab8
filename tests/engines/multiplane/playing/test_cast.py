"""Who plays a cue; the players themselves are tested one by one."""

from dataclasses import dataclass

import numpy as np
import pytest

from photoplay.arrays import Floats, Picture
from photoplay.director.honesty import Played
from photoplay.director.plan import Action, Effect, Grade
from photoplay.director.vocabulary.kinds import ActionKind, EffectKind, GradeKind
from photoplay.engines.multiplane.filming.acts import STILL, Acts
from photoplay.engines.multiplane.filming.seen import Seen
from photoplay.engines.multiplane.playing import cast as cast_module
from photoplay.engines.multiplane.playing.cast import cast
from photoplay.engines.multiplane.playing.performance import Performance, Player
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.playing.timing import Timing
from tests.engines.multiplane.playing.stages import setting_of
from tests.scenes import landscape, oval

SIZE = 160, 96
SNOW, RAIN = Effect(kind=EffectKind.SNOW, end=5), Effect(kind=EffectKind.RAIN, end=5, phrase="it rains")
WARM = Grade(kind=GradeKind.WARM, end=5)
WALK = Action(kind=ActionKind.WALK, played_as=ActionKind.BOB, end=5)


@dataclass(frozen=True)
class Named:
    """A pass and a displacement by a name."""

    name: str

    def apply(self, frame: Picture, seen: Seen, time: float) -> None: ...

    def shift(self, points: Floats, time: float) -> Floats:
        return np.zeros_like(points) * time


def _weather(cue: Effect, _setting: Setting, timing: Timing) -> Performance | None:
    return None if cue.kind is EffectKind.RAIN else Performance(air=(Named(f"{cue.kind} {timing.strength}"),))


def _graded(_cue: Grade, _setting: Setting, _timing: Timing) -> Performance:
    return Performance(grade=(Named("grade"),))


def _bobbing(_cue: Action, setting: Setting, _timing: Timing) -> Performance:
    return Performance({len(setting.textures) - 1: Acts((Named("bob"),))})


@pytest.fixture(autouse=True)
def players(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three players whose work can be told apart."""
    players: dict[Played, Player] = {
        EffectKind.SNOW: _weather,
        EffectKind.RAIN: _weather,
        GradeKind.WARM: _graded,
        ActionKind.BOB: _bobbing,
    }
    monkeypatch.setattr(cast_module, "PLAYERS", players)


def test_grades_come_after_the_air_whatever_the_order() -> None:
    _, passes, notes = cast(setting_of(landscape(*SIZE), SNOW, WARM))
    assert passes == (Named("snow 1.0"), Named("grade"))
    assert notes == ()


def test_an_action_is_played_by_its_stand_in_on_the_layer_it_is_on() -> None:
    matte = oval(*SIZE)
    acts, passes, _ = cast(setting_of(landscape(*SIZE), WALK, matte=matte, inverse_depth=0.5 * matte))
    assert acts == (STILL, Acts((Named("bob"),)))
    assert passes == ()


def test_what_nothing_plays_is_told_once() -> None:
    _, passes, notes = cast(setting_of(landscape(*SIZE), RAIN, RAIN, SNOW))
    assert [note.phrase for note in notes] == ["it rains"]
    assert "it rains" in notes[0].text
    assert passes == (Named("snow 1.0"),)
