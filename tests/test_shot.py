from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from photoplay.errors import InvalidInputError
from photoplay.shot import MAX_SEED, PROMPT_LENGTH, Resolution, Shot
from photoplay.stills import Still


def still(width: int = 640, height: int = 480) -> Still:
    return Still(np.broadcast_to(np.zeros(3, np.uint8), (height, width, 3)))


def shot(**fields: Any) -> Shot:
    return Shot(**{"image": still(), "prompt": "A slow push in.", **fields})


@given(st.integers(300, 4096), st.integers(300, 4096), st.sampled_from(Resolution))
def test_frames_keep_the_area_and_the_aspect(width: int, height: int, resolution: Resolution) -> None:
    assume(max(width, height) <= 2.5 * min(width, height))
    frame_width, frame_height = shot(image=still(width, height), resolution=resolution).frame_size
    assert frame_width % 2 == frame_height % 2 == 0
    assert frame_width * frame_height == pytest.approx(resolution.area, rel=0.005)
    assert frame_width / frame_height == pytest.approx(width / height, rel=0.005)


@pytest.mark.parametrize(
    ("size", "resolution", "frame_size"),
    [
        ((3840, 2160), "720p", (1280, 720)),
        ((3840, 2160), "1080p", (1920, 1080)),
        ((900, 1600), "1080p", (1080, 1920)),
        ((512, 512), "720p", (960, 960)),
    ],
)
def test_familiar_frame_sizes(size: tuple[int, int], resolution: str, frame_size: tuple[int, int]) -> None:
    assert shot(image=still(*size), resolution=Resolution(resolution)).frame_size == frame_size


@pytest.mark.parametrize(
    ("duration", "fps", "frames"), [(5, 24, 120), (5, 30, 150), (10, 24, 240), (10, 30, 300)]
)
def test_frame_count(duration: int, fps: int, frames: int) -> None:
    assert shot(duration=duration, fps=fps).frame_count == frames


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("prompt", ""),
        ("prompt", " \n\t"),
        ("prompt", "x" * (PROMPT_LENGTH + 1)),
        ("negative_prompt", "x" * (PROMPT_LENGTH + 1)),
        ("guidance_scale", -0.01),
        ("guidance_scale", 1.01),
        ("guidance_scale", float("nan")),
        ("duration", 0),
        ("duration", 7),
        ("fps", 25),
        ("seed", -1),
        ("seed", MAX_SEED + 1),
    ],
)
def test_what_breaks_a_rule_is_named(field: str, wrong: object) -> None:
    with pytest.raises(InvalidInputError, match=rf"^{field} must .+\.$") as caught:
        shot(**{field: wrong})
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("field", "right"),
    [
        ("prompt", "x" * PROMPT_LENGTH),
        ("negative_prompt", "x" * PROMPT_LENGTH),
        ("guidance_scale", 0),
        ("guidance_scale", 1),
        ("seed", 0),
        ("seed", MAX_SEED),
        ("end_image", still(500, 300)),
    ],
)
def test_limits_are_allowed(field: str, right: object) -> None:
    assert getattr(shot(**{field: right}), field) is right


def test_a_prompt_alone_gives_five_seconds_of_1080p() -> None:
    plain = shot()
    assert (plain.duration, plain.fps, plain.resolution) == (5, 30, Resolution.P1080)
    assert (plain.guidance_scale, plain.seed, plain.negative_prompt, plain.end_image) == (0.5, 0, "", None)
