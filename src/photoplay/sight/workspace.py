"""The memory that networks work in: one arena for all of the process.

What one network has finished with serves the next; fresh memory costs up to a third of a run.
"""

import ctypes
import sys
from functools import cache

import numpy as np
import onnxruntime as ort

AS_REQUESTED = 1
"""How an arena grows: by what is asked for, and not by doubling."""
PLACE = ort.OrtMemoryInfo("Cpu", ort.OrtAllocatorType.ORT_ARENA_ALLOCATOR, 0, ort.OrtMemType.DEFAULT)

# While the module is imported: it can be done once, and networks are loaded by several threads at a time.
ort.create_and_register_allocator(PLACE, ort.OrtArenaCfg({"arena_extend_strategy": AS_REQUESTED}))


def share(options: ort.SessionOptions) -> None:
    """Have a network with these `options` work in the common memory, and hold only its weights outside."""
    options.add_session_config_entry("session.use_env_allocators", "1")
    options.add_session_config_entry("session.use_device_allocator_for_initializers", "1")
    # A pattern asks for one piece as large as all that a network needs, which no other can use a part of.
    options.enable_mem_pattern = False


def hand_back() -> None:
    """Give what the networks of the process do not use just now back to the system."""
    options = ort.RunOptions()
    options.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")
    _nothing().run(None, {"x": np.zeros(1, np.float32)}, options)


def trim() -> None:
    """Give back what was freed and is kept for later, where the C library does so: loading frees copies of weights."""
    if sys.platform == "linux" and hasattr(libc := ctypes.CDLL(None), "malloc_trim"):
        libc.malloc_trim(0)


@cache
def _nothing() -> ort.InferenceSession:
    """Return a network that does nothing: an arena shrinks only at the end of a run."""
    from onnx import TensorProto, helper  # noqa: PLC0415 - slow to import

    ends = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1]) for name in "xy"]
    graph = helper.make_graph([helper.make_node("Identity", ["x"], ["y"])], "nothing", ends[:1], ends[1:])
    model = helper.make_model(graph, ir_version=8, opset_imports=[helper.make_opsetid("", 13)])
    options = ort.SessionOptions()
    share(options)
    return ort.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
