"""A Plan as text, for the terminal."""

from typing import NamedTuple
from unicodedata import east_asian_width

from photoplay.director.plan import Action, CameraMove, Effect, Light, Lock, Plan, Timed
from photoplay.director.vocabulary.kinds import Pace

BAR = 30
"""Characters that stand for the clip's length."""


class Row(NamedTuple):
    """Something that has its seconds, in words."""

    group: str
    """Camera, Action, Effect, Light or Grade."""
    name: str
    of: Timed


def describe(plan: Plan) -> str:
    """The timeline of a plan: a bar for everything that takes time, then how the shot looks, then the notes."""
    rows = rows_of(plan)
    looks = looks_of(plan)
    groups = max(map(len, [row.group for row in rows] + [name for name, _ in looks]))
    names = max(_width(row.name) for row in rows)
    lines = [
        f"{group:<{groups}}  {name}{' ' * (names - _width(name))}  {_times(of, plan)}"
        for group, name, of in rows
    ]
    told = [f"{name:<{groups}}  {text}" for name, text in looks]
    notes = [f"Note: {note.text}" for note in plan.notes]
    return "\n".join([*lines, *told, *notes])


def _width(text: str) -> int:
    """Columns of a terminal: Chinese characters take two."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def rows_of(plan: Plan) -> list[Row]:
    """Return what a plan has on its timeline, in words."""
    return [
        *(
            Row("Camera", _named(move, f" -> {move.target}" if move.target else ""), move)
            for move in plan.moves
        ),
        *(Row("Action", _named(action, _of(action)), action) for action in plan.actions),
        *(Row("Effect", _named(effect, _of(effect)), effect) for effect in plan.effects),
        *(Row("Light", _named(light, _of(light)), light) for light in plan.lights),
        *(Row("Grade", _spoken(grade.kind), grade) for grade in plan.grades),
    ]


def _named(timed: CameraMove | Action | Effect | Light, about: str) -> str:
    pace = "" if timed.pace is Pace.NORMAL else _spoken(timed.pace)
    size = "" if timed.amount == 1.0 else f"x{timed.amount:g}"
    chosen = "" if timed.phrase else "by default"
    manner = ", ".join(filter(None, [pace, size, chosen]))
    named = " ".join(filter(None, [_spoken(timed.kind), timed.direction, f"({manner})" if manner else ""]))
    return f"{named}{about}" if about and about != f": {_spoken(timed.kind)}" else named


def _of(cue: Action | Effect | Light) -> str:
    return f": {cue.subject}" if cue.subject else ""


def _times(timed: Timed, plan: Plan) -> str:
    return f"{timed.start:4.1f} - {timed.end:4.1f} s  {_bar(timed, plan.duration)}"


def _bar(timed: Timed, duration: float) -> str:
    first = min(round(BAR * timed.start / duration), BAR - 1)
    last = max(round(BAR * timed.end / duration), first + 1)
    return "." * first + "#" * (last - first) + "." * (BAR - last)


def looks_of(plan: Plan) -> list[tuple[str, str]]:
    """Return how the shot looks all the way, as names and words."""
    framing, lens = plan.framing, plan.lens
    shot = [
        _spoken(framing.size or ""),
        f"ends in {_spoken(framing.closing)}" if framing.closing else "",
        f"{_spoken(framing.angle)} angle" if framing.angle else "",
    ]
    glass = [
        f"{lens.focal_length:g} mm" if lens.focal_length else "",
        f"depth of field {lens.depth_of_field:.1f} (1 is the shallowest)" if lens.depth_of_field else "",
    ]
    drift = f", drift {plan.drift:g}" if plan.drift else ", no drift"
    looks = [
        ("Framing", ", ".join(filter(None, shot))),
        ("Lens", ", ".join(filter(None, glass))),
        ("Arrival", _spoken(plan.arrival.kind) if plan.arrival else ""),
        ("Kept out", ", ".join(dict.fromkeys(map(_kept_out, plan.locks)))),
        ("Size", f"{plan.amplitude:g} of the usual{drift}"),
    ]
    return [(name, text) for name, text in looks if text]


def _kept_out(lock: Lock) -> str:
    if lock.forbids is None:
        return _spoken(lock.kind)
    return " ".join(filter(None, [_spoken(lock.forbids), lock.direction]))


def _spoken(name: str) -> str:
    return name.replace("_", " ")
