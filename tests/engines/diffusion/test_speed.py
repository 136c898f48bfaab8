import multiprocessing
import shutil
from collections.abc import Callable
from dataclasses import replace
from multiprocessing.queues import Queue
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import save_file
from torchao.quantization import Float8Tensor

from photoplay.engines.diffusion import speed
from photoplay.engines.diffusion.family import Family, FewSteps, Take
from photoplay.engines.diffusion.placement import Placement, needed, put
from photoplay.engines.diffusion.rig import Plot, Rig
from photoplay.engines.diffusion.tiers import Tier
from photoplay.stills import Still
from tests.engines.diffusion import tiny
from tests.engines.diffusion.conftest import Pretend, Use

A14B = tiny.TINY["wan2.2-i2v-a14b"]
MANY = 16
RANK = 2


@pytest.fixture
def take(photograph: Still) -> Take:
    picture = photograph.resized(64, 64)
    return Take(picture, None, "a dog runs", "rain", 64, 64, frames=9, fps=4, steps=MANY, cfg=3.5, seed=3)


def counted(rig: Rig, kind: str, family: Family) -> list[int]:
    """Return a list that grows with each call of a part of a block."""
    calls: list[int] = []
    for transformer in speed.transformers(rig.pipeline, family):
        blocks = getattr(transformer, "blocks", None) or transformer.transformer_blocks
        for block in blocks:
            getattr(block, kind).register_forward_hook(lambda *_: calls.append(1))
    return calls


@pytest.mark.parametrize(("name", "attention"), [(name, "attn1") for name in tiny.TINY])
def test_the_cache_leaves_blocks_out_and_hardly_changes_the_take(
    use: Use, take: Take, name: str, attention: str
) -> None:
    use()
    family = tiny.TINY[name]
    exact, standard = Rig(Plot(family, Tier.EXACT, "cpu")), Rig(Plot(family, Tier.STANDARD, "cpu"))
    every, some = (counted(rig, attention, family) for rig in (exact, standard))
    whole, kept = (rig.shoot(take, lambda _: None) for rig in (exact, standard))
    assert len(some) < 0.8 * len(every)
    assert np.abs(np.array(whole, int) - np.array(kept, int)).mean() < 3
    first = len(some)
    again = standard.shoot(take, lambda _: None)
    assert len(some) == 2 * first
    assert (np.array(kept) == np.array(again)).all()


def test_the_cache_counts_the_steps_of_a_model_that_does_both_passes_at_once(use: Use, take: Take) -> None:
    use()
    rig = Rig(Plot(tiny.TINY["ltx"], Tier.STANDARD, "cpu"))
    computed: list[int] = []
    steps: list[bool] = []
    second = rig.pipeline.transformer.transformer_blocks[1]
    second.attn1.register_forward_hook(lambda *_: computed.append(len(steps)))
    rig.shoot(take, lambda _: steps.append(len(steps) in computed))
    kept = ([False] * speed.IN_A_ROW + [True]) * MANY
    assert steps == ([True] * speed.WARM_UP + kept)[:MANY]


@pytest.mark.parametrize("name", tiny.TINY)
def test_nothing_is_kept_any_more_while_pictures_are_decoded(use: Use, take: Take, name: str) -> None:
    use()
    family = tiny.TINY[name]
    rig = Rig(Plot(family, Tier.STANDARD, "cpu"))

    def kept() -> int:
        contexts = (each._context_manager for each in speed.transformers(rig.pipeline, family))
        return sum(len(one.buffers) for each in contexts for one in each._cached_context_manager.values())

    denoising: list[int] = []
    decoding: list[int] = []
    decode = rig.pipeline.vae.decode

    def watched(*given: Any, **named: Any) -> Any:
        decoding.append(kept())
        return decode(*given, **named)

    rig.pipeline.vae.decode = watched
    rig.shoot(take, lambda _: denoising.append(kept()))
    assert min(denoising) > 0
    assert decoding == [0]


def test_the_cache_is_told_whether_a_take_is_guided(use: Use, take: Take) -> None:
    use()
    plain = replace(take, cfg=1.0)
    fresh, used = (Rig(Plot(A14B, Tier.STANDARD, "cpu")) for _ in range(2))
    used.shoot(take, lambda _: None)
    assert (np.array(fresh.shoot(plain, lambda _: None)) == np.array(used.shoot(plain, lambda _: None))).all()


@pytest.mark.parametrize("name", tiny.TINY)
def test_only_feed_forward_layers_are_quantized_and_the_take_hardly_changes(
    models: Path, take: Take, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """torchao multiplies in FP8 on a CPU, too, once it is not asked whether that is quick."""
    monkeypatch.setattr("torchao.quantization.quant_api._check_hardware_support", lambda _: None)
    family, short = tiny.TINY[name], replace(take, steps=2)
    pipeline = family.load(models / name, torch.bfloat16)
    rig = Rig(Plot(family, Tier.EXACT, "cpu"), pipeline=pipeline)
    before = np.array(rig.shoot(short, lambda _: None), int)
    speed.quantize(pipeline, family)
    after = np.array(rig.shoot(short, lambda _: None), int)
    for transformer in speed.transformers(pipeline, family):
        chosen = [part for part, weight in transformer.named_parameters() if isinstance(weight, Float8Tensor)]
        assert len(chosen) == 2 * tiny.BLOCKS
        assert not any("attn" in part or "embed" in part for part in chosen)
    assert 0 < np.abs(before - after).mean() < 3


@pytest.mark.parametrize("offline", [False, True])
def test_no_attention_is_fetched_where_nothing_may_be(
    use: Use, monkeypatch: pytest.MonkeyPatch, offline: bool
) -> None:
    use(offline=offline)
    tried: list[str] = []
    pipeline = Rig(Plot(A14B, Tier.EXACT, "cpu")).pipeline
    monkeypatch.setattr(
        type(pipeline.transformer), "set_attention_backend", lambda _, name: tried.append(name)
    )
    speed.attend(pipeline, A14B, (9, 0))
    assert ("_flash_3_hub" in tried) is not offline


@pytest.mark.parametrize(
    ("capability", "name", "attention"),
    [
        ((7, 5), "wan2.2-i2v-a14b", "native"),
        ((8, 6), "wan2.2-i2v-a14b", "_native_cudnn"),
        ((9, 0), "wan2.2-i2v-a14b", "_native_cudnn"),  # for want of the package `kernels`
        ((9, 0), "ltx", "native"),
    ],
)
def test_attention_is_chosen_for_the_gpu(
    use: Use, monkeypatch: pytest.MonkeyPatch, capability: tuple[int, int], name: str, attention: str
) -> None:
    use()
    monkeypatch.setattr(speed, "works", lambda *_: True)
    family = tiny.TINY[name]
    pipeline = Rig(Plot(family, Tier.EXACT, "cpu")).pipeline
    assert speed.attend(pipeline, family, capability) == attention
    for transformer in speed.transformers(pipeline, family):
        chosen = {str(each._attention_backend) for each in transformer.attn_processors.values()}
        assert {one.rsplit(".", maxsplit=1)[-1].lower() for one in chosen} == {attention}


def test_an_attention_is_tried_before_it_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise RuntimeError("No available kernel. Aborting execution.")

    assert speed.works("native", "cpu")
    monkeypatch.setattr(torch.nn.functional, "scaled_dot_product_attention", refuse)
    assert not speed.works("native", "cpu")


def test_an_attention_that_does_not_work_is_not_chosen(use: Use, monkeypatch: pytest.MonkeyPatch) -> None:
    use()
    monkeypatch.setattr(speed, "works", lambda *_: False)
    pipeline = Rig(Plot(A14B, Tier.EXACT, "cpu")).pipeline
    assert speed.attend(pipeline, A14B, (8, 6)) == "native"


@pytest.mark.parametrize("name", tiny.TINY)
def test_the_cache_stays_on_where_one_part_is_on_the_gpu_at_a_time(
    use: Use, take: Take, name: str, pretend: Pretend
) -> None:
    use()
    family = tiny.TINY[name]
    pretend(needed(family.memory, Placement.ONE_PART, cached=True))
    every, kept = (Rig(Plot(family, tier, "cuda")) for tier in (Tier.EXACT, Tier.STANDARD))
    calls = [counted(rig, "attn1", family) for rig in (every, kept)]
    for rig in (every, kept):
        rig.shoot(take, lambda _: None)
    whole, first = map(len, calls)
    kept.shoot(take, lambda _: None)
    assert (kept.where, first < 0.9 * whole, len(calls[1])) == (Placement.ONE_PART, True, 2 * first)


def test_feed_forward_layers_are_rounded_where_they_are_compiled(
    use: Use, pretend: Pretend, monkeypatch: pytest.MonkeyPatch
) -> None:
    use()
    pretend(A14B.memory.decoding * 10)
    done: list[str] = []
    monkeypatch.setattr(speed, "quantize", lambda *_: done.append("fp8"))
    monkeypatch.setattr(speed, "compile_blocks", lambda *_: done.append("compiled"))
    for tier, expected in ((Tier.STANDARD, ["fp8", "compiled"]), (Tier.EXACT, ["compiled"])):
        rig = Rig(Plot(A14B, tier, "cuda"))
        assert not done
        rig.compile()
        assert done == expected
        done.clear()


@pytest.mark.parametrize("name", tiny.TINY)
def test_the_decoder_of_a_streamed_model_stays_on_the_gpu(use: Use, name: str) -> None:
    """For what brings the other parts there does not see its `encode` and `decode`."""
    use()
    pipeline = Rig(Plot(tiny.TINY[name], Tier.EXACT, "cpu")).pipeline
    put(pipeline, Placement.STREAMED, "cpu")
    assert hasattr(pipeline.transformer, "_diffusers_hook")
    assert not any(hasattr(part, "_diffusers_hook") for part in pipeline.vae.modules())


@pytest.mark.parametrize("name", tiny.TINY)
def test_a_streamed_model_makes_the_same_take(use: Use, take: Take, name: str) -> None:
    use()
    plain, streamed = (Rig(Plot(tiny.TINY[name], Tier.EXACT, "cpu")) for _ in range(2))
    put(streamed.pipeline, Placement.STREAMED, "cpu")
    short = replace(take, steps=2)
    one, other = (np.array(rig.shoot(short, lambda _: None), int) for rig in (plain, streamed))
    assert np.abs(one - other).max() <= 1


def compile_and_compare(take: Take, answers: "Queue[tuple[bool, float]]") -> None:
    """Make a take with compiled blocks and without; answer whether they were compiled, and how the takes differ."""
    torch.set_num_threads(1)
    plain, compiled = (Rig(Plot(A14B, Tier.STANDARD, "cpu")) for _ in range(2))
    blocks = [block for each in speed.transformers(compiled.pipeline, A14B) for block in each.blocks]
    compiled.compile()
    one, other = (np.array(rig.shoot(take, lambda _: None), int) for rig in (plain, compiled))
    are_compiled = all(block._compiled_call_impl is not None for block in blocks)
    answers.put((are_compiled, float(np.abs(one - other).mean())))


@pytest.mark.skipif(shutil.which("g++") is None, reason="torch compiles for a CPU with g++")
def test_compiled_blocks_make_the_same_take(
    models: Path, take: Take, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a process of its own, for torch's compiler and others in this one replace each other's modules."""
    monkeypatch.setenv("PHOTOPLAY_WEIGHTS_DIR", str(models))
    spawn = multiprocessing.get_context("spawn")
    answers: Queue[tuple[bool, float]] = spawn.Queue()
    short = replace(take, frames=5, steps=8, cfg=1.0)
    process = spawn.Process(target=compile_and_compare, args=(short, answers))
    process.start()
    are_compiled, difference = answers.get(timeout=120)
    process.join()
    assert are_compiled
    # Other rounding may let the cache keep another step.
    assert difference < 3


class TestFewSteps:
    @pytest.fixture
    def fast(self, models: Path, tmp_path: Path, use: Use) -> Family:
        """The family with adapters for its fast tier that change what it makes, in a folder beside it."""
        few = A14B.few_steps
        assert few is not None
        folder = tmp_path / few.checkpoint.name
        folder.mkdir()
        for part, file in few.adapters.items():
            save_file(adapter(models / A14B.name, part), folder / file)
        (tmp_path / A14B.name).symlink_to(models / A14B.name)
        use(weights_dir=tmp_path)
        return A14B

    def test_adapters_are_melted_into_both_experts(self, fast: Family, take: Take) -> None:
        plain, quick = (Rig(Plot(fast, tier, "cpu")) for tier in (Tier.EXACT, Tier.FAST))
        for part in fast.transformers:
            before, after = (
                getattr(rig.pipeline, part).blocks[0].attn1.to_q.weight for rig in (plain, quick)
            )
            assert after.shape == before.shape
            assert (after - before).abs().max() > 1e-3
        done: list[int] = []
        frames = quick.shoot(replace(take, steps=fast.steps_of(Tier.FAST), cfg=1.0), done.append)
        assert (len(frames), done) == (9, [1, 2, 3, 4])

    def test_steps_are_plain_ones_at_the_noise_that_the_adapters_were_taught(self, fast: Family) -> None:
        scheduler = Rig(Plot(fast, Tier.FAST, "cpu")).pipeline.scheduler
        scheduler.set_timesteps(4)
        assert scheduler.sigmas.tolist() == pytest.approx([1.0, 0.9375, 0.8333, 0.625, 0.0], abs=2e-3)
        chance = torch.Generator().manual_seed(1)
        sample, flow = (torch.randn(1, 4, 2, 8, 8, generator=chance) for _ in range(2))
        for index, time in enumerate(scheduler.timesteps):
            step = scheduler.sigmas[index + 1] - scheduler.sigmas[index]
            stepped = scheduler.step(flow, time, sample).prev_sample
            assert torch.allclose(stepped, sample + step * flow, atol=1e-4)
            sample = stepped

    def test_another_model_takes_the_place_of_the_familys(self, use: Use, take: Take) -> None:
        use(family="ltx", tier="fast")
        ltx = tiny.TINY["ltx"]
        assert isinstance(ltx.few_steps, FewSteps)
        assert not ltx.few_steps.adapters
        done: list[int] = []
        steps = ltx.steps_of(Tier.FAST)
        frames = Rig(Plot(ltx, Tier.FAST, "cpu")).shoot(replace(take, steps=steps, cfg=1.0), done.append)
        assert (len(frames), done[-1]) == (9, 7)


def adapter(model: Path, part: str) -> dict[str, Any]:
    """Return a random adapter for the first layer of attention, named as those of the real ones are."""
    from diffusers import WanTransformer3DModel  # noqa: PLC0415 - only here

    width = WanTransformer3DModel.from_pretrained(model, subfolder=part).blocks[0].attn1.to_q.weight.shape[0]
    chance = torch.Generator().manual_seed(len(part))
    random: Callable[..., Any] = lambda *shape: torch.randn(*shape, generator=chance)  # noqa: E731
    named = {}
    for block in range(tiny.BLOCKS):
        for layer in ("q", "k", "v", "o"):
            key = f"diffusion_model.blocks.{block}.self_attn.{layer}"
            named[f"{key}.lora_down.weight"] = random(RANK, width)
            named[f"{key}.lora_up.weight"] = random(width, RANK)
    return named
