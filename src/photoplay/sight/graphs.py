"""Published networks rewritten to say the same sooner: their graphs, not what they have learnt."""

from collections.abc import Iterable

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import GraphProto, ModelProto, NodeProto, TensorProto, helper, numpy_helper

GROWING = np.outer((1, 3, 3, 1), (1, 3, 3, 1)).astype(np.float32)
REPEATING = np.outer((1, 2, 1), (1, 2, 1)).astype(np.float32)
UNSEEN = 1e-3
"""Noise of less changes activations of about 1 by nothing that could be seen."""


def in_floats(content: bytes) -> bytes:
    """Return a network with weights of eight bits that works in floats where it worked in whole numbers.

    Convolutions of whole numbers unfold their pictures on one core. The weights stay as they are and are made floats
    while the network is loaded: set `session.disable_quant_qdq` for that.
    """
    model = onnx.load_from_string(content)
    wiring = _Wiring(model.graph)
    for node in wiring.all("ConvInteger"):
        picture, weights, _, zero = node.input
        quantized = wiring.maker[picture]
        scaled = wiring.user(wiring.user(node.output[0]).output[0])
        both = next(name for name in scaled.input if wiring.maker[name].op_type == "Mul")
        scale = next(name for name in wiring.maker[both].input if name != quantized.output[1])
        loose = f"{node.output[0]}.weights"
        wiring.replace(
            scaled,
            helper.make_node("DequantizeLinear", [weights, scale, zero], [loose]),
            _convolution(node, [quantized.input[0], loose], output=scaled.output[0]),
        )
    return _kept(model, wiring)


def plainer(content: bytes) -> bytes:
    """Return a network of StyleGAN's kind that says the same in fewer steps.

    The gain after an activation goes into the weights before it: a leaky rectifier of c x is c times that of x. The
    bounds beyond the gains, which keep training in 16 bits from overflowing, and noise that nobody would see are left
    out. What is grown by a zero between any two values and filtered by 1 3 3 1 is repeated instead, and filtered by
    1 2 1.
    """
    model = onnx.load_from_string(content)
    wiring = _Wiring(model.graph)
    for clip in wiring.all("Clip"):
        gain = wiring.made(clip.input[0], "Mul")
        activation = gain and wiring.made(gain.input[0], "LeakyRelu")
        if gain and activation:
            _strengthen(wiring, activation, wiring.value(gain.input[1]))
            activation.output[0] = clip.output[0]
            wiring.replace(clip)
    for convolution in wiring.all("Conv"):
        padded = wiring.made(convolution.input[0], "Pad")
        parted = padded and wiring.made(padded.input[0], "Mul")
        grown = parted and wiring.made(parted.input[0], "Resize")
        if grown and np.allclose(
            weights := wiring.value(convolution.input[1]), weights[:, :, :1, :1] * GROWING
        ):
            shorter = wiring.add(f"{convolution.output[0]}.shorter", weights[:, :, :1, :1] * REPEATING)
            repeated = [grown.output[0], shorter, *convolution.input[2:]]
            wiring.replace(
                convolution, _convolution(convolution, repeated, kernel_shape=(3, 3), pads=(1,) * 4)
            )
    return _kept(model, wiring)


def _strengthen(wiring: "_Wiring", activation: NodeProto, factor: NDArray[np.float32]) -> None:
    """Multiply what goes into an activation, by way of the weights."""
    before = wiring.maker[activation.input[0]]
    if before.op_type == "Add":
        noise = wiring.value(before.input[1]) * factor
        before.input[1] = wiring.add(f"{before.output[0]}.noise", noise)
        before = wiring.maker[before.input[0]]
        if np.abs(noise).max() < UNSEEN:
            activation.input[0] = before.output[0]
    for index in range(1, len(before.input)):
        stronger = wiring.value(before.input[index]) * factor
        before.input[index] = wiring.add(f"{before.output[0]}.{index}", stronger)


def asked_for(content: bytes, outputs: Iterable[str], sides: Iterable[int | str]) -> bytes:
    """Return a network that gives these `outputs`, inner ones too, and does no more than it takes.

    Args:
        sides: the shape of its first input; a name leaves a dimension open.
    """
    model = onnx.load_from_string(content)
    graph = model.graph
    del graph.output[:]
    graph.output.extend(helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in outputs)
    first = helper.make_tensor_value_info(graph.input[0].name, TensorProto.FLOAT, list(sides))
    graph.input[0].CopyFrom(first)
    return _kept(model, _Wiring(graph))


class _Wiring:
    """What makes and uses each of a graph's values, and nodes that are to take the place of others."""

    def __init__(self, graph: GraphProto) -> None:
        self.nodes = list(graph.node)
        self.maker = {name: node for node in self.nodes for name in node.output}
        self._users: dict[str, list[NodeProto]] = {}
        for node in self.nodes:
            for name in node.input:
                self._users.setdefault(name, []).append(node)
        self._given = {constant.name: constant for constant in graph.initializer}
        self.added: dict[str, TensorProto] = {}
        self._instead: dict[int, tuple[NodeProto, ...]] = {}

    def all(self, kind: str) -> list[NodeProto]:
        """Return the nodes of one `kind`."""
        return [node for node in self.nodes if node.op_type == kind]

    def made(self, name: str, kind: str) -> NodeProto | None:
        """Return the node that makes a value, if it is of that `kind`."""
        node = self.maker.get(name)
        return node if node is not None and node.op_type == kind else None

    def user(self, name: str) -> NodeProto:
        """Return the one node that uses a value."""
        (user,) = self._users[name]
        return user

    def value(self, name: str) -> NDArray[np.float32]:
        """Return a constant."""
        given = self._given.get(name) or self.added.get(name)
        if given is not None:
            return np.asarray(numpy_helper.to_array(given), np.float32)
        node = self.maker[name]
        if node.op_type == "Identity":
            return self.value(node.input[0])
        return np.asarray(numpy_helper.to_array(node.attribute[0].t), np.float32)

    def add(self, name: str, value: NDArray[np.float32]) -> str:
        """Add a constant, and return its name."""
        self.added[name] = numpy_helper.from_array(np.asarray(value, np.float32), name)
        return name

    def replace(self, node: NodeProto, *others: NodeProto) -> None:
        """Have `others` in the place of a node."""
        self._instead[id(node)] = others

    def result(self, outputs: Iterable[str]) -> tuple[list[NodeProto], set[str]]:
        """Return the nodes, in order, that it takes for `outputs`, and the names of all values that they use."""
        needed, nodes = set(outputs), []
        for old in reversed(self.nodes):
            for node in reversed(self._instead.get(id(old), (old,))):
                if needed & set(node.output):
                    needed |= set(node.input)
                    nodes.append(node)
        return nodes[::-1], needed


def _convolution(
    like: NodeProto, inputs: list[str], *, output: str = "", **attributes: tuple[int, ...]
) -> NodeProto:
    """Return a convolution with the attributes of another but for those given."""
    node = helper.make_node("Conv", inputs, [output or like.output[0]])
    node.attribute.extend(attribute for attribute in like.attribute if attribute.name not in attributes)
    node.attribute.extend(helper.make_attribute(name, value) for name, value in attributes.items())
    return node


def _kept(model: ModelProto, wiring: _Wiring) -> bytes:
    graph = model.graph
    nodes, needed = wiring.result(output.name for output in graph.output)
    del graph.node[:], graph.value_info[:]
    graph.node.extend(nodes)
    for index in reversed(range(len(graph.initializer))):
        if graph.initializer[index].name not in needed:
            del graph.initializer[index]
    graph.initializer.extend(value for name, value in wiring.added.items() if name in needed)
    return bytes(model.SerializeToString())
