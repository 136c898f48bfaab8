"""How fast the diffusion engine is on this machine's GPU: `python -m bench.diffusion [--family NAME] [--height 480]`.

One full-size model makes the same take in one run with plain diffusers, then with one thing more that makes it quicker
at a time. A step is the median of a few, but where the cache decides what is computed, or a take has few steps, a whole
take is made, and a step is its mean. A clip is what comes before and after the steps, measured, and all of its steps.
The share of the roofline is the time that what is computed would take at the rates at which this GPU multiplies large
matrices in the same run, by the time that it took; operations are counted by formula (`bench.flops`).

The weights are random: as fast as taught ones, but what they make hardly changes from step to step, so the cache leaves
out as much as it ever may. With `--weights` those that were pulled are used; `computed` says how many steps were.
"""

import argparse
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
import torch
from rich.console import Console

from bench.flops import SIZES, Transformer
from bench.peaks import NOMINAL, Peaks, measured_peaks
from bench.sheets import show_table
from photoplay.engines.diffusion import speed
from photoplay.engines.diffusion.families import find_family
from photoplay.engines.diffusion.family import Family, Take
from photoplay.engines.diffusion.rig import Plot, Rig
from photoplay.engines.diffusion.tiers import Tier
from photoplay.weights import find_checkpoint

HEADER = [
    "setting",
    "s/step",
    "steps",
    "computed",
    "s/clip",
    "times plain",
    "times the one above",
    "TFLOP/s",
    "share of roofline",
]
NOT_MEASURED = "Diffusion: not measured yet. No GPU was found; run this on a machine that has one."
PROBED = 6
"""Steps of a setting that computes each of them alike."""
SETTLED = 2
"""Steps after which the first ones' preparations are over."""
WIDTHS = {480: 832, 720: 1280}


@dataclass(frozen=True)
class Setting:
    """A way to make the take.

    Attributes:
        prepare: what is done to the rig before; what was done for the settings before stays.
        fp8: whether the feed-forward layers multiply in FP8.
        whole: whether a whole take must be made to know.
    """

    name: str
    tier: Tier
    prepare: Callable[[Rig], object]
    fp8: bool = False
    whole: bool = False


@dataclass(frozen=True)
class Measured:
    """What a setting took, in seconds.

    Attributes:
        around: before and after the steps.
        computed: steps whose blocks were computed, all of them.
        bf16, fp8: operations of a step in either.
    """

    name: str
    step: float
    steps: int
    computed: float
    around: float
    bf16: float
    fp8: float

    @property
    def clip(self) -> float:
        """Seconds of the whole clip."""
        return self.around + self.steps * self.step

    def row(self, plain: float, above: float, peaks: Peaks) -> list[str]:
        """Return a line of the table, beside the seconds of a clip with `plain` diffusers and with the line `above`."""
        least = self.bf16 / peaks.bf16 + self.fp8 / peaks.fp8
        return [
            self.name,
            f"{self.step:.2f}",
            f"{self.steps}",
            f"{self.computed:.0f}",
            f"{self.clip:.1f}",
            f"{plain / self.clip:.2f}",
            f"{above / self.clip:.2f}",
            f"{(self.bf16 + self.fp8) / self.step / 1e12:.0f}",
            f"{least / self.step:.0%}",
        ]


def settings(family: Family, fp8: bool) -> Iterator[Setting]:
    """Give the settings, each with one thing more than the one above; the last, a tier of its own, has no cache.

    Args:
        fp8: whether the GPU multiplies in it.
    """
    yield Setting("plain diffusers", Tier.EXACT, lambda _: None)
    yield Setting("best attention", Tier.EXACT, _attend)
    yield Setting("compiled blocks: exact", Tier.EXACT, lambda rig: rig.compile())
    yield Setting("cache", Tier.STANDARD, lambda rig: speed.cache(rig.pipeline, family), whole=True)
    if fp8:
        yield Setting(
            "FP8 feed-forward: standard",
            Tier.STANDARD,
            lambda rig: speed.quantize(rig.pipeline, family),
            fp8=True,
            whole=True,
        )
    if family.few_steps:
        yield Setting("few steps, no cache: fast", Tier.FAST, _uncache, fp8=fp8, whole=True)


def _attend(rig: Rig) -> None:
    speed.attend(rig.pipeline, rig.plot.family, torch.cuda.get_device_capability())


def _uncache(rig: Rig) -> None:
    import cache_dit  # noqa: PLC0415 - imports much

    for transformer in speed.transformers(rig.pipeline, rig.plot.family):
        cache_dit.disable_cache(transformer)


def measure(setting: Setting, rig: Rig, take: Take, sizes: Transformer) -> Measured:
    """Make the take, or some steps of it.

    Raises:
        ArithmeticError: what the model makes is no number any more, so the cache would not act as it does.
    """
    setting.prepare(rig)
    family = rig.plot.family
    rig.caches = setting.tier is Tier.STANDARD
    whole = replace(take, steps=family.steps_of(setting.tier), cfg=family.cfg_of(setting.tier, 0.5))
    part = whole if setting.whole else replace(whole, steps=min(PROBED, whole.steps))
    rig.shoot(replace(whole, steps=SETTLED), lambda _: None)
    started = time.monotonic()
    times: list[float] = []

    def step(_done: int) -> None:
        if rig.on_gpu:
            torch.cuda.synchronize()
        times.append(time.monotonic())

    with _finite(rig):
        rig.shoot(part, step)
    ended = time.monotonic()
    between = [after - before for before, after in pairwise(times)]
    seconds = statistics.mean(between) if setting.whole else statistics.median(between)
    around = max(times[0] - started - seconds, 0.0) + (ended - times[-1])
    kept = _kept(rig) if rig.caches else 0.0
    passes, tokens = (2 if whole.cfg > 1.0 else 1), sizes.tokens(take.width, take.height, take.frames)
    blocks = sizes.blocks - kept * (sizes.blocks - speed.FIRST_BLOCKS)
    every = passes * (blocks * sizes.block(tokens) + sizes.around(tokens))
    fp8 = passes * blocks * sizes.feed_forward(tokens) if setting.fp8 else 0.0
    computed = whole.steps * (1.0 - kept)
    return Measured(setting.name, seconds, whole.steps, computed, around, every - fp8, fp8)


@contextmanager
def _finite(rig: Rig) -> Iterator[None]:
    """Raise where the last of what a model makes in this block is no number."""
    made: list[Any] = [None]

    def note(_transformer: Any, _given: Any, out: Any) -> None:
        made[0] = out[0]

    hooks = [each.register_forward_hook(note) for each in speed.transformers(rig.pipeline, rig.plot.family)]
    try:
        yield
    finally:
        for hook in hooks:
            hook.remove()
    if not torch.isfinite(made[0]).all():
        raise ArithmeticError("The model makes numbers that are none; its figures would be worth nothing.")


def _kept(rig: Rig) -> float:
    """Return the share of a take's passes in which the cache left blocks out."""
    import cache_dit  # noqa: PLC0415 - imports much

    every = speed.transformers(rig.pipeline, rig.plot.family)
    told = [cache_dit.summary(transformer, logging=False)[0] for transformer in every]
    kept = sum(len(one.cached_steps) + len(one.cfg_cached_steps) for one in told)
    passes: int = sum(one.accumulated_transformer_executed_steps for one in told)
    return kept / passes


def table(found: list[Measured], peaks: Peaks) -> list[list[str]]:
    """Return the lines of the table."""
    above = [found[0], *found]
    return [one.row(found[0].clip, other.clip, peaks) for one, other in zip(found, above, strict=False)]


def sample(family: Family, width: int, height: int) -> Take:
    """Return a take of five seconds."""
    picture = np.random.default_rng(0).integers(0, 255, (height, width, 3), np.uint8)
    return Take(
        first=picture,
        last=None,
        prompt="The camera pans left slowly.",
        negative_prompt=family.negative,
        width=width,
        height=height,
        frames=5 * family.fps + 1,
        fps=family.fps,
        steps=family.steps,
        cfg=family.cfg,
        seed=0,
    )


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description="Measure the diffusion engine.")
    parser.add_argument("--family", choices=list(SIZES), default="wan2.2-i2v-a14b")
    parser.add_argument("--height", type=int, choices=list(WIDTHS), default=480)
    parser.add_argument(
        "--weights", action="store_true", help="use the weights that were pulled, not random ones"
    )
    asked = parser.parse_args()
    console = Console()
    if not torch.cuda.is_available():
        console.print(NOT_MEASURED)
        return
    family = find_family(asked.family)
    rig = Rig(Plot(family, Tier.EXACT, "cuda"), pipeline=_model(family, asked.weights))
    width, height = (
        side // family.multiple * family.multiple for side in (WIDTHS[asked.height], asked.height)
    )
    take, fp8 = sample(family, width, height), torch.cuda.get_device_capability() >= speed.FP8_FROM
    gpu, peaks = torch.cuda.get_device_name(), measured_peaks("cuda", fp8)
    console.print(
        f"{gpu}, {family.title} with {'taught' if asked.weights else 'random'} weights, {take.width} x {take.height}, "
        f"{take.frames} frames; torch {torch.__version__}; matrices at {peaks}; {NOMINAL.get(gpu, 'unknown')} nominal"
    )
    sizes = SIZES[asked.family]
    found = [measure(setting, rig, take, sizes) for setting in settings(family, fp8)]
    console.print(show_table(console, HEADER, table(found, peaks)))


def _model(family: Family, taught: bool) -> Any:
    if not taught:
        from bench.random_models import random_pipeline  # noqa: PLC0415 - it is only wanted here

        return random_pipeline(family.name, "cuda")
    pipeline = family.load(find_checkpoint(family.checkpoint), torch.bfloat16).to("cuda")
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


if __name__ == "__main__":
    main()
