"""Giving everything its seconds: phases share the clip and flow into each other, clock times win."""

from photoplay.director.camera.mentions import Mention
from photoplay.director.phases import Phase
from photoplay.director.plan import CameraMove
from photoplay.director.reading.clocks import Clock
from photoplay.director.scene.cues import Cue
from photoplay.director.vocabulary.kinds import ActionKind, MoveKind, Pace

OVERLAP = 0.6
"""Seconds by which a move starts before the one before it ends."""
OVERLAP_SHARE = 0.15
"""The overlap is at most this share of the shorter of the two."""
SHORTEST = 0.2
"""Seconds the shortest move takes, in clips long enough for it."""
HOLD_WEIGHT, WHIP_WEIGHT = 0.7, 0.4
"""The shares of the clip of a static phase and of a whip, beside the 1 of other moves."""

Span = tuple[float, float]


def spans_of(phases: list[Phase], duration: float) -> list[Span]:
    """The seconds of each phase of a clip of `duration` seconds."""
    return _overlapped(phases, _spans(phases, duration))


def timed_moves(phases: list[Phase], spans: list[Span], duration: float) -> tuple[CameraMove, ...]:
    """The camera moves of the phases, in order of their start; a move goes on until the next one begins."""
    moves = [
        _move(mention, _move_span(mention, span, duration))
        for phase, span in zip(phases, _lasting(phases, spans), strict=True)
        for mention in phase.moves
    ]
    return tuple(sorted(moves, key=lambda move: (move.start, move.end)))


def timed_cues(phases: list[Phase], spans: list[Span], duration: float) -> list[tuple[Cue, Span]]:
    """The cues of the phases with their seconds: what somebody does takes its phase, weather and light stay."""
    return [
        (cue, _cue_span(cue, span, duration))
        for phase, span in zip(phases, spans, strict=True)
        for cue in phase.cues
    ]


def clocked(clock: Clock | None, span: Span, duration: float) -> Span:
    """A span moved to where a clock time says."""
    if clock is None or (clock.start is None and clock.end is None):
        return span
    start = span[0] if clock.start is None else clock.start
    return _inside((start, duration if clock.end is None else clock.end), duration, min(SHORTEST, duration))


def _move(mention: Mention, span: Span) -> CameraMove:
    return CameraMove(
        kind=mention.kind,
        direction=mention.direction,
        target=mention.target,
        amount=mention.pacing.amount,
        pace=mention.pacing.pace,
        easing=mention.pacing.easing,
        start=span[0],
        end=span[1],
        phrase=mention.phrase,
    )


def _spans(phases: list[Phase], duration: float) -> list[Span]:
    clocks = [phase.clock for phase in phases]
    weights = [_weight(phase) for phase in phases]
    spans: list[Span] = []
    cursor = 0.0
    for index, clock in enumerate(clocks):
        start = cursor if clock.start is None else clock.start
        end = clock.end
        if end is None:
            end = start + (clock.length or _share(weights, clocks, index, start, duration))
        spans.append(_inside((start, end), duration, min(SHORTEST, duration / len(phases))))
        cursor = spans[-1][1]
    return spans


def _share(weights: list[float], clocks: list[Clock], index: int, start: float, duration: float) -> float:
    """Seconds for a phase without a length: its share of the time up to the next clocked start."""
    following = range(index + 1, len(clocks))
    stop = next((other for other in following if clocks[other].start is not None), len(clocks))
    limit = duration if stop == len(clocks) else clocks[stop].start or 0.0
    rivals = range(index, stop)
    free = limit - start - sum(clocks[other].length or 0.0 for other in rivals)
    shared = sum(weights[other] for other in rivals if clocks[other].length is None)
    return max(free, 0.0) * weights[index] / shared


def _weight(phase: Phase) -> float:
    if _is_hold(phase):
        return HOLD_WEIGHT
    whips = bool(phase.moves) and all(mention.pacing.pace is Pace.WHIP for mention in phase.moves)
    return WHIP_WEIGHT if whips else 1.0


def _is_hold(phase: Phase) -> bool:
    return bool(phase.moves) and all(mention.kind is MoveKind.STATIC for mention in phase.moves)


def _inside(span: Span, duration: float, shortest: float) -> Span:
    start = min(max(span[0], 0.0), duration - shortest)
    return start, min(max(span[1], start + shortest), duration)


def _overlapped(phases: list[Phase], spans: list[Span]) -> list[Span]:
    flowing = list(spans)
    for index in range(len(spans) - 1):
        before, after = phases[index].clock, phases[index + 1].clock
        is_clocked = before.end is not None or before.length is not None or after.start is not None
        if is_clocked or _is_hold(phases[index]) or _is_hold(phases[index + 1]):
            continue
        shorter = min(end - start for start, end in spans[index : index + 2])
        half = min(OVERLAP, OVERLAP_SHARE * shorter) / 2 if spans[index][1] == spans[index + 1][0] else 0.0
        flowing[index] = flowing[index][0], flowing[index][1] + half
        flowing[index + 1] = flowing[index + 1][0] - half, flowing[index + 1][1]
    return flowing


def _lasting(phases: list[Phase], spans: list[Span]) -> list[Span]:
    """The spans of the phases, each led on over those that follow without a move of their own."""
    lasting = list(spans)
    for index in reversed(range(len(phases) - 1)):
        clock = phases[index].clock
        if not phases[index + 1].moves and clock.end is None and clock.length is None:
            lasting[index] = spans[index][0], max(spans[index][1], lasting[index + 1][1])
    return lasting


def _move_span(mention: Mention, span: Span, duration: float) -> Span:
    clock = mention.clock
    if mention.kind is MoveKind.HANDHELD and clock is None and not mention.spoken:
        return 0.0, duration
    if clock is not None and clock.start is not None and clock.end is not None:
        return clocked(clock, span, duration)
    return span


def _cue_span(cue: Cue, span: Span, duration: float) -> Span:
    if cue.clock is None and not isinstance(cue.kind, ActionKind):
        return span[0], duration
    return clocked(cue.clock, span, duration)
