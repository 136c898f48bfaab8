"""Giving moves their seconds: phases share the clip and flow into each other, clock times win."""

from photoplay.director.camera.mentions import Mention
from photoplay.director.plan import CameraMove, MoveKind, Pace
from photoplay.director.reading.clocks import Clock

OVERLAP = 0.6
"""Seconds by which a move starts before the one before it ends."""
OVERLAP_SHARE = 0.15
"""The overlap is at most this share of the shorter of the two."""
SHORTEST = 0.2
"""Seconds the shortest move takes, in clips long enough for it."""
HOLD_WEIGHT, WHIP_WEIGHT = 0.7, 0.4
"""The shares of the clip of a static phase and of a whip, beside the 1 of other moves."""

Span = tuple[float, float]


def schedule(phases: list[list[Mention]], duration: float) -> tuple[CameraMove, ...]:
    """Turn phases into moves that fit a clip of `duration` seconds, in order of their start."""
    moves = [
        _move(mention, _own_span(mention, span, duration))
        for phase, span in zip(phases, _overlapped(phases, _spans(phases, duration)), strict=True)
        for mention in phase
    ]
    return tuple(sorted(moves, key=lambda move: (move.start, move.end)))


def _move(mention: Mention, span: Span) -> CameraMove:
    return CameraMove(
        kind=mention.kind,
        direction=mention.direction,
        amount=mention.pacing.amount,
        pace=mention.pacing.pace,
        easing=mention.pacing.easing,
        start=span[0],
        end=span[1],
        phrase=mention.phrase,
    )


def _spans(phases: list[list[Mention]], duration: float) -> list[Span]:
    clocks = [_clock_of(phase) for phase in phases]
    spans: list[Span] = []
    cursor = 0.0
    for index, clock in enumerate(clocks):
        start = cursor if clock.start is None else clock.start
        end = clock.end
        if end is None:
            length = clock.length or _share(phases, clocks, index, start, duration)
            end = start + length
        spans.append(_inside((start, end), duration, min(SHORTEST, duration / len(phases))))
        cursor = spans[-1][1]
    return spans


def _clock_of(phase: list[Mention]) -> Clock:
    return next((mention.clock for mention in phase if mention.clock), Clock())


def _share(
    phases: list[list[Mention]], clocks: list[Clock], index: int, start: float, duration: float
) -> float:
    """Seconds for a phase without a length: its share of the time up to the next clocked start."""
    following = range(index + 1, len(phases))
    stop = next((other for other in following if clocks[other].start is not None), len(phases))
    limit = duration if stop == len(phases) else clocks[stop].start or 0.0
    rivals = range(index, stop)
    free = limit - start - sum(clocks[other].length or 0.0 for other in rivals)
    weights = [_weight(phases[other]) for other in rivals if clocks[other].length is None]
    return max(free, 0.0) * _weight(phases[index]) / sum(weights)


def _weight(phase: list[Mention]) -> float:
    if _is_hold(phase):
        return HOLD_WEIGHT
    return WHIP_WEIGHT if all(mention.pacing.pace is Pace.WHIP for mention in phase) else 1.0


def _is_hold(phase: list[Mention]) -> bool:
    return all(mention.kind is MoveKind.STATIC for mention in phase)


def _inside(span: Span, duration: float, shortest: float) -> Span:
    start = min(max(span[0], 0.0), duration - shortest)
    return start, min(max(span[1], start + shortest), duration)


def _overlapped(phases: list[list[Mention]], spans: list[Span]) -> list[Span]:
    flowing = list(spans)
    for index in range(len(spans) - 1):
        before, after = _clock_of(phases[index]), _clock_of(phases[index + 1])
        clocked = before.end is not None or before.length is not None or after.start is not None
        if clocked or _is_hold(phases[index]) or _is_hold(phases[index + 1]):
            continue
        shorter = min(end - start for start, end in spans[index : index + 2])
        half = min(OVERLAP, OVERLAP_SHARE * shorter) / 2 if spans[index][1] == spans[index + 1][0] else 0.0
        flowing[index] = flowing[index][0], flowing[index][1] + half
        flowing[index + 1] = flowing[index + 1][0] - half, flowing[index + 1][1]
    return flowing


def _own_span(mention: Mention, span: Span, duration: float) -> Span:
    clock = mention.clock
    if mention.kind is MoveKind.HANDHELD and clock is None and not mention.spoken:
        return 0.0, duration
    if clock is not None and clock.start is not None and clock.end is not None:
        return _inside((clock.start, clock.end), duration, min(SHORTEST, duration))
    return span
