import numpy as np
import pytest

from photoplay.director.plan import CameraMove, Effect, Grade, Plan
from photoplay.director.vocabulary.kinds import EffectKind, GradeKind, MoveKind, Pace
from photoplay.engines.multiplane.playing.timing import Timing


def plan_of(*grades: GradeKind, duration: float = 5, amplitude: float = 1.0) -> Plan:
    return Plan(
        duration=duration,
        moves=(CameraMove(kind=MoveKind.STATIC, end=duration),),
        grades=tuple(Grade(kind=kind, end=duration) for kind in grades),
        amplitude=amplitude,
    )


def timing_of(cue: Effect, plan: Plan | None = None, rest: float = 0.0) -> Timing:
    return Timing.of(cue, plan or plan_of(), rest)


SNOW = Effect(kind=EffectKind.SNOW, end=5)


class TestPresence:
    def test_is_nothing_at_rest_and_whole_soon(self) -> None:
        presence = [timing_of(SNOW).presence(t) for t in (0.0, 0.45, 1.0, 3.0, 5.0)]
        assert presence[0] == 0.0
        assert presence[1] == pytest.approx(0.5, abs=0.1)
        assert presence[2:] == [1.0, 1.0, 1.0]

    def test_is_nothing_at_the_end_of_a_stage_that_comes_to_rest_there(self) -> None:
        timing = timing_of(SNOW, rest=5.0)
        assert timing.presence(5.0) == 0.0
        assert timing.presence(3.0) == 1.0

    def test_keeps_to_its_seconds(self) -> None:
        timing = timing_of(Effect(kind=EffectKind.SNOW, start=1.0, end=3.0))
        assert [timing.presence(t) for t in (0.5, 1.0, 2.0, 3.0, 4.0)] == [0.0, 0.0, 1.0, 0.0, 0.0]

    def test_never_jumps(self) -> None:
        timing = timing_of(Effect(kind=EffectKind.SNOW, start=0.5, end=2.0))
        steps = np.diff([timing.presence(t) for t in np.arange(150) / 30])
        assert np.abs(steps).max() < 0.15


class TestTempo:
    def test_follows_the_pace(self) -> None:
        tempos = [timing_of(Effect(kind=EffectKind.FLOW, end=5, pace=pace)).tempo for pace in Pace]
        assert tempos == sorted(tempos)
        assert tempos[list(Pace).index(Pace.NORMAL)] == 1.0

    def test_is_changed_by_slow_motion_and_time_lapse(self) -> None:
        slow, fast = (
            timing_of(SNOW, plan_of(kind)).tempo for kind in (GradeKind.SLOW_MOTION, GradeKind.TIME_LAPSE)
        )
        assert slow < 1.0 < fast

    def test_the_clock_stands_at_rest(self) -> None:
        timing = timing_of(Effect(kind=EffectKind.FLOW, end=5, pace=Pace.SLOW), rest=5.0)
        assert timing.clock(5.0) == 0.0
        assert timing.clock(3.0) == pytest.approx(-2.0 * timing.tempo)


def test_strength_is_the_amount_times_the_guidance() -> None:
    cue = Effect(kind=EffectKind.FLOW, end=5, amount=1.5)
    assert timing_of(cue, plan_of(amplitude=0.6)).strength == pytest.approx(0.9)


@pytest.mark.parametrize("duration", [5.0, 10.0])
def test_a_looped_period_goes_into_the_clip(duration: float) -> None:
    timing = Timing(0.0, duration, duration, 0.0)
    for period in (0.7, 2.4, 3.1, 40.0):
        count = duration / timing.looped(period)
        assert count == pytest.approx(round(count))
        assert timing.looped(period) <= duration
