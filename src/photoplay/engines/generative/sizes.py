"""Sizes of pictures that a model takes."""

import math


def size_of(aspect_ratio: float, area: int, multiple: int) -> tuple[int, int]:
    """Return (width, height) of about `area` pixels, both multiples of `multiple`.

    Of all sizes within a multiple of the exact one it is the one nearest in aspect ratio, then in area.
    """
    width = math.sqrt(area * aspect_ratio)
    sizes = [(w, h) for w in _near(width, multiple) for h in _near(area / width, multiple)]

    def misfit(size: tuple[int, int]) -> tuple[float, float]:
        stretch = abs(math.log(size[0] / size[1] / aspect_ratio))
        return round(stretch, 3), abs(math.log(size[0] * size[1] / area))

    return min(sizes, key=misfit)


def _near(side: float, multiple: int) -> tuple[int, int]:
    low = max(int(side // multiple), 1) * multiple
    return low, low + multiple
