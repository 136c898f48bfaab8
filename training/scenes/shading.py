"""Materials and skies as Blender node graphs, from a `Paint` and a `Sky`."""

from pathlib import Path
from typing import Any

import numpy as np

from training.scenes.chance import Colour
from training.scenes.graph import Graph
from training.scenes.nature import painted, water
from training.scenes.scene import Paint, Sky

DIM = 0.35
"""Brightness of a room's sky."""
NAMES = "names"
"""The attribute of a mesh that holds the code of each face's name."""
CLEAR = "clear"
"""The attribute of a mesh that says, 0 or 1, whether what is behind a face is seen through it."""
LAID = {"brick": (1.0, 0.33, 0.03), "planks": (5.0, 0.5, 0.008), "tiles": (1.0, 1.0, 0.012)}
"""Width, height and joint of a laid pattern's pieces, in its repeats."""


def shade(tree: Any, paint: Paint, image: Any) -> None:
    """Build the material `paint`; `image` is its loaded picture or None."""
    graph = Graph(tree)
    if paint.pattern == "water":
        graph.add("OutputMaterial", {"Surface": water(graph, paint)})
        return
    colour, relief = _pattern(graph, paint, image)
    at = graph.add("TexCoord", out="Object")
    if paint.pattern != "picture":
        dirt = graph.add("TexNoise", {"Vector": at, "Scale": 0.9 / paint.size**0.5, "Detail": 2.0})
        worn = graph.add(
            "MapRange", {"Value": dirt, "From Min": 0.3, "From Max": 0.7, "To Min": 0.84, "To Max": 1.08}
        )
        colour = graph.mix(1.0, colour, worn, "MULTIPLY")
    if paint.varied:
        own = graph.add("ObjectInfo", out="Random")
        low, high = 1 - paint.varied, 1 + paint.varied
        colour = graph.mix(
            1.0, colour, graph.add("MapRange", {"Value": own, "To Min": low, "To Max": high}), "MULTIPLY"
        )
    inputs: dict[Any, Any] = {
        "Base Color": colour,
        "Roughness": paint.rough,
        "Metallic": paint.metal,
        "Transmission Weight": paint.glass,
        "Emission Color": colour,
        "Emission Strength": paint.glow,
    }
    if paint.bump:
        fine: dict[Any, Any] = {"Height": relief, "Strength": paint.bump, "Distance": 0.06 * paint.size}
        inputs["Normal"] = graph.add("Bump", fine)
    surface = graph.add("BsdfPrincipled", inputs)
    graph.add("OutputMaterial", {"Surface": surface})


def named(material: Any) -> None:
    """Build the material that gives off the code of its own name, and what is behind where it is clear."""
    graph = Graph(material.node_tree)
    code = graph.add("Attribute", out="Fac", attribute_name=NAMES)
    clear = graph.add("Attribute", out="Fac", attribute_name=CLEAR)
    own = graph.add("Emission", {"Color": (1.0, 1.0, 1.0), "Strength": code})
    behind = graph.add("BsdfTransparent", {"Color": clear})
    graph.add("OutputMaterial", {"Surface": graph.add("AddShader", {0: own, 1: behind})})
    material.cycles.emission_sampling = "NONE"


def _pattern(graph: Graph, paint: Paint, image: Any) -> tuple[Any, Any]:
    """Return the colour and the relief of a paint."""
    if paint.pattern == "picture" and image is not None:
        return _hung(graph, image)
    flat, first = graph.add("UVMap"), paint.colour
    second = paint.second or (first[0] * 0.55, first[1] * 0.55, first[2] * 0.55)
    if paint.pattern in LAID:
        return _laid(graph, paint, flat, second)
    at = graph.add("TexCoord", out="Object")
    if paint.pattern in ("cells", "grain"):
        return _broken(graph, paint, at, second)
    noise = graph.add("TexNoise", {"Vector": at, "Scale": 1.6 / paint.size, "Detail": 3.0, "Roughness": 0.65})
    if paint.pattern == "plain":
        colour = graph.mix(0.06, first, noise)
    elif paint.pattern == "vertex":
        own = graph.add("VertexColor", layer_name="Colour")
        tone = {"Value": noise, "From Min": 0.3, "From Max": 0.7, "To Min": 0.8, "To Max": 1.15}
        colour = graph.mix(1.0, own, graph.add("MapRange", tone), "MULTIPLY")
    elif paint.pattern == "checks":
        checks = {"Vector": flat, "Scale": 1.0 / paint.size, "Color1": first, "Color2": second}
        colour = graph.add("TexChecker", checks)
    elif paint.pattern in ("stripes", "marble"):
        colour = _banded(graph, paint, flat if paint.pattern == "stripes" else at, second)
    else:
        part = graph.add("MapRange", {"Value": noise, "From Min": 0.35, "From Max": 0.68})
        colour = graph.mix(part, first, second)
    return colour, noise


def _hung(graph: Graph, image: Any) -> tuple[Any, Any]:
    upright = graph.add("SeparateXYZ", {"Vector": graph.add("TexCoord", out="Generated")})
    across = graph.add("CombineXYZ", {"X": upright, "Y": upright.node.outputs["Z"]})
    texture = graph.add("TexImage", {"Vector": across}, image=image, extension="EXTEND")
    return texture, texture


def _broken(graph: Graph, paint: Paint, at: Any, second: Colour) -> tuple[Any, Any]:
    if paint.pattern == "cells":
        cell = graph.add("TexVoronoi", {"Vector": at, "Scale": 1.0 / paint.size})
        part = graph.add("MapRange", {"Value": cell, "From Min": 0.1, "From Max": 0.55})
        return graph.mix(part, paint.colour, second), graph.sum("SUBTRACT", 1.0, cell)
    along = graph.scaled(at, (1.0, 9.0, 9.0))
    long = graph.add("TexNoise", {"Vector": along, "Scale": 1.2 / paint.size, "Detail": 3.0})
    part = graph.add("MapRange", {"Value": long, "From Min": 0.35, "From Max": 0.65})
    return graph.mix(part, paint.colour, second), long


def _banded(graph: Graph, paint: Paint, at: Any, second: Colour) -> Any:
    loose = 9.0 if paint.pattern == "marble" else 0.0
    wave = {"Vector": at, "Scale": 0.314 / paint.size, "Distortion": loose, "Detail": 4.0}
    bands = graph.add("TexWave", wave, out="Fac", wave_profile="SIN")
    if not loose:
        bands = graph.add("MapRange", {"Value": bands, "From Min": 0.4, "From Max": 0.6})
    return graph.mix(bands, paint.colour, second)


def _laid(graph: Graph, paint: Paint, flat: Any, second: Colour) -> tuple[Any, Any]:
    width, row, gap = LAID[paint.pattern]
    first = paint.colour
    other = (first[0] * 0.7, first[1] * 0.68, first[2] * 0.66)
    pieces = graph.add(
        "TexBrick",
        {
            "Vector": flat,
            "Color1": first,
            "Color2": other,
            "Mortar": second,
            "Scale": 1.0 / paint.size,
            "Mortar Size": gap,
            "Brick Width": width,
            "Row Height": row,
        },
        offset=0.0 if paint.pattern == "tiles" else 0.45,
    )
    if paint.pattern != "planks":
        return pieces, pieces
    along = graph.scaled(flat, (1.0, 14.0, 1.0))
    long = graph.add("TexNoise", {"Vector": along, "Scale": 1.5 / paint.size})
    return graph.mix(graph.add("MapRange", {"Value": long, "To Max": 0.7}), pieces, second), pieces


def heaven(tree: Any, sky: Sky, image: Any) -> None:
    """Build the world of `sky`; `image` is the loaded surrounding or None."""
    graph = Graph(tree)
    way = graph.add("TexCoord", out="Generated")
    if image is not None:
        turned = graph.add("Mapping", {"Vector": way, "Rotation": (0.0, 0.0, float(np.radians(sky.turn)))})
        colour = graph.add("TexEnvironment", {"Vector": turned}, image=image)
    elif sky.kind == "room":
        colour = graph.add("RGB")
        colour.default_value = (DIM, DIM, DIM * 1.05, 1.0)
    elif sky.air is not None:
        colour = painted(graph, sky, sky.air, way)
    else:
        colour = _open_air(graph, sky, way)
    shine = graph.add("Background", {"Color": colour, "Strength": sky.strength})
    graph.add("OutputWorld", {"Surface": shine})


def _open_air(graph: Graph, sky: Sky, way: Any) -> Any:
    split = graph.add("SeparateXYZ", {"Vector": way})
    height = graph.sum("MAXIMUM", split.node.outputs["Z"], 0.0)
    low = graph.sum("ADD", height, 0.12)
    overhead = graph.add(
        "CombineXYZ",
        {"X": graph.sum("DIVIDE", split, low), "Y": graph.sum("DIVIDE", split.node.outputs["Y"], low)},
    )
    moved = graph.add("Mapping", {"Vector": overhead, "Location": (sky.turn, sky.height, 0.0)})
    puffs = graph.add(
        "TexNoise", {"Vector": moved, "Scale": 0.7, "Detail": 5.0, "Roughness": 0.58, "Distortion": 0.3}
    )
    if sky.kind == "overcast":
        grey = graph.add(
            "MapRange", {"Value": puffs, "From Min": 0.25, "From Max": 0.75, "To Min": 0.5, "To Max": 1.0}
        )
        return graph.mix(1.0, grey, (0.93, 0.96, 1.0), "MULTIPLY")
    air = graph.add(
        "TexSky",
        sky_type="NISHITA",
        sun_disc=False,
        sun_elevation=float(np.radians(sky.height)),
        sun_rotation=float(np.radians(-sky.turn)),
        dust_density=1.0 + sky.clouds,
    )
    dimmed = graph.mix(1.0, air, (0.14, 0.14, 0.14), "MULTIPLY")
    edge = 0.68 - 0.4 * sky.clouds
    part = graph.add("MapRange", {"Value": puffs, "From Min": edge, "From Max": edge + 0.16})
    shadow = graph.add(
        "MapRange", {"Value": puffs, "From Min": edge, "From Max": edge + 0.4, "To Min": 1.15, "To Max": 0.55}
    )
    warm = (1.0, 0.95, 0.88) if sky.height > 12 else (1.0, 0.66, 0.45)
    return graph.mix(part, dimmed, graph.mix(1.0, warm, shadow, "MULTIPLY"))


def surrounding(datafiles: Path, kind: str) -> Path | None:
    """Return the file of a surrounding that ships with Blender, or None where `kind` is no such name."""
    file = datafiles / "studiolights" / "world" / f"{kind}.exr"
    return file if file.exists() else None
