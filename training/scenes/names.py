"""What a surface shows, by the names of `training.labels`, as one number."""

from dataclasses import dataclass

from photoplay.sight.names import PARTS, WHOLES


@dataclass(frozen=True)
class Name:
    """A region and what adds to it."""

    region: str | None
    """One of `WHOLES`; None is not known."""
    parts: tuple[str, ...] = ()
    """Some of `PARTS`."""

    @property
    def code(self) -> int:
        """The region's place in `WHOLES`, from 1 (0 is not known), and 256 times the bits of the parts."""
        flags = sum(1 << list(PARTS).index(part) for part in self.parts)
        return (WHOLES.index(self.region) + 1 if self.region else 0) + 256 * flags


UNKNOWN = Name(None)
GROUND = Name("ground")
GRASS = Name("grass")
FOLIAGE = Name("foliage")
BUILDING = Name("buildings")
OTHER = Name("other")
PANE = Name("buildings", ("windows",))
LAMP = Name("other", ("lamps",))
FABRIC = Name("other", ("cloth",))
GLAZING = Name(None, ("windows",))
"""Adds to what is seen through it."""
