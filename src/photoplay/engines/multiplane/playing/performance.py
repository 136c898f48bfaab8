"""What a player gives to the stage."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, Self, runtime_checkable

from photoplay.engines.multiplane.filming.acts import STILL, Acts, Pass, Retouch
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.playing.timing import Timing


@dataclass(frozen=True)
class Performance:
    """One cue as it is played."""

    acts: Mapping[int, Acts] = field(default_factory=dict)
    """What moves on each layer, by its index from the back."""
    air: tuple[Pass, ...] = ()
    """Weather, smoke and what flies."""
    light: tuple[Pass, ...] = ()
    grade: tuple[Pass, ...] = ()


Player = Callable[[Any, Setting, Timing], Performance | None]
"""Takes a cue, the setting and the cue's timing; None where the photograph has nothing to play it with."""


def together(performances: tuple[Performance, ...], layers: int) -> tuple[tuple[Acts, ...], tuple[Pass, ...]]:
    """Return what moves on each of `layers`, and what is done to the frame: air first, then light, then grade."""
    acts = tuple(joined([each.acts.get(index, STILL) for each in performances]) for index in range(layers))
    passes = tuple(
        one for kind in ("air", "light", "grade") for each in performances for one in getattr(each, kind)
    )
    return acts, passes


def joined(acts: list[Acts]) -> Acts:
    """Return all that moves on one layer as one."""
    return Acts(
        tuple(one for each in acts for one in each.displacements),
        tuple(one for each in acts for one in each.fluids),
        _merged([one for each in acts for one in each.retouches]),
    )


@runtime_checkable
class Joining(Protocol):
    """A retouch that would undo another of the same place, and so does both."""

    def joined(self, other: Retouch) -> Self | None:
        """Return what does both, or None where `other` is about another place."""
        ...


def _merged(retouches: list[Retouch]) -> tuple[Retouch, ...]:
    """Return `retouches`, those of one place as one."""
    merged: list[Retouch] = []
    for one in retouches:
        for index, other in enumerate(merged):
            both = other.joined(one) if isinstance(other, Joining) else None
            if both is not None:
                merged[index] = both
                break
        else:
            merged.append(one)
    return tuple(merged)
