"""Small networks, rewritten, say what they said before."""

from collections.abc import Mapping

import numpy as np
import onnxruntime as ort
import pytest
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, helper, load_from_string, numpy_helper

from photoplay.sight import graphs

Floats = NDArray[np.float32]
CHANCE = np.random.default_rng(5)
PICTURE = CHANCE.normal(size=(1, 3, 8, 8)).astype(np.float32)
SHARE = CHANCE.normal(size=(4, 3, 3, 3)).astype(np.float32)
BIAS = CHANCE.normal(size=4).astype(np.float32)


def network(nodes: list[NodeProto], constants: Mapping[str, NDArray[np.generic]]) -> ModelProto:
    """Return the network of these nodes from "x", pictures of 8 by 8 pixels, to "y"."""
    graph = helper.make_graph(
        nodes,
        "small",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 3, 8, 8])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)],
        initializer=[numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    return helper.make_model(graph, ir_version=8, opset_imports=[helper.make_opsetid("", 13)])


def said(content: bytes, picture: Floats = PICTURE) -> Floats:
    """Return what a network says of `picture`; weights of eight bits are made floats."""
    options = ort.SessionOptions()
    options.add_session_config_entry("session.disable_quant_qdq", "1")
    return np.asarray(ort.InferenceSession(content, options).run(None, {"x": picture})[0], np.float32)


def kinds(content: bytes) -> list[str]:
    return [node.op_type for node in load_from_string(content).graph.node]


def in_eight_bits() -> ModelProto:
    """Return a convolution as dynamic quantization writes it."""
    scale = np.float32(np.ptp(SHARE) / 255)
    zero = np.uint8(np.rint(-SHARE.min() / scale))
    weights = np.clip(np.rint(SHARE / scale) + zero, 0, 255).astype(np.uint8)
    node = helper.make_node
    nodes = [
        node("DynamicQuantizeLinear", ["x"], ["q", "q_scale", "q_zero"]),
        node("ConvInteger", ["q", "w", "q_zero", "w_zero"], ["whole"], pads=[1, 1, 1, 1]),
        node("Cast", ["whole"], ["cast"], to=TensorProto.FLOAT),
        node("Mul", ["q_scale", "w_scale"], ["scale"]),
        node("Mul", ["cast", "scale"], ["scaled"]),
        node("Add", ["scaled", "bias"], ["y"]),
    ]
    return network(
        nodes,
        {"w": weights, "w_zero": np.array(zero), "w_scale": np.array(scale), "bias": BIAS[:, None, None]},
    )


def test_whole_numbers_become_floats_and_are_no_less_exact() -> None:
    published = in_eight_bits().SerializeToString()
    rewritten = graphs.in_floats(published)
    assert kinds(rewritten) == ["DequantizeLinear", "Conv", "Add"]
    assert len(rewritten) < len(published) + 100
    assert said(rewritten) == pytest.approx(said(published), abs=0.1)


def rectified(noise: float | None) -> bytes:
    """Return a convolution, noise of about that strength, a leaky rectifier, its gain and bounds."""
    node = helper.make_node
    nodes = [
        node("Identity", ["w"], ["same"]),
        node("Conv", ["x", "same", "b"], ["conv"], pads=[1, 1, 1, 1]),
        *([node("Add", ["conv", "noise"], ["noisy"])] if noise else []),
        node("LeakyRelu", ["noisy" if noise else "conv"], ["rectified"], alpha=0.2),
        node("Mul", ["rectified", "gain"], ["gained"]),
        node("Clip", ["gained", "low", "high"], ["bounded"]),
        node("Neg", ["bounded"], ["y"]),
    ]
    numbers = {"gain": np.float32(2**0.5), "low": np.float32(-256), "high": np.float32(256)}
    constants = {name: np.array(value) for name, value in numbers.items()}
    plane = (noise or 0.0) * CHANCE.uniform(-1.0, 1.0, size=(8, 8))
    constants |= {"w": SHARE, "b": BIAS, "noise": plane.astype(np.float32)}
    return bytes(network(nodes, constants).SerializeToString())


@pytest.mark.parametrize(("noise", "kept"), [(None, []), (1.0, ["Add"]), (1e-4, [])])
def test_gains_go_into_the_weights_before_them(noise: float | None, kept: list[str]) -> None:
    published = rectified(noise)
    rewritten = graphs.plainer(published)
    assert kinds(rewritten) == ["Conv", *kept, "LeakyRelu", "Neg"]
    assert said(rewritten) == pytest.approx(said(published), abs=3e-4)


def grown(taps: tuple[float, ...]) -> bytes:
    """Return what makes a picture twice as large: a zero between any two values, and a filter."""
    node = helper.make_node
    apart = np.zeros((1, 1, 16, 16), np.float32)
    apart[..., ::2, ::2] = 1.0
    nodes = [
        node("Resize", ["x", "", "scales"], ["twice"], mode="nearest"),
        node("Mul", ["twice", "apart"], ["parted"]),
        node("Pad", ["parted", "pads"], ["padded"]),
        node("Conv", ["padded", "w"], ["y"], group=3),
    ]
    weights = np.tile(np.outer(taps, taps).astype(np.float32), (3, 1, 1, 1))
    pads = np.array([0, 0, 2, 2, 0, 0, 1, 1], np.int64)
    scales = np.array([1, 1, 2, 2], np.float32)
    constants: Mapping[str, NDArray[np.generic]] = {
        "scales": scales,
        "apart": apart,
        "pads": pads,
        "w": weights,
    }
    return bytes(network(nodes, constants).SerializeToString())


def test_what_is_parted_by_zeros_is_repeated_instead() -> None:
    published = grown((0.25, 0.75, 0.75, 0.25))
    rewritten = graphs.plainer(published)
    assert kinds(rewritten) == ["Resize", "Conv"]
    assert said(rewritten) == pytest.approx(said(published), abs=1e-5)


def test_another_filter_between_zeros_stays() -> None:
    assert kinds(graphs.plainer(grown((0.25, 0.5, 0.75, 0.25)))) == ["Resize", "Mul", "Pad", "Conv"]


def test_bounds_that_follow_no_gain_stay() -> None:
    nodes = [helper.make_node("Clip", ["x", "low"], ["y"])]
    published = network(nodes, {"low": np.array(np.float32(0))}).SerializeToString()
    assert kinds(graphs.plainer(published)) == ["Clip"]


def test_what_nobody_asks_for_is_not_done() -> None:
    node = helper.make_node
    nodes = [
        node("Conv", ["x", "w"], ["inner"], pads=[1, 1, 1, 1]),
        node("Neg", ["inner"], ["other"]),
        node("Mul", ["other", "large"], ["y"]),
    ]
    published = network(nodes, {"w": SHARE, "large": np.ones((4, 8, 8), np.float32)})
    rewritten = graphs.asked_for(published.SerializeToString(), ["inner"], [1, 3, "h", "w"])
    assert kinds(rewritten) == ["Conv"]
    assert len(rewritten) < 1000
    assert said(rewritten, CHANCE.normal(size=(1, 3, 5, 6)).astype(np.float32)).shape == (1, 4, 5, 6)
