import numpy as np
import pytest

from photoplay.sight.guided import guided
from tests.scenes import landscape


def test_of_a_linear_function_of_the_guide_is_itself() -> None:
    guide = landscape(80, 60).astype(np.float32) / np.float32(255)
    field = guide @ np.array([0.4, -0.3, 0.2], np.float32) + np.float32(0.3)
    assert guided(guide, field, 4, 1e-6) == pytest.approx(field, abs=1e-3)


def test_an_edge_of_colour_alone_is_an_edge() -> None:
    guide = np.full((60, 60, 3), 0.5, np.float32)
    guide[:, 30:] = [0.8, 0.35, 0.5]
    field = np.zeros((60, 60), np.float32)
    field[:, 30:] = 1.0
    noise = np.random.default_rng(4).normal(0, 0.1, field.shape).astype(np.float32)
    smooth = guided(guide, field + noise, 5, 1e-4)
    assert smooth[10:-10, :30].max() < 0.1
    assert smooth[10:-10, 30:].min() > 0.9


def test_several_fields_are_smoothed_as_one_by_one() -> None:
    chance = np.random.default_rng(5)
    guide = landscape(80, 60).astype(np.float32) / np.float32(255)
    fields = chance.random((60, 80, 3), np.float32)
    together = guided(guide, fields, 4, 1e-3)
    for channel in range(3):
        assert together[..., channel] == pytest.approx(guided(guide, fields[..., channel], 4, 1e-3))


def test_of_a_plain_guide_is_the_mean_around() -> None:
    field = np.random.default_rng(6).random((60, 80), np.float32)
    smooth = guided(np.full((60, 80, 3), 0.4, np.float32), field, 4, 1e-3)
    assert float(smooth.std()) < 0.2 * float(field.std())
    assert float(smooth.mean()) == pytest.approx(float(field.mean()), abs=0.01)
