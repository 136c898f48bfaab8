"""Published networks rewritten to say the same sooner: their graphs, not what they have learnt."""

from collections.abc import Iterable

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import GraphProto, ModelProto, NodeProto, TensorProto, helper, numpy_helper


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
            _convolution(node, [quantized.input[0], loose], scaled.output[0]),
        )
    return _kept(model, wiring)


def without_gains(content: bytes) -> bytes:
    """Return a network of StyleGAN's kind with the gain after each activation in the weights before it.

    A leaky rectifier of c x is c times that of x. The bounds beyond the gains, which keep training in 16 bits from
    overflowing, are left out.
    """
    model = onnx.load_from_string(content)
    wiring = _Wiring(model.graph)
    for clip in wiring.all("Clip"):
        gain = wiring.made(clip.input[0], "Mul")
        activation = gain and wiring.made(gain.input[0], "LeakyRelu")
        if gain is None or activation is None:
            continue
        factor = wiring.value(gain.input[1])
        before = wiring.maker[activation.input[0]]
        if before.op_type == "Add":
            noise = wiring.value(before.input[1])
            before.input[1] = wiring.add(f"{before.output[0]}.noise", noise * factor)
            before = wiring.maker[before.input[0]]
        for index in range(1, len(before.input)):
            stronger = wiring.value(before.input[index]) * factor
            before.input[index] = wiring.add(f"{before.output[0]}.{index}", stronger)
        activation.output[0] = clip.output[0]
        wiring.replace(clip)
    return _kept(model, wiring)


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
        self.added: list[TensorProto] = []
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
        if name in self._given:
            return np.asarray(numpy_helper.to_array(self._given[name]), np.float32)
        node = self.maker[name]
        if node.op_type == "Identity":
            return self.value(node.input[0])
        return np.asarray(numpy_helper.to_array(node.attribute[0].t), np.float32)

    def add(self, name: str, value: NDArray[np.float32]) -> str:
        """Add a constant, and return its name."""
        self.added.append(numpy_helper.from_array(np.asarray(value, np.float32), name))
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


def _convolution(whole: NodeProto, inputs: list[str], output: str) -> NodeProto:
    node = helper.make_node("Conv", inputs, [output])
    node.attribute.extend(whole.attribute)
    return node


def _kept(model: ModelProto, wiring: _Wiring) -> bytes:
    graph = model.graph
    nodes, needed = wiring.result(output.name for output in graph.output)
    del graph.node[:], graph.value_info[:]
    graph.node.extend(nodes)
    for index in reversed(range(len(graph.initializer))):
        if graph.initializer[index].name not in needed:
            del graph.initializer[index]
    graph.initializer.extend(wiring.added)
    return bytes(model.SerializeToString())
