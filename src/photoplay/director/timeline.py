"""A Plan as text, for the terminal."""

from photoplay.director.plan import CameraMove, Pace, Plan

BAR = 30
"""Characters that stand for the clip's length."""


def describe(plan: Plan) -> str:
    """The timeline of a plan: a line for every move, then the lens where it is set, then the notes."""
    names = [_name(move) for move in plan.moves]
    width = max(map(len, names))
    lines = [f"{name:<{width}}  {_times(move, plan)}" for name, move in zip(names, plan.moves, strict=True)]
    return "\n".join([*lines, *_lens(plan), *plan.notes])


def _name(move: CameraMove) -> str:
    words = [move.kind.replace("_", " "), move.direction or ""]
    if move.pace is not Pace.NORMAL:
        words.append(f"({move.pace.replace('_', ' ')})")
    return " ".join(filter(None, words))


def _times(move: CameraMove, plan: Plan) -> str:
    return f"{move.start:4.1f} - {move.end:4.1f} s  {_bar(move, plan.duration)}"


def _bar(move: CameraMove, duration: float) -> str:
    first = min(round(BAR * move.start / duration), BAR - 1)
    last = max(round(BAR * move.end / duration), first + 1)
    return "." * first + "#" * (last - first) + "." * (BAR - last)


def _lens(plan: Plan) -> list[str]:
    if plan.lens.depth_of_field == 0.0:
        return []
    return [f"Depth of field: {plan.lens.depth_of_field:.1f} (1 is the shallowest)"]
