"""The neural networks the stage asks for help, each optional: what is missing is done without, and said once."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

ort.set_default_logger_severity(3)


@dataclass
class Network:
    """One ONNX network on the CPU, loaded at its first use."""

    path: Path
    threads: int = 0
    """0 takes every core."""

    @cached_property
    def session(self) -> ort.InferenceSession:
        """The loaded network."""
        options = ort.SessionOptions()
        options.intra_op_num_threads = self.threads
        options.enable_cpu_mem_arena = False
        return ort.InferenceSession(str(self.path), options, providers=["CPUExecutionProvider"])

    def __call__(self, *inputs: NDArray[np.generic]) -> NDArray[np.generic]:
        """Return the first output for `inputs`, given in the network's own order."""
        names = [given.name for given in self.session.get_inputs()]
        outputs = self.session.run(None, dict(zip(names, inputs, strict=True)))
        return np.asarray(outputs[0])


WITHOUT = {
    "silueta": "a subject matte, so the picture moves as one surface",
    "modnet": "a hair-fine matte of people",
    "migan": "learned inpainting, so uncovered background is filled smoothly",
}
"""What a clip does without where a network is missing."""


@dataclass
class Networks:
    """The networks at hand, by the names of the weights manifest."""

    salient: Network | None = None
    people: Network | None = None
    inpaint: Network | None = None
    missing: tuple[str, ...] = field(default=())
    """What is done without, as phrases."""

    @classmethod
    def load(cls, weights: dict[str, Path], threads: int) -> "Networks":
        """Return the networks whose `weights` are at hand."""

        def network(*names: str) -> Network | None:
            return next((Network(weights[name], threads) for name in names if name in weights), None)

        salient = network("silueta", "u2netp")
        found = {"silueta": salient, "modnet": network("modnet"), "migan": network("migan")}
        missing = tuple(WITHOUT[name] for name, got in found.items() if got is None)
        return cls(salient, found["modnet"], found["migan"], missing)
