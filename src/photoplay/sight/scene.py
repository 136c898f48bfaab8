"""Everything that is seen in a photograph, in one place."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from photoplay.arrays import Floats, Picture
from photoplay.sight.eyes import Animal
from photoplay.sight.faces import Face
from photoplay.sight.figures import Figure
from photoplay.sight.objects import Thing


@dataclass(frozen=True)
class Scene:
    """What is seen in one photograph; what no network could see is None or empty."""

    picture: Picture
    """Shape (rows, columns, 3), sRGB."""
    matte: Floats | None
    """Of the subject, the picture's shape, 0 to 1."""
    inverse_depth: Floats | None
    """0 at infinity to 1 at the nearest, covering the picture at a size of its own."""
    attention: Floats | None
    """How much a place draws the eye, 1 where most, covering the picture at a size of its own."""
    things: tuple[Thing, ...] = ()
    faces: tuple[Face, ...] = ()
    regions: Mapping[str, Floats] = field(default_factory=dict)
    """How surely a place belongs to each region that was found, 0 to 1, covering the picture at a size of its own."""
    figures: tuple[Figure, ...] = ()
    """What stands in the scene besides the subject, each with its matte."""
    animals: tuple[Animal, ...] = ()
    """Animals whose eyes are seen; looked for only where the prompt is about eyes."""
