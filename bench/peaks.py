"""How fast a GPU multiplies large matrices: measured, and as its maker states it."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import torch

MATRIX, TRIALS, RUNS = 8192, 20, 5
WARM_S = 1.0
"""Seconds of multiplying after which a GPU's clocks are up."""


@dataclass(frozen=True)
class Peaks:
    """Operations a second: in bfloat16, and in FP8."""

    bf16: float
    fp8: float

    def __str__(self) -> str:
        return f"{self.bf16 / 1e12:.0f} TFLOP/s in bfloat16, {self.fp8 / 1e12:.0f} in FP8"


NOMINAL = {"NVIDIA H100 80GB HBM3": Peaks(989e12, 1979e12), "NVIDIA H200": Peaks(989e12, 1979e12)}
"""What NVIDIA states for dense matrices, by the name that the driver has for the GPU."""


def measured_peaks(device: str, fp8: bool, size: int = MATRIX, warm: float = WARM_S) -> Peaks:
    """Return the best rates of some runs.

    Args:
        fp8: whether the device multiplies in it; the rate in bfloat16 stands for it otherwise.
        size: of the square matrices.
        warm: seconds of multiplying before.
    """
    one = torch.randn(size, size, device=device, dtype=torch.bfloat16)
    plain = _rate(lambda: one @ one, size, warm)
    if not fp8:
        return Peaks(plain, plain)
    eight, scale = one.to(torch.float8_e4m3fn), torch.ones(size, 1, device=device)

    def scaled() -> torch.Tensor:
        product: torch.Tensor = torch._scaled_mm(
            eight, eight.t(), scale, scale.t(), out_dtype=torch.bfloat16, use_fast_accum=True
        )
        return product

    return Peaks(plain, _rate(scaled, size, warm))


def _rate(multiply: Callable[[], torch.Tensor], size: int, warm: float) -> float:
    def run() -> float:
        started = time.monotonic()
        for _ in range(TRIALS):
            last = multiply()
        last[0, 0].item()  # waits for all of them
        return time.monotonic() - started

    until = time.monotonic() + warm
    while time.monotonic() < until:
        run()
    return TRIALS * 2 * float(size) ** 3 / min(run() for _ in range(RUNS))
