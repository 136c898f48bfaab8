"""Short ways to build a Blender node tree."""

from collections.abc import Mapping
from typing import Any


class Graph:
    """A node tree with short ways to add to it."""

    def __init__(self, tree: Any) -> None:
        self._tree = tree
        tree.nodes.clear()

    def add(
        self, kind: str, inputs: Mapping[Any, Any] | None = None, out: str | int = 0, **settings: Any
    ) -> Any:
        """Add a node, set or link its inputs and return its output `out`."""
        node = self._tree.nodes.new(f"ShaderNode{kind}")
        for name, value in settings.items():
            setattr(node, name, value)
        for key, value in (inputs or {}).items():
            if hasattr(value, "is_output"):
                self._tree.links.new(value, node.inputs[key])
            elif isinstance(value, tuple) and len(value) == 3 and node.inputs[key].type == "RGBA":
                node.inputs[key].default_value = (*value, 1.0)
            else:
                node.inputs[key].default_value = value
        return node.outputs[out] if len(node.outputs) else node

    def mix(self, part: Any, first: Any, second: Any, blend: str = "MIX") -> Any:
        """Return `first` mixed with `second`."""
        return self.add("MixRGB", {"Fac": part, "Color1": first, "Color2": second}, blend_type=blend)

    def sum(self, kind: str, first: Any, second: Any) -> Any:
        """Return the outcome of an arithmetic node."""
        return self.add("Math", {0: first, 1: second}, operation=kind)

    def scaled(self, vector: Any, by: tuple[float, float, float]) -> Any:
        """Return `vector` times `by`."""
        return self.add("Mapping", {"Vector": vector, "Scale": by})
