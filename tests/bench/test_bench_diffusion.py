import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from torch.nn.attention import SDPBackend, sdpa_kernel
from torch.utils.flop_counter import FlopCounterMode

from bench import diffusion
from bench.diffusion import HEADER, NOT_MEASURED, Measured, measure, sample, settings, table
from bench.flops import SIZES, Transformer
from bench.peaks import NOMINAL, Peaks, measured_peaks
from bench.random_models import random_pipeline
from photoplay.engines.diffusion import speed
from photoplay.engines.diffusion.families import FAMILIES
from photoplay.engines.diffusion.rig import Plot, Rig
from photoplay.engines.diffusion.tiers import Tier
from tests.engines.diffusion import tiny

SMALL = Transformer(
    blocks=tiny.BLOCKS,
    width=32,
    inner=32,
    channels=16,
    given=20,
    text_width=tiny.WIDTH,
    text_tokens=40,
    frequencies=32,
)
FRAMES, STEPS = 5, 12
LTX = replace(
    SMALL, width=32, inner=128, channels=8, given=0, frequencies=256, token_times=True, spatial=32, patch=1
)


@pytest.mark.parametrize(
    "sizes", [SMALL, replace(SMALL, channels=48, given=0, token_times=True, spatial=16)], ids=["a14b", "5b"]
)
def test_the_formula_counts_what_torch_counts(sizes: Transformer) -> None:
    side, tokens = 64 // sizes.spatial, sizes.tokens(64, 64, FRAMES)
    latent = torch.randn(1, sizes.channels + sizes.given, 2, side, side)
    times = torch.full((1, tokens) if sizes.token_times else (1,), 500.0)
    transformer = tiny.wan_transformer(sizes.channels, sizes.blocks, given=sizes.given)
    assert counted(sizes, transformer, latent, times) == sizes.flops(tokens)


def test_the_formula_counts_what_torch_counts_of_ltx() -> None:
    tokens = LTX.tokens(64, 64, 17)
    latent, times = torch.randn(1, tokens, LTX.channels), torch.full((1, tokens), 500.0)
    shape = {"num_frames": 5, "height": 2, "width": 2, "encoder_attention_mask": None}
    assert tokens == 20
    assert counted(LTX, tiny.ltx_transformer(), latent, times, **shape) == LTX.flops(tokens)


def counted(sizes: Transformer, transformer: Any, latent: Any, times: Any, **shape: Any) -> int:
    """Return the operations that torch counts in a forward pass."""
    text = torch.randn(1, sizes.text_tokens, sizes.text_width)
    # The counter knows attention on a CPU only where it is made of matrices.
    with torch.no_grad(), sdpa_kernel(SDPBackend.MATH), FlopCounterMode(display=False) as counter:
        transformer(hidden_states=latent, timestep=times, encoder_hidden_states=text, **shape)
    total: int = counter.get_total_flops()
    return total


def test_a_forward_pass_of_the_large_model_is_as_many_as_is_known() -> None:
    sizes = SIZES["wan2.2-i2v-a14b"]
    assert sizes.tokens(832, 480, 81) == 32760
    assert sizes.flops(32760) / 1e15 == pytest.approx(1.68, rel=0.02)


@pytest.mark.parametrize("name", SIZES)
def test_random_models_are_as_large_as_the_families_say(name: str) -> None:
    pipeline = random_pipeline(name, "meta")
    for part, size in FAMILIES[name].memory.parts.items():
        weights = getattr(pipeline, part).parameters()
        assert sum(one.numel() * one.element_size() for one in weights) == pytest.approx(size, rel=0.02)


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> None:
    """Threads of so small a model wait for each other, and take the time of all else that goes on."""
    torch.set_num_threads(1)


def rig_of(name: str, folder: Path) -> Rig:
    """Return a rig with a tiny model in the precision that a GPU works in."""
    family = replace(tiny.TINY[name], steps=STEPS)
    tiny.save(name, folder)
    return Rig(Plot(family, Tier.EXACT, "cpu"), pipeline=family.load(folder, torch.bfloat16))


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    return rig_of("wan2.2-i2v-a14b", tmp_path)


@pytest.mark.parametrize(("name", "sizes"), [("wan2.2-i2v-a14b", SMALL), ("ltx", LTX)])
def test_each_setting_is_measured(
    name: str, sizes: Transformer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("torchao.quantization.quant_api._check_hardware_support", lambda _: None)
    monkeypatch.setattr(diffusion, "_attend", lambda _: None)
    monkeypatch.setattr(Rig, "compile", lambda _: None)
    rig = rig_of(name, tmp_path)
    family, few = rig.plot.family, rig.plot.family.steps_of(Tier.FAST)
    take = replace(sample(family, 64, 64), frames=family.stride + 1)
    found = [measure(one, rig, take, sizes) for one in settings(family, fp8=True)]
    plain, _, _, cache, standard, fast = found
    assert [one.steps for one in found] == [STEPS] * 5 + [few]
    assert all(one.step > 0 and one.clip > one.steps * one.step for one in found)
    assert (plain.computed, fast.computed) == (STEPS, few)
    assert 1 < cache.computed < STEPS
    tokens = sizes.tokens(64, 64, take.frames)
    assert (plain.bf16, plain.fp8) == (2 * sizes.flops(tokens), 0.0)
    assert (fast.bf16 + fast.fp8, fast.fp8) == (sizes.flops(tokens), 4 * sizes.feed_forward(tokens))
    assert cache.bf16 < plain.bf16
    assert standard.fp8 > 0


def test_what_the_cache_computes_is_counted(rig: Rig) -> None:
    family, calls = rig.plot.family, list[int]()
    every = [block for each in speed.transformers(rig.pipeline, family) for block in each.blocks]
    for block in every:
        block.attn1.register_forward_hook(lambda *_: calls.append(1))
    take = replace(sample(family, 64, 64), frames=FRAMES)
    (setting,) = (one for one in settings(family, fp8=False) if one.name == "cache")
    measured = measure(setting, rig, take, SMALL)
    settled = 2 * diffusion.SETTLED * tiny.BLOCKS
    tokens = SMALL.tokens(64, 64, FRAMES)
    counted = (measured.bf16 - 2 * SMALL.around(tokens)) / SMALL.block(tokens)
    assert counted * STEPS == pytest.approx(len(calls) - settled)


def test_what_is_no_number_is_not_measured(rig: Rig) -> None:
    rig.pipeline.transformer_2.proj_out.bias.data.fill_(float("nan"))
    setting = next(settings(rig.plot.family, fp8=False))
    with pytest.raises(ArithmeticError, match="numbers that are none"):
        measure(setting, rig, replace(sample(rig.plot.family, 64, 64), frames=FRAMES), SMALL)


def test_a_line_is_compared_with_the_first_and_the_one_above() -> None:
    rates = Peaks(bf16=100e12, fp8=200e12)
    plain, cache, standard = (
        Measured(name, seconds, steps=10, computed=10, around=0.0, bf16=bf16, fp8=fp8)
        for name, seconds, bf16, fp8 in (
            ("plain", 2.0, 100e12, 0.0),
            ("cache", 1.0, 50e12, 0.0),
            ("standard", 0.5, 20e12, 40e12),
        )
    )
    lines = [dict(zip(HEADER, line, strict=True)) for line in table([plain, cache, standard], rates)]
    assert [line["times plain"] for line in lines] == ["1.00", "2.00", "4.00"]
    assert [line["times the one above"] for line in lines] == ["1.00", "2.00", "2.00"]
    assert [line["TFLOP/s"] for line in lines] == ["50", "50", "120"]
    assert [line["share of roofline"] for line in lines] == ["50%", "50%", "80%"]


def test_rates_are_measured_and_those_of_the_maker_known() -> None:
    found = measured_peaks("cpu", fp8=True, size=32, warm=0.0)
    assert min(found.bf16, found.fp8) > 0
    assert str(NOMINAL["NVIDIA H200"]) == "989 TFLOP/s in bfloat16, 1979 in FP8"


def test_without_a_gpu_it_says_that_nothing_was_measured() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "bench.diffusion"], capture_output=True, text=True, check=True
    )
    assert " ".join(ended.stdout.split()) == NOT_MEASURED
    assert "not measured yet" in NOT_MEASURED
    page = Path(diffusion.__file__).parents[1] / "docs" / "benchmarks.md"
    assert "not measured yet" in page.read_text(encoding="utf-8")
