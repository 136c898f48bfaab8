"""How fast the diffusion engine is on this machine's GPU: `python -m bench.diffusion [--family NAME] [--height 480]`.

One full-size model with random weights makes the same take in one run with plain diffusers, then with one thing more
that makes it quicker at a time. A step is the median of a few, but where the cache decides which steps are computed a
whole take is made, and a step is its mean. A clip is what comes before and after the steps, measured, and all of its
steps. The share of the roofline is that of the operations counted by formula (`bench.flops`), at the rate at which this
GPU multiplies large matrices in the same run.

With random weights hardly anything changes from step to step, so the cache leaves out as much as it ever may: its
figures are bounds.
"""

import argparse
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from rich.console import Console

from bench.flops import WAN, Transformer
from bench.sheets import show_table
from photoplay.engines.diffusion import speed
from photoplay.engines.diffusion.families import find_family
from photoplay.engines.diffusion.family import Family, Take
from photoplay.engines.diffusion.rig import Plot, Rig
from photoplay.engines.diffusion.tiers import Tier

HEADER = ["setting", "s/step", "steps", "s/clip", "times plain", "TFLOP/s", "share of roofline"]
NOT_MEASURED = "Diffusion: not measured yet. No GPU was found; run this on a machine that has one."
PROBED = 6
"""Steps of a setting that computes each of them alike."""
SETTLED = 2
"""Steps after which the first ones' preparations are over."""
MATRIX, TRIALS = 8192, 20
WIDTHS = {480: 832, 720: 1280}


@dataclass(frozen=True)
class Setting:
    """A way to make the take.

    Attributes:
        prepare: what is done to the rig before; what was done for the settings before stays.
        whole: whether a whole take must be made to know.
    """

    name: str
    tier: Tier
    prepare: Callable[[Rig], object]
    whole: bool = False


@dataclass(frozen=True)
class Measured:
    """What a setting took, in seconds."""

    name: str
    step: float
    steps: int
    around: float
    flops: float
    """Of a step."""

    @property
    def clip(self) -> float:
        """Seconds of the whole clip."""
        return self.around + self.steps * self.step

    def row(self, plain: float, peak: float) -> list[str]:
        """Return a line of the table, against `plain` seconds of a clip and `peak` operations a second."""
        rate = self.flops / self.step
        figures = f"{self.step:.2f}", f"{self.steps}", f"{self.clip:.1f}", f"{plain / self.clip:.2f}"
        return [self.name, *figures, f"{rate / 1e12:.0f}", f"{rate / peak:.0%}"]


def settings(family: Family) -> Iterator[Setting]:
    """Give the settings, each with one thing more than the one before; the last is the fast tier."""
    yield Setting("plain diffusers", Tier.EXACT, lambda _: None)
    yield Setting("best attention", Tier.EXACT, lambda rig: _attend(rig, family))
    yield Setting("compiled blocks: exact", Tier.EXACT, lambda rig: rig.compile())
    yield Setting("FP8 feed-forward", Tier.EXACT, lambda rig: speed.quantize(rig.pipeline, family))
    yield Setting("few steps: fast", Tier.FAST, lambda _: None, whole=True)
    yield Setting("cache: standard", Tier.STANDARD, lambda rig: speed.cache(rig.pipeline, family), whole=True)


def _attend(rig: Rig, family: Family) -> str:
    return speed.attend(rig.pipeline, family, torch.cuda.get_device_capability())


def measure(setting: Setting, rig: Rig, take: Take, sizes: Transformer) -> Measured:
    """Make the take, or some steps of it."""
    setting.prepare(rig)
    family = rig.plot.family
    rig.kept = setting.tier is Tier.STANDARD
    whole = replace(take, steps=family.steps_of(setting.tier), cfg=family.cfg_of(setting.tier, 0.5))
    part = whole if setting.whole else replace(whole, steps=min(PROBED, whole.steps))
    rig.shoot(replace(whole, steps=SETTLED), lambda _: None)
    started = time.monotonic()
    times: list[float] = []

    def step(_done: int) -> None:
        if rig.on_gpu:
            torch.cuda.synchronize()
        times.append(time.monotonic())

    rig.shoot(part, step)
    ended = time.monotonic()
    between = np.diff(times).tolist()
    seconds = statistics.mean(between) if setting.whole else statistics.median(between)
    around = (times[0] - started - seconds) + (ended - times[-1])
    passes = 2 if whole.cfg > 1.0 else 1
    flops = float(passes * sizes.flops(sizes.tokens(take.width, take.height, take.frames)))
    return Measured(setting.name, seconds, whole.steps, around, flops)


def table(family: Family, rig: Rig, take: Take, sizes: Transformer, peak: float) -> list[list[str]]:
    """Return the lines of the table, one for each setting."""
    found = [
        measure(setting, rig, take, sizes)
        for setting in settings(family)
        if setting.tier is not Tier.FAST or family.few_steps
    ]
    return [one.row(found[0].clip, peak) for one in found]


def matrix_rate(device: str, size: int = MATRIX) -> float:
    """Return the operations a second at which large matrices are multiplied in bfloat16."""
    one = torch.randn(size, size, device=device, dtype=torch.bfloat16)
    sync: Callable[[], Any] = torch.cuda.synchronize if device != "cpu" else lambda: None
    (one @ one).sum()
    sync()
    started = time.monotonic()
    for _ in range(TRIALS):
        one @ one
    sync()
    return TRIALS * 2 * float(size) ** 3 / (time.monotonic() - started)


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
    parser.add_argument("--family", choices=list(WAN), default="wan2.2-i2v-a14b")
    parser.add_argument("--height", type=int, choices=list(WIDTHS), default=480)
    asked = parser.parse_args()
    console = Console()
    if not torch.cuda.is_available():
        console.print(NOT_MEASURED)
        return
    from bench.random_models import wan  # noqa: PLC0415 - it is only wanted here

    family = find_family(asked.family)
    rig = Rig(Plot(family, Tier.EXACT, "cuda"), pipeline=wan(asked.family, "cuda"))
    width, height = (
        side // family.multiple * family.multiple for side in (WIDTHS[asked.height], asked.height)
    )
    take = sample(family, width, height)
    peak = matrix_rate("cuda")
    console.print(
        f"{torch.cuda.get_device_name()}, {family.title}, {take.width} x {take.height}, {take.frames} frames; "
        f"matrices at {peak / 1e12:.0f} TFLOP/s; torch {torch.__version__}"
    )
    console.print(show_table(console, HEADER, table(family, rig, take, WAN[asked.family], peak)))


if __name__ == "__main__":
    main()
