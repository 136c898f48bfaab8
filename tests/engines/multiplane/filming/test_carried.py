"""What the layers lack to be the photograph belongs to what they show, and moves along with it."""

from dataclasses import dataclass

import cv2
import numpy as np
import pytest

from photoplay.arrays import Floats
from photoplay.engines.multiplane.filming.acts import Acts
from photoplay.engines.multiplane.filming.camera import Pose, View
from photoplay.engines.multiplane.filming.lens import BlurStack, Focus
from photoplay.engines.multiplane.filming.renderer import STRAYED, Layer, Renderer
from photoplay.engines.multiplane.filming.warp import Relief
from photoplay.engines.multiplane.staging.layers import Texture
from tests.scenes import landscape

VIEW = View(320, 200)
SHARP = Focus(depth=0.0, aperture=0.0)


@dataclass(frozen=True)
class Slide:
    """Everything moves to the right by so many pixels a second."""

    speed: float

    def shift(self, points: Floats, time: float) -> Floats:
        return np.zeros_like(points) + np.array([self.speed * time, 0.0], np.float32)


def blurred_renderer(speed: float) -> Renderer:
    """Return a renderer whose only layer is a blurred photograph that slides, and that is matched to the sharp one."""
    picture = landscape(VIEW.width, VIEW.height)
    soft = np.asarray(cv2.GaussianBlur(picture, (0, 0), 1.5), np.uint8)
    texels = np.dstack([soft, np.full(soft.shape[:2], 255, np.uint8)])
    stack = BlurStack.of(Texture(texels, (0, 0), density=1.0), VIEW, 0.0)
    flat = Relief(np.full((20, 30), 0.5, np.float32), 16.0, (-60.0, -60.0))
    renderer = Renderer(VIEW, [Layer(flat, stack, acts=Acts((Slide(speed),)))])
    renderer.match(picture)
    return renderer


def difference(renderer: Renderer, moved: int) -> float:
    """Return by how much the frame after a second differs from the photograph `moved` pixels to the right."""
    frame = renderer.draw(Pose(), SHARP, time=1.0).astype(int)
    picture = landscape(VIEW.width, VIEW.height).astype(int)
    return float(np.abs(frame[:, 40:-40] - np.roll(picture, moved, axis=1)[:, 40:-40]).mean())


def test_detail_moves_with_what_it_belongs_to() -> None:
    assert difference(blurred_renderer(3.0), 3) < 0.2


def test_the_first_frame_is_the_photograph() -> None:
    frame = blurred_renderer(3.0).draw(Pose(), SHARP, time=0.0)
    assert np.array_equal(frame, landscape(VIEW.width, VIEW.height))


def test_far_from_its_place_nothing_is_added_any_more() -> None:
    away = round(STRAYED[1] * VIEW.focal) + 4
    soft = difference(blurred_renderer(float(away)), away)
    assert soft == pytest.approx(difference(_unmatched(float(away)), away), abs=0.05)
    assert soft > 0.5


def _unmatched(speed: float) -> Renderer:
    renderer = blurred_renderer(speed)
    renderer.lacking = None
    return renderer
