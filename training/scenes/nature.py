"""Node graphs of water and of skies made up."""

from typing import Any

from training.scenes.graph import Graph
from training.scenes.scene import Air, Paint, Sky

FOAM = (0.82, 0.85, 0.86)


def water(graph: Graph, paint: Paint) -> Any:
    """Return the surface of water: it mirrors, ripples with the wind and is white where it foams."""
    state = graph.add("SeparateColor", {"Color": graph.add("VertexColor", layer_name="Colour")})
    outs = state.node.outputs
    at = graph.scaled(graph.add("TexCoord", out="Object"), paint.drawn)
    froth = {"Vector": at, "Scale": 1.3 / paint.size, "Detail": 6.0, "Roughness": 0.72, "Distortion": 0.4}
    lace = graph.sum("MULTIPLY", graph.sum("SUBTRACT", graph.add("TexNoise", froth), 0.5), 1.5)
    edge = {"Value": graph.sum("ADD", outs["Red"], lace), "From Min": 0.42, "From Max": 0.64}
    foam = graph.add("MapRange", edge)
    body = graph.mix(outs["Green"], paint.colour, paint.second or paint.colour)
    rough = graph.add("MapRange", {"Value": foam, "To Min": paint.rough, "To Max": 0.85})
    noise = {"Vector": at, "Scale": 1.6 / paint.size, "Detail": 4.0, "Roughness": 0.6}
    ripples = {"Height": graph.add("TexNoise", noise), "Distance": paint.bump * paint.size}
    normal = graph.add("Bump", {**ripples, "Strength": outs["Blue"]})
    looks = {"Base Color": graph.mix(foam, body, FOAM), "Roughness": rough, "Normal": normal, "IOR": 1.333}
    return graph.add("BsdfPrincipled", looks)


def painted(graph: Graph, sky: Sky, air: Air, way: Any) -> Any:
    """Return the colour of a sky made up, seen along `way`."""
    split = graph.add("SeparateXYZ", {"Vector": way})
    height = graph.sum("MAXIMUM", split.node.outputs["Z"], 0.0)
    colour = graph.mix(graph.sum("POWER", height, air.rise), air.horizon, air.zenith)
    aim = graph.add("VectorMath", {0: way, 1: sky.toward}, out="Value", operation="DOT_PRODUCT")
    if air.stars:
        colour = graph.mix(1.0, colour, _stars(graph, air, way), "ADD")
    if air.disc:
        reach = float(1 - (air.disc * 0.01745) ** 2 / 2)
        rim = 1 - (1 - reach) * 0.8
        inside = graph.add("MapRange", {"Value": aim, "From Min": reach, "From Max": rim})
        colour = graph.mix(inside, colour, air.shine)
    if sky.clouds:
        colour = _clouded(graph, sky, air, split, colour)
    near = graph.sum("POWER", graph.sum("MAXIMUM", aim, 0.0), air.wide)
    low = graph.sum("POWER", graph.sum("SUBTRACT", 1.0, height), 3.0)
    return graph.mix(graph.sum("MULTIPLY", near, low), colour, air.glow, "ADD")


def _clouded(graph: Graph, sky: Sky, air: Air, split: Any, colour: Any) -> Any:
    height = graph.sum("MAXIMUM", split.node.outputs["Z"], 0.0)
    low = graph.sum("ADD", height, 0.14)
    across = graph.sum("DIVIDE", split, low)
    along = graph.sum("DIVIDE", split.node.outputs["Y"], low)
    overhead = graph.add("CombineXYZ", {"X": across, "Y": along})
    scale, start = (air.streaks, 1.0, 1.0), (sky.turn, sky.height, 0.0)
    at = graph.add("Mapping", {"Vector": overhead, "Location": start, "Scale": scale})
    look = {"Vector": at, "Scale": air.grain, "Detail": 6.0, "Roughness": 0.56, "Distortion": 0.3}
    puffs = graph.add("TexNoise", look)
    edge = 0.68 - 0.4 * sky.clouds
    part = graph.add("MapRange", {"Value": puffs, "From Min": edge, "From Max": edge + 0.15})
    thick = graph.add("MapRange", {"Value": puffs, "From Min": edge, "From Max": edge + 0.32})
    fade = graph.add("MapRange", {"Value": height, "From Min": 0.0, "From Max": 0.12})
    return graph.mix(graph.sum("MULTIPLY", part, fade), colour, graph.mix(thick, air.lit, air.dark))


def _stars(graph: Graph, air: Air, way: Any) -> Any:
    cell = graph.add("TexVoronoi", {"Vector": way, "Scale": 110.0})
    point = graph.add(
        "MapRange", {"Value": cell, "From Min": 0.06, "From Max": 0.2, "To Min": 1.0, "To Max": 0.0}
    )
    own = graph.add("SeparateColor", {"Color": cell.node.outputs["Color"]})
    light = graph.sum("MULTIPLY", graph.sum("POWER", own, 9.0), air.stars)
    seen = graph.add("LightPath", out="Is Camera Ray")
    return graph.sum("MULTIPLY", graph.sum("MULTIPLY", point, light), seen)
