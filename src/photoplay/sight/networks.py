"""The neural networks that look at a photograph; each is optional, and there is a way without it."""

import dataclasses
import zipfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any, ClassVar, Self

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from photoplay.arrays import Floats
from photoplay.sight import workspace
from photoplay.sight.hushed import hushed
from photoplay.sight.memory import Memory

ort.set_default_logger_severity(3)

WANTED = {
    "silueta": "a fine matte of the subject",
    "u2netp": "layers of their own for figures beside the subject",
    "modnet": "a hair-fine matte of people",
    "migan": "learned inpainting of what the camera uncovers",
    "dinov2": "learned depth and regions",
    "depth-anything": "",
    "unisal": "a guess at where people look",
    "unisal-data": "",
    "efficientdet": "objects by their names",
    "face-landmarks": "faces",
    "rife": "a learned sense of what went where between two photographs",
    "rife-data": "",
}
"""The weights asked for, and what a clip does without where they are missing; "" where something stands in."""

REMEMBERED = 16
"""Answers that each network remembers in a hurry; one asks the same of a photograph once or a few times."""

LITE = find_spec("ai_edge_litert") is not None
"""Whether TensorFlow Lite networks can run: its runtime is not made for every machine."""


@dataclass
class Network:
    """One ONNX network on the CPU, loaded at its first use."""

    path: Path
    threads: int
    """0 takes every core."""
    memory: Memory | None = dataclasses.field(default=None, kw_only=True)
    """Of what it answered, where it is asked the same again."""
    _session: ort.InferenceSession | None = dataclasses.field(
        default=None, init=False, repr=False, compare=False
    )
    _loading: Lock = dataclasses.field(default_factory=Lock, init=False, repr=False, compare=False)
    """Of its own: networks are loaded side by side."""

    @property
    def session(self) -> ort.InferenceSession:
        """The loaded network."""
        with self._loading:
            if self._session is None:
                self._session = self._loaded()
                workspace.trim()
            return self._session

    def load(self) -> None:
        """Load it now rather than at its first use."""
        _ = self.session

    def _loaded(self) -> ort.InferenceSession:
        options = ort.SessionOptions()
        options.intra_op_num_threads = self.threads
        # Threads that wait busily for each other take the time of all else that goes on.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        workspace.share(options)
        # Weights are made floats once, while they are loaded.
        options.add_session_config_entry("session.disable_quant_qdq", "1")
        return ort.InferenceSession(self._content(), options, providers=["CPUExecutionProvider"])

    def __call__(self, *inputs: NDArray[np.generic]) -> NDArray[np.generic]:
        """Return the first output for `inputs`, given in the network's own order."""
        return self._run(inputs, None)[0]

    def _run(
        self, inputs: tuple[NDArray[np.generic], ...], outputs: tuple[str, ...] | None
    ) -> list[NDArray[np.generic]]:
        if self.memory is not None:
            return list(self.memory.recall(partial(self._asked, inputs, outputs), *inputs, *(outputs or ())))
        return self._asked(inputs, outputs)

    def _asked(
        self, inputs: tuple[NDArray[np.generic], ...], outputs: tuple[str, ...] | None
    ) -> list[NDArray[np.generic]]:
        names = [given.name for given in self.session.get_inputs()]
        found = self.session.run(outputs, dict(zip(names, inputs, strict=True)))
        return [np.asarray(output) for output in found]

    def _content(self) -> str | bytes:
        return str(self.path)


@dataclass
class LiteNetwork:
    """One TensorFlow Lite network on the CPU, loaded at its first use."""

    path: Path
    threads: int
    member: str = ""
    """Its name inside the archive at `path`, or "" where that is the network itself."""
    memory: Memory | None = dataclasses.field(default=None, kw_only=True)
    """As that of `Network`."""
    _turn: Lock = dataclasses.field(default_factory=Lock, repr=False, compare=False)
    """Held by the thread that asks it: an interpreter has one place for what it is given."""

    @cached_property
    def interpreter(self) -> Any:
        """The loaded network."""
        from ai_edge_litert import interpreter as lite  # noqa: PLC0415 - not made for every machine

        content = zipfile.ZipFile(self.path).read(self.member) if self.member else self.path.read_bytes()
        interpreter = lite.Interpreter(model_content=content, num_threads=self.threads or None)
        with hushed(b"XNNPACK delegate"):
            interpreter.allocate_tensors()
        return interpreter

    def __call__(self, picture: NDArray[np.generic], *outputs: str) -> list[Floats]:
        """Return the `outputs`, by name, for `picture`, shape (rows, columns, 3), without the axis of pictures."""
        if self.memory is not None:
            found = self.memory.recall(partial(self._asked, picture, outputs), picture, *outputs)
            return [np.asarray(each, np.float32) for each in found]
        return self._asked(picture, outputs)

    def _asked(self, picture: NDArray[np.generic], outputs: tuple[str, ...]) -> list[Floats]:
        with self._turn:
            given = self.interpreter.get_input_details()[0]
            self.interpreter.set_tensor(given["index"], picture[None].astype(given["dtype"]))
            self.interpreter.invoke()
            places = {output["name"]: output["index"] for output in self.interpreter.get_output_details()}
            return [np.asarray(self.interpreter.get_tensor(places[name])[0], np.float32) for name in outputs]


@dataclass
class Backbone(Network):
    """DINOv2 ViT-S/14 (Oquab et al. 2023), from a network that was built on it for pictures of 224 pixels."""

    LAYERS: ClassVar = (
        "/backbone/encoder/layer.5/Add_1_output_0",
        "/backbone/encoder/layer.8/Add_1_output_0",
        "/backbone/layernorm/Add_1_output_0",
    )
    """Its tokens after half, three quarters and all of its layers."""

    def __call__(self, *inputs: NDArray[np.generic]) -> NDArray[np.generic]:
        """Return the tokens of every layer kept, shape (1, 1 + patches, layers x 384)."""
        return np.concatenate(self._run(inputs, self.LAYERS), axis=-1)

    def _content(self) -> bytes:
        from photoplay.sight import graphs  # noqa: PLC0415 - slow to import

        return graphs.asked_for(self.path.read_bytes(), self.LAYERS, ["n", 3, "h", "w"])


@dataclass
class Salient(Network):
    """U2-Net (Qin et al. 2020) with weights of eight bits."""

    def _content(self) -> bytes:
        from photoplay.sight import graphs  # noqa: PLC0415 - slow to import

        return graphs.in_floats(self.path.read_bytes())


@dataclass
class Inpainter(Network):
    """MI-GAN (Sargsyan et al. 2023)."""

    def _content(self) -> bytes:
        from photoplay.sight import graphs  # noqa: PLC0415 - slow to import

        return graphs.plainer(self.path.read_bytes())


@dataclass
class Interpolator(Network):
    """RIFE 4.6 (Huang et al. 2022), of which only the motion is asked that the picture between two is made of."""

    weights: Path

    MOTION: ClassVar = "327"
    """The blob that holds it, four channels: x and y towards the first picture, x and y towards the second."""

    def _content(self) -> bytes:
        from photoplay.sight.ncnn import to_onnx  # noqa: PLC0415 - slow to import, and seldom wanted

        return to_onnx(self.path.read_text(encoding="ascii"), self.weights.read_bytes(), self.MOTION)


REWRITTEN: Mapping[str, type[Network]] = {"silueta": Salient, "migan": Inpainter, "dinov2": Backbone}
"""Networks that are not run as they are published."""


@dataclass(frozen=True)
class Networks:
    """The networks at hand."""

    salient: Network | None = None
    people: Network | None = None
    inpaint: Network | None = None
    features: Network | None = None
    depth: Network | None = None
    attention: Network | None = None
    interpolator: Network | None = None
    objects: LiteNetwork | None = None
    faces: LiteNetwork | None = None
    landmarks: LiteNetwork | None = None
    glance: Network | None = None
    """A smaller one than the `salient`, for the same."""
    hurried: bool = False
    """Whether time counts more than looks: what is seen is coarser, and figures beside the subject get no mattes."""

    @classmethod
    def of(cls, weights: dict[str, Path], threads: int, *, hurried: bool = False) -> Self:
        """Return the networks whose `weights`, by the manifest's names, are at hand.

        Args:
            threads: that each may have; 0 for every core. In a hurry each has one, for they are asked side by side.
            hurried: for drafts: the small matte, depth by the head alone, nothing uncovered is invented, and
                what the networks said of the last few photographs is remembered.
        """
        if hurried:
            threads = 1
            weights = {name: path for name, path in weights.items() if name not in _slow(weights)}

        def memory() -> Memory | None:
            return Memory(REMEMBERED) if hurried else None

        def first(*names: str) -> Network | None:
            here = (name for name in names if name in weights)
            return next(
                (REWRITTEN.get(name, Network)(weights[name], threads, memory=memory()) for name in here), None
            )

        def lite(name: str, member: str = "") -> LiteNetwork | None:
            if name not in weights or not LITE:
                return None
            return LiteNetwork(weights[name], threads, member, memory=memory())

        between = [weights.get(name) for name in ("rife", "rife-data")]
        return cls(
            salient=first("silueta", "u2netp"),
            people=first("modnet"),
            inpaint=first("migan"),
            features=first("dinov2"),
            depth=first("depth-anything"),
            attention=first("unisal") if "unisal-data" in weights else None,
            interpolator=Interpolator(between[0], threads, between[1]) if between[0] and between[1] else None,
            objects=lite("efficientdet"),
            faces=lite("face-landmarks", "face_detector.tflite"),
            landmarks=lite("face-landmarks", "face_landmarks_detector.tflite"),
            glance=first("u2netp") if "silueta" in weights else None,
            hurried=hurried,
        )

    def load(self) -> None:
        """Load every network now rather than at its first use."""
        for network in vars(self).values():
            if isinstance(network, Network):
                network.load()
            elif isinstance(network, LiteNetwork):
                _ = network.interpreter

    def rest(self) -> None:
        """Give back the memory they worked in, but in a hurry, when they are soon asked again."""
        if not self.hurried:
            workspace.hand_back()


def _slow(weights: Collection[str]) -> set[str]:
    """Return which of `weights` a draft does without, as others stand in."""
    others = {"silueta": "u2netp", "depth-anything": "dinov2"}
    return {"migan", *(name for name, other in others.items() if other in weights)}
