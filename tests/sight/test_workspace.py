"""Networks work in one memory, which goes back to the system when they rest."""

import numpy as np
import onnxruntime as ort
import psutil
from onnx import TensorProto, helper

from photoplay.sight import workspace
from photoplay.sight.networks import Networks

COUNT = 2**25
MEGABYTES = 4 * COUNT / 2**20


def held() -> float:
    """Return the memory of the process, in megabytes."""
    return float(psutil.Process().memory_info().rss) / 2**20


def tripling() -> ort.InferenceSession:
    """Return a network that takes a memory of `MEGABYTES` on its way, and more for its answer."""
    ends = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [COUNT]) for name in "xy"]
    way = [helper.make_node("Add", ["x", "x"], ["twice"]), helper.make_node("Add", ["twice", "x"], ["y"])]
    graph = helper.make_graph(way, "tripling", ends[:1], ends[1:])
    model = helper.make_model(graph, ir_version=8, opset_imports=[helper.make_opsetid("", 13)])
    options = ort.SessionOptions()
    workspace.share(options)
    return ort.InferenceSession(model.SerializeToString(), options)


def test_one_network_works_in_the_memory_of_another_until_it_is_handed_back() -> None:
    numbers = np.ones(COUNT, np.float32)
    first, second = tripling(), tripling()
    workspace.hand_back()
    before = held()
    first.run(None, {"x": numbers})
    worked_in = held() - before
    second.run(None, {"x": numbers})
    assert worked_in > 0.9 * MEGABYTES
    assert held() - before < worked_in + 0.1 * MEGABYTES
    workspace.hand_back()
    assert held() - before < 0.1 * MEGABYTES


def test_networks_in_a_hurry_keep_what_they_work_in() -> None:
    numbers = np.ones(COUNT, np.float32)
    network = tripling()
    workspace.hand_back()
    before = held()
    network.run(None, {"x": numbers})
    Networks(hurried=True).rest()
    assert held() - before > 0.9 * MEGABYTES
    Networks().rest()
    assert held() - before < 0.1 * MEGABYTES
