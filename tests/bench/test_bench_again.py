"""Whether a motion comes again is told from its frames."""

import numpy as np
import pytest
from numpy.typing import NDArray

from bench.again import SAMPLE, Again, repeats

MOMENTS = np.arange(1.5, 10, SAMPLE)


def looks(phase: NDArray[np.float64]) -> NDArray[np.float32]:
    """Return what is seen of waves at each `phase`, in turns, shape (n, pixels), levels."""
    place = np.linspace(0, 4, 400)
    return (128 + 40 * np.sin(2 * np.pi * (place - phase[:, None]))).astype(np.float32)


@pytest.mark.parametrize("period", [1.5, 4.0, 5.0])
def test_what_comes_again_is_found(period: float) -> None:
    found = repeats(looks(MOMENTS / period), SAMPLE)
    assert found is not None
    assert not found.develops
    assert found.after % period == pytest.approx(0)
    assert str(found).endswith("!")


def test_what_develops_passes() -> None:
    generator = np.random.default_rng(3)
    wandering = repeats(looks(np.cumsum(generator.normal(0, 0.1, len(MOMENTS)))), SAMPLE)
    drifting = repeats(looks(MOMENTS / 40), SAMPLE)
    assert wandering is not None
    assert wandering.develops
    assert drifting is not None
    assert drifting.develops


def test_what_does_not_change_cannot_come_again() -> None:
    assert repeats(looks(np.zeros(len(MOMENTS))), SAMPLE) is None


def test_it_is_said_after_how_long() -> None:
    assert str(Again(0.4, 5.0)) == "0.40 after 5 s"
