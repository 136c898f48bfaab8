"""Two takes of a model as one."""

from collections.abc import Sequence

from photoplay.arrays import Picture
from photoplay.engines.generative.ends import End
from photoplay.engines.generative.retiming import eased
from photoplay.sight.between import Between
from photoplay.sight.networks import Network


def joined(
    first: Sequence[Picture], second: Sequence[Picture], overlap: int, fps: float, network: Network | None
) -> list[Picture]:
    """Return two takes as one: the last `overlap` frames of the first show the time of the first of the second.

    The second begins with a picture of the first: what its decoder has not kept of that is given back, as at the ends
    of a clip. Over the overlap each thing then goes from where the first take has it to where the second does, so
    nothing jumps and nothing is seen double.

    Args:
        fps: frames a second.
        network: an interpolator, or None for dense search.
    """
    begin = End.of(first[-overlap], second[0])
    after = [begin.given(frame, index / fps) for index, frame in enumerate(second)]
    together = [
        Between.of(one, other, network).at(eased((index + 1) / (overlap + 1)))
        for index, (one, other) in enumerate(zip(first[-overlap:], after[:overlap], strict=True))
    ]
    return [*first[:-overlap], *together, *after[overlap:]]
