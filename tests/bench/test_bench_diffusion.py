import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch.nn.attention import SDPBackend, sdpa_kernel
from torch.utils.flop_counter import FlopCounterMode

from bench import diffusion
from bench.diffusion import HEADER, NOT_MEASURED, measure, sample, settings
from bench.flops import WAN, Transformer
from bench.random_models import wan
from photoplay.engines.diffusion.families import FAMILIES
from photoplay.engines.diffusion.rig import Plot, Rig
from photoplay.engines.diffusion.tiers import Tier
from tests.engines.diffusion import tiny

SMALL = Transformer(
    blocks=tiny.BLOCKS,
    width=24,
    inner=32,
    channels=16,
    given=20,
    text_width=tiny.WIDTH,
    text_tokens=40,
    frequencies=32,
)
FRAMES = 5


@pytest.mark.parametrize(
    "sizes", [SMALL, replace(SMALL, channels=48, given=0, token_times=True, spatial=16)], ids=["a14b", "5b"]
)
def test_the_formula_counts_what_torch_counts(sizes: Transformer) -> None:
    side, tokens = 64 // sizes.spatial, sizes.tokens(64, 64, FRAMES)
    transformer = tiny.wan_transformer(sizes.channels, sizes.blocks, given=sizes.given)
    latent = torch.randn(1, sizes.channels + sizes.given, 2, side, side)
    times = torch.full((1, tokens) if sizes.token_times else (1,), 500.0)
    # The counter knows attention on a CPU only where it is made of matrices.
    with torch.no_grad(), sdpa_kernel(SDPBackend.MATH), FlopCounterMode(display=False) as counted:
        transformer(latent, times, torch.randn(1, sizes.text_tokens, sizes.text_width))
    assert counted.get_total_flops() == sizes.flops(tokens)


def test_a_forward_pass_of_the_large_model_is_as_many_as_is_known() -> None:
    sizes = WAN["wan2.2-i2v-a14b"]
    assert sizes.tokens(832, 480, 81) == 32760
    assert sizes.flops(32760) / 1e15 == pytest.approx(1.68, rel=0.02)


@pytest.mark.parametrize("name", WAN)
def test_random_models_are_as_large_as_the_families_say(name: str) -> None:
    pipeline = wan(name, "meta")
    for part, size in FAMILIES[name].memory.parts.items():
        weights = getattr(pipeline, part).parameters()
        assert sum(one.numel() * one.element_size() for one in weights) == pytest.approx(size, rel=0.02)


def test_each_setting_is_measured() -> None:
    family = tiny.TINY["wan2.2-i2v-a14b"]
    rig = Rig(Plot(family, Tier.EXACT, "cpu"), pipeline=tiny.a14b())
    take = replace(sample(family, 64, 64), frames=FRAMES)
    on_a_cpu = ("plain diffusers", "few steps: fast", "cache: standard")
    found = [measure(one, rig, take, SMALL) for one in settings(family) if one.name in on_a_cpu]
    assert [one.steps for one in found] == [tiny.STEPS, 4, tiny.STEPS]
    assert found[0].flops == 2 * found[1].flops
    assert all(one.step > 0 and one.clip > one.steps * one.step for one in found)
    row = found[0].row(plain=2 * found[0].clip, peak=found[0].flops / found[0].step)
    assert len(row) == len(HEADER)
    assert row[4] == "2.00"
    assert row[6] == "100%"


def test_without_a_gpu_it_says_that_nothing_was_measured() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "bench.diffusion"], capture_output=True, text=True, check=True
    )
    assert " ".join(ended.stdout.split()) == NOT_MEASURED
    assert "not measured yet" in NOT_MEASURED
    page = Path(diffusion.__file__).parents[1] / "docs" / "benchmarks.md"
    assert "not measured yet" in page.read_text(encoding="utf-8")
