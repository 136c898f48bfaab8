from pathlib import Path
from unittest.mock import Mock

import numpy as np
import pytest
import torch

from photoplay.engines.diffusion.families import ltx
from photoplay.engines.diffusion.family import Take
from photoplay.engines.diffusion.placement import Placement, put
from photoplay.engines.diffusion.rig import Plot, Rig
from photoplay.engines.diffusion.tiers import Tier
from photoplay.stills import Still
from tests.engines.diffusion import tiny

LARGE = {"wan2.2-i2v-a14b": 288, "wan2.2-ti2v-5b": 288, "ltx": 544}
"""Pixels of a side that is longer than a tile."""
WITHIN = 128
"""Pixels from the upper left that only the first tile has."""


def rig_of(models: Path, name: str) -> Rig:
    family = tiny.TINY[name]
    return Rig(Plot(family, Tier.EXACT, "cpu"), pipeline=family.load(models / name, torch.float32))


def take_of(photograph: Still, name: str, side: int) -> Take:
    picture, frames = photograph.resized(side, side), tiny.TINY[name].stride + 1
    return Take(picture, None, "a dog runs", "", side, side, frames, fps=4, steps=1, cfg=1.0, seed=3)


@pytest.mark.parametrize("name", tiny.TINY)
def test_a_large_picture_is_made_in_tiles_where_memory_is_short(
    models: Path, photograph: Still, name: str
) -> None:
    whole, tiled = (rig_of(models, name) for _ in range(2))
    put(tiled.pipeline, Placement.STREAMED, "cpu")
    decoder = tiled.pipeline.vae
    decoder.tiled_encode, decoder.tiled_decode = (
        Mock(wraps=way) for way in (decoder.tiled_encode, decoder.tiled_decode)
    )
    take = take_of(photograph, name, LARGE[name])
    one, other = (np.array(rig.shoot(take, lambda _: None), int) for rig in (whole, tiled))
    assert decoder.tiled_encode.call_count == decoder.tiled_decode.call_count == 1
    assert one.shape == other.shape == (take.frames, take.height, take.width, 3)
    assert np.abs(one - other)[:, :WITHIN, :WITHIN].mean() < 1


def test_the_decoder_of_ltx_is_told_of_its_noise_as_its_makers_do(
    models: Path, photograph: Still, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig = rig_of(models, "ltx")
    decoder = rig.pipeline.vae
    assert decoder.config.timestep_conditioning
    decoder.decode = Mock(wraps=decoder.decode)
    for noise in (ltx.DECODE_NOISE, 0.0):
        monkeypatch.setattr(ltx, "DECODE_NOISE", noise)
        rig.shoot(take_of(photograph, "ltx", 64), lambda _: None)
    (noisy, time), (clean, _) = (call.args for call in decoder.decode.call_args_list)
    assert time.tolist() == [pytest.approx(0.05)]
    added = (noisy - (1 - 0.025) * clean) / 0.025
    assert float(added.std()) == pytest.approx(1.0, abs=0.1)
