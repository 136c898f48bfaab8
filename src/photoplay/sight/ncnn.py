"""Networks published for ncnn, a graph in text and its weights in a file of their own, as ONNX networks."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from onnx import NodeProto, TensorProto, helper, numpy_helper

from photoplay.arrays import floats

MAGIC = "7767517"
HALVES = 0x01306B47
"""Marks weights of 16 bits."""
OPSET = 20
"""Of ONNX: the first with AffineGrid."""
NEWEST_FORMAT = 10
"""Of ONNX files, so that older runtimes read it."""
END = 2**31 - 1

Value = float | list[float]


@dataclass(frozen=True)
class Layer:
    """One line of the graph's text."""

    kind: str
    name: str
    inputs: list[str]
    outputs: list[str]
    options: dict[int, Value]

    @classmethod
    def parse(cls, line: str) -> "Layer":
        """Read `kind name inputs outputs input.. output.. option=value..`."""
        kind, name, *rest = line.split()
        taken, given = int(rest[0]), int(rest[1])
        blobs, options = rest[2 : 2 + taken + given], rest[2 + taken + given :]
        return cls(kind, name, blobs[:taken], blobs[taken:], dict(_option(option) for option in options))

    def number(self, key: int, default: float = 0.0) -> float:
        """Return an option that is one number."""
        value = self.options.get(key, default)
        assert not isinstance(value, list)
        return value

    def whole(self, key: int, default: int = 0) -> int:
        """Return an option that is one whole number."""
        return int(self.number(key, default))

    def numbers(self, key: int) -> list[float]:
        """Return an option that is a list, empty where it is not given."""
        value = self.options.get(key, [])
        return value if isinstance(value, list) else [value]


def _option(text: str) -> tuple[int, Value]:
    key, value = text.split("=")
    number = int(key)
    if number > -23300:
        return number, float(value)
    return -23300 - number, [float(part) for part in value.split(",")[1:]]


@dataclass
class Weights:
    """The weights' file, read from its start to its end."""

    content: bytes
    at: int = 0

    def tagged(self, count: int) -> NDArray[np.float32]:
        """Return the next `count` numbers, which say themselves how long they are."""
        tag = int(self._next(np.dtype("<u4"), 1)[0])
        if tag not in {0, HALVES}:
            raise ValueError(f"weights of an unknown kind, {tag:#x}")
        numbers = self._next(np.dtype("<f2" if tag else "<f4"), count)
        self.at += -self.at % 4
        return numbers.astype(np.float32)

    def plain(self, count: int) -> NDArray[np.float32]:
        """Return the next `count` numbers of 32 bits."""
        return self._next(np.dtype("<f4"), count).astype(np.float32)

    def _next(self, kind: np.dtype[np.generic], count: int) -> NDArray[np.generic]:
        numbers = np.frombuffer(self.content, kind, count, self.at)
        self.at += numbers.nbytes
        return numbers


@dataclass
class Reader:
    """Writes ONNX nodes for the layers of a graph, in their order, which is the order of the weights."""

    weights: Weights
    nodes: list[NodeProto] = field(default_factory=list)
    constants: list[TensorProto] = field(default_factory=list)
    inputs: list[str] = field(default_factory=list)

    OPERATORS: ClassVar = {0: "Add", 1: "Sub", 2: "Mul", 3: "Div", 7: "Sub"}
    REVERSED: ClassVar = {7}

    def read(self, layer: Layer) -> None:
        """Add what `layer` does."""
        ways: dict[str, Callable[[Layer], object]] = {
            "Input": lambda layer: self.inputs.extend(layer.outputs),
            "Split": self._split,
            "Concat": lambda layer: self._add("Concat", layer.inputs, layer.outputs[0], axis=1),
            "Sigmoid": lambda layer: self._add("Sigmoid", layer.inputs, layer.outputs[0]),
            "ReLU": lambda layer: self._rectify(layer.inputs[0], layer.outputs[0], layer.number(0)),
            "Convolution": self._convolve,
            "Deconvolution": self._convolve,
            "PixelShuffle": self._shuffle,
            "Interp": self._resize,
            "BinaryOp": self._operate,
            "Eltwise": self._sum,
            "Crop": self._crop,
            "rife.Warp": self._warp,
        }
        if layer.kind not in ways:
            raise ValueError(f"a layer of an unknown kind, {layer.kind}")
        ways[layer.kind](layer)

    def _add(self, kind: str, inputs: list[str], output: str, **attributes: Any) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output

    def _constant(self, name: str, values: NDArray[np.generic]) -> str:
        self.constants.append(numpy_helper.from_array(values, name))
        return name

    def _split(self, layer: Layer) -> None:
        for output in layer.outputs:
            self._add("Identity", layer.inputs, output)

    def _rectify(self, given: str, output: str, slope: float) -> None:
        self._add("LeakyRelu", [given], output, alpha=slope)

    def _convolve(self, layer: Layer) -> None:
        transposed = layer.kind == "Deconvolution"
        channels, side, stride, margin = (layer.whole(key, 1) for key in (0, 1, 3, 4))
        margin = margin if 4 in layer.options else 0
        shape = (channels, -1, side, side)
        kernel = self.weights.tagged(layer.whole(6)).reshape(shape)
        if transposed:
            kernel = np.ascontiguousarray(kernel.transpose(1, 0, 2, 3))
        inputs = [layer.inputs[0], self._constant(f"{layer.name}.kernel", kernel)]
        if layer.whole(5):
            inputs.append(self._constant(f"{layer.name}.bias", self.weights.plain(channels)))
        slopes = {0: None, 1: 0.0, 2: (layer.numbers(10) or [0.0])[0]}
        slope = slopes[layer.whole(9)]
        output = layer.outputs[0] if slope is None else f"{layer.name}.linear"
        self._add(
            "ConvTranspose" if transposed else "Conv",
            inputs,
            output,
            strides=[stride, stride],
            pads=[margin] * 4,
            dilations=[layer.whole(2, 1)] * 2,
        )
        if slope is not None:
            self._rectify(output, layer.outputs[0], slope)

    def _shuffle(self, layer: Layer) -> None:
        self._add("DepthToSpace", layer.inputs, layer.outputs[0], blocksize=layer.whole(0), mode="CRD")

    def _resize(self, layer: Layer) -> None:
        scales = np.array([1, 1, layer.number(1), layer.number(2)], np.float32)
        inputs = [layer.inputs[0], "", self._constant(f"{layer.name}.scales", scales)]
        self._add("Resize", inputs, layer.outputs[0], mode="linear")

    def _operate(self, layer: Layer) -> None:
        inputs = list(layer.inputs)
        if layer.whole(1):
            inputs.append(self._constant(f"{layer.name}.by", floats(layer.number(2))))
        operator = layer.whole(0)
        if operator in self.REVERSED:
            inputs.reverse()
        self._add(self.OPERATORS[operator], inputs, layer.outputs[0])

    def _sum(self, layer: Layer) -> None:
        factors = layer.numbers(1) or [1.0] * len(layer.inputs)
        parts = [
            self._add(
                "Mul",
                [given, self._constant(f"{layer.name}.{n}", floats(factor))],
                f"{layer.name}.part{n}",
            )
            for n, (given, factor) in enumerate(zip(layer.inputs, factors, strict=True))
        ]
        self._add("Sum", parts, layer.outputs[0])

    def _crop(self, layer: Layer) -> None:
        starts, ends, axes = (np.array(layer.numbers(key), np.int64) for key in (9, 10, 11))
        inputs = [layer.inputs[0]] + [
            self._constant(f"{layer.name}.{name}", values)
            for name, values in (("from", starts), ("to", ends), ("along", axes + 1))
        ]
        self._add("Slice", inputs, layer.outputs[0])

    def _warp(self, layer: Layer) -> None:
        """Sample a picture where a motion, in pixels, points; beyond its edge the nearest pixel stands in."""
        picture, motion = layer.inputs
        name = layer.name
        self._add("Shape", [motion], f"{name}.shape")
        size = self._constant(f"{name}.two", np.array([3, 2], np.int64))
        self._add("Gather", [f"{name}.shape", size], f"{name}.size")
        self._add("Cast", [f"{name}.size"], f"{name}.sides", to=TensorProto.FLOAT)
        one, two = (self._constant(f"{name}.{n}", floats(n)) for n in (1, 2))
        self._add("Sub", [f"{name}.sides", one], f"{name}.spans")
        self._add("Div", [two, f"{name}.spans"], f"{name}.step")
        self._add("Transpose", [motion], f"{name}.last", perm=[0, 2, 3, 1])
        self._add("Mul", [f"{name}.last", f"{name}.step"], f"{name}.shift")
        same = self._constant(f"{name}.same", floats(1, 0, 0, 0, 1, 0).reshape(1, 2, 3))
        self._add("AffineGrid", [same, f"{name}.shape"], f"{name}.grid", align_corners=1)
        self._add("Add", [f"{name}.grid", f"{name}.shift"], f"{name}.places")
        self._add(
            "GridSample",
            [picture, f"{name}.places"],
            layer.outputs[0],
            mode="linear",
            padding_mode="border",
            align_corners=1,
        )


def to_onnx(text: str, weights: bytes, *outputs: str) -> bytes:
    """Return an ncnn network as an ONNX network in float32 for pictures of any size, its blobs' names kept.

    Only the layers are known that RIFE is made of, with the options that it uses.

    Args:
        text: the graph, a `.param` file.
        weights: a `.bin` file.
        outputs: the blobs to have, each of shape (1, channels, rows, columns).

    Raises:
        ValueError: of another format, with a layer that is not known, or with weights that do not fit.
    """
    magic, _, *lines = (line for line in text.splitlines() if line.strip())
    if magic.strip() != MAGIC:
        raise ValueError("not a graph of ncnn")
    reader = Reader(Weights(weights))
    for line in lines:
        reader.read(Layer.parse(line))
    if reader.weights.at != len(weights):
        raise ValueError("the weights are not this graph's")
    shape = [1, None, None, None]
    inputs, ends = (
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name in names]
        for names in (reader.inputs, outputs)
    )
    graph = helper.make_graph(reader.nodes, "ncnn", inputs, ends, initializer=reader.constants)
    opset = helper.make_opsetid("", OPSET)
    model = helper.make_model(graph, opset_imports=[opset], ir_version=NEWEST_FORMAT)
    return bytes(model.SerializeToString())
