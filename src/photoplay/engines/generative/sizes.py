"""Sizes of pictures that a model takes."""

import math


def size_of(aspect_ratio: float, area: int, multiple: int, parts: int = 1) -> tuple[int, int]:
    """Return (width, height) of about `area` pixels, both multiples of `multiple`.

    Of all sizes within a multiple of the exact one it is the one nearest in aspect ratio, then in area.

    Args:
        parts: into which the squares of `multiple` pixels a side that make up the picture can be dealt out evenly;
            where no size within a multiple has such a number of them, it is looked for further off.
    """
    width = math.sqrt(area * aspect_ratio)

    def misfit(size: tuple[int, int]) -> tuple[float, float]:
        stretch = abs(math.log(size[0] / size[1] / aspect_ratio))
        return round(stretch, 3), abs(math.log(size[0] * size[1] / area))

    reach, sizes = 0, list[tuple[int, int]]()
    while not sizes:
        reach += 1
        sizes = [
            (w * multiple, h * multiple)
            for w in _near(width / multiple, reach)
            for h in _near(area / width / multiple, reach)
            if w * h % parts == 0
        ]
    return min(sizes, key=misfit)


def _near(count: float, reach: int) -> range:
    low = max(int(count), 1)
    return range(max(low + 1 - reach, 1), low + reach + 1)
