"""The neural networks the stage asks for help; each is optional, and the stage has a way without it."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

ort.set_default_logger_severity(3)

WANTED = {
    "silueta": "a fine matte of the subject",
    "u2netp": "",
    "modnet": "a hair-fine matte of people",
    "migan": "learned inpainting of what the camera uncovers",
}
"""The weights asked for, and what a clip does without where they are missing; u2netp stands in for silueta."""


@dataclass
class Network:
    """One ONNX network on the CPU, loaded at its first use."""

    path: Path
    threads: int
    """0 takes every core."""

    @cached_property
    def session(self) -> ort.InferenceSession:
        """The loaded network."""
        options = ort.SessionOptions()
        options.intra_op_num_threads = self.threads
        thrifty = {"arena_extend_strategy": "kSameAsRequested"}
        return ort.InferenceSession(str(self.path), options, providers=[("CPUExecutionProvider", thrifty)])

    def __call__(self, *inputs: NDArray[np.generic]) -> NDArray[np.generic]:
        """Return the first output for `inputs`, given in the network's own order."""
        names = [given.name for given in self.session.get_inputs()]
        # Without this each network would hold its peak for the life of the process: 1 GB in all.
        hand_back = ort.RunOptions()
        hand_back.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")
        outputs = self.session.run(None, dict(zip(names, inputs, strict=True)), hand_back)
        return np.asarray(outputs[0])


@dataclass(frozen=True)
class Networks:
    """The networks at hand."""

    salient: Network | None = None
    people: Network | None = None
    inpaint: Network | None = None

    @classmethod
    def of(cls, weights: dict[str, Path], threads: int) -> Self:
        """Return the networks whose `weights`, by the manifest's names, are at hand."""

        def first(*names: str) -> Network | None:
            return next((Network(weights[name], threads) for name in names if name in weights), None)

        return cls(salient=first("silueta", "u2netp"), people=first("modnet"), inpaint=first("migan"))

    def load(self) -> None:
        """Load every network now rather than at its first use."""
        for network in (self.salient, self.people, self.inpaint):
            if network is not None:
                _ = network.session
