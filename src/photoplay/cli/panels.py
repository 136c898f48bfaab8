"""The pictures of an inspection sheet: the still with what was seen in it, depth, matte, regions, saliency, layers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import cycle

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from photoplay.arrays import Floats, Picture, floats, resize
from photoplay.engines.multiplane.inspection import Inspection, Plane
from photoplay.lettering import can_draw

Colour = tuple[int, int, int]
Size = tuple[int, int]
"""Pixels across and down."""
Rectangle = tuple[int, int, int, int]
"""Left, top, right and bottom in pixels."""

INK: Colour = (236, 238, 242)
DIM: Colour = (150, 157, 168)
EMPTY: Colour = (38, 42, 49)
THING: Colour = (110, 200, 255)
FACE: Colour = (255, 170, 210)
AIM: Colour = (255, 196, 61)
AIMS: Sequence[Colour] = ((255, 120, 60), (150, 255, 120), (255, 110, 255), (120, 220, 255))
"""For what a prompt names."""
UNKNOWN: Colour = (96, 96, 96)
REGION_COLOURS: dict[str, Colour] = {
    "sky": (86, 156, 255),
    "clouds": (165, 210, 255),
    "still_water": (0, 190, 190),
    "flowing_water": (0, 130, 210),
    "fire": (255, 96, 32),
    "smoke": (176, 160, 190),
    "foliage": (50, 150, 70),
    "grass": (140, 205, 60),
    "ground": (176, 132, 84),
    "people": (240, 80, 120),
    "animals": (255, 150, 60),
    "vehicles": (150, 100, 240),
    "buildings": (214, 190, 140),
    "hair": (130, 70, 40),
    "cloth": (200, 60, 190),
    "face": (255, 190, 170),
    "eyes": (255, 255, 255),
    "lamps": (255, 232, 90),
    "windows": (120, 235, 215),
}
OTHERS: Sequence[Colour] = ((230, 90, 90), (90, 230, 150), (90, 90, 230), (230, 230, 110))
"""For regions of other names."""
SQUARE = 12
"""Side of a checkerboard's square in pixels."""
_FAR_TO_NEAR = cv2.COLORMAP_INFERNO
_COLD_TO_HOT = cv2.COLORMAP_HOT


@dataclass(frozen=True)
class Item:
    """A word of a legend."""

    text: str
    swatch: Image.Image | None = None
    colour: Colour = DIM


@dataclass(frozen=True)
class Panel:
    """A picture with its title and legend."""

    title: str
    picture: Image.Image
    legend: tuple[Item, ...] = field(default=())


def hero(inspection: Inspection, size: Size) -> Panel:
    """Return the still with its things, its faces and what the camera looks at."""
    scene = inspection.scene
    picture = Image.fromarray(resize(scene.picture, size))
    draw, (width, height) = ImageDraw.Draw(picture), size
    boxes = [
        (
            round(box.left * width),
            round(box.top * height),
            round(box.right * width),
            round(box.bottom * height),
        )
        for box in (thing.box for thing in scene.things)
    ]
    for box in boxes:
        draw.rectangle(box, outline=THING, width=2)
    _tag(draw, size, [thing.name for thing in scene.things], boxes)
    for face in scene.faces:
        outline = [(float(x) * width, float(y) * height) for x, y in face.oval]
        draw.line([*outline, outline[0]], fill=FACE, width=2, joint="curve")
    legend = [Item("what the camera looks at", _swatch(AIM))]
    _crosshair(draw, (inspection.target.x * width, inspection.target.y * height), AIM)
    for aim, colour in zip(inspection.aims, cycle(AIMS), strict=False):
        _crosshair(draw, (aim.x * width, aim.y * height), colour)
        legend.append(Item(aim.words if can_draw(aim.words) else "named in the prompt", _swatch(colour)))
    if scene.things:
        legend.append(Item("things", _swatch(THING)))
    if scene.faces:
        legend.append(Item("faces", _swatch(FACE)))
    return Panel("The photograph", picture, tuple(legend))


def tiles(inspection: Inspection, size: Size) -> list[Panel]:
    """Return the other pictures, each of `size`."""
    planes = inspection.planes
    return [
        _depth(inspection, size),
        _matte(inspection, size),
        _regions(inspection, size),
        _saliency(inspection, size),
        *(_layer(inspection, plane, number, size) for number, plane in enumerate(planes, 1)),
    ]


def _tag(draw: ImageDraw.ImageDraw, size: Size, names: Sequence[str], boxes: Sequence[Rectangle]) -> None:
    """Write each name at its box, above it where there is room, and not at all where others are in the way."""
    font, tall = ImageFont.load_default(15), 19
    taken: list[Rectangle] = []
    for name, (left, top, _, bottom) in zip(names, boxes, strict=True):
        wide = round(font.getlength(name)) + 8
        x = max(min(left, size[0] - wide), 0)
        tags = [(x, y, x + wide, y + tall) for y in (top - tall, bottom, top) if 0 <= y <= size[1] - tall]
        free = [tag for tag in tags if not any(_overlap(tag, other) for other in taken)]
        if free:
            taken.append(free[0])
            draw.rectangle(free[0], fill=THING)
            draw.text((x + 4, free[0][1] + 1), name, (8, 24, 36), font)


def _overlap(one: Rectangle, other: Rectangle) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _crosshair(draw: ImageDraw.ImageDraw, place: tuple[float, float], colour: Colour) -> None:
    x, y = place
    for shade, width in (((0, 0, 0), 8), (colour, 4)):
        reach = 12 + width // 2
        draw.ellipse((x - reach, y - reach, x + reach, y + reach), outline=shade, width=width)
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            draw.line((x + 8 * dx, y + 8 * dy, x + 24 * dx, y + 24 * dy), fill=shade, width=width)


def _depth(inspection: Inspection, size: Size) -> Panel:
    coloured = _heat(resize(inspection.depth, size), _FAR_TO_NEAR)
    near = Item("near", Image.fromarray(_heat(_ramp(), _FAR_TO_NEAR)))
    legend = (Item("far"), near, Item(f"({inspection.depth_source})"))
    return Panel("Inverse depth", Image.fromarray(coloured), legend)


def _matte(inspection: Inspection, size: Size) -> Panel:
    matte = inspection.scene.matte
    if matte is None:
        return Panel("Matte of the subject", _nothing(size, "no subject to rely on"))
    picture = Image.fromarray(np.rint(255 * resize(matte, size)).astype(np.uint8)).convert("RGB")
    return Panel("Matte of the subject", picture, (Item(f"{_percent(float(matte.mean()))} of the picture"),))


def _regions(inspection: Inspection, size: Size) -> Panel:
    regions = inspection.scene.regions
    if not regions:
        return Panel("Regions", _nothing(size, "no regions were found"))
    gray = cv2.cvtColor(resize(inspection.scene.picture, size), cv2.COLOR_RGB2GRAY).astype(np.float32)
    shade = (0.6 + 0.4 * gray / 255.0)[..., None]
    field: Floats = np.full((size[1], size[0], 3), UNKNOWN, np.float32)
    colours = _colours(regions)
    for name in sorted(regions, key=list(colours).index):
        mask = np.clip(resize(regions[name], size, cv2.INTER_LINEAR), 0.0, 1.0)[..., None]
        field = field + mask * (floats(*colours[name]) - field)
    picture = Image.fromarray(np.rint(field * shade).astype(np.uint8))
    legend = [
        Item(f"{name.replace('_', ' ')} {_percent(share)}", _swatch(colours[name]))
        for name, share in inspection.regions.items()
    ]
    return Panel(
        "Regions", picture, (*legend, Item(f"unknown {_percent(inspection.unknown)}", _swatch(UNKNOWN)))
    )


def _colours(names: Iterable[str]) -> dict[str, Colour]:
    """Return a colour for each of `names`, in the order in which they are laid over each other."""
    found = set(names)
    others = sorted(found - set(REGION_COLOURS))
    return {name: colour for name, colour in REGION_COLOURS.items() if name in found} | {
        name: OTHERS[index % len(OTHERS)] for index, name in enumerate(others)
    }


def _saliency(inspection: Inspection, size: Size) -> Panel:
    attention = inspection.scene.attention
    if attention is None:
        return Panel("Where people look", _nothing(size, "not known without its network"))
    share = np.clip(resize(attention, size, cv2.INTER_LINEAR), 0.0, 1.0) ** 0.5
    heat = _heat(share, _COLD_TO_HOT).astype(np.float32)
    gray = cv2.cvtColor(resize(inspection.scene.picture, size), cv2.COLOR_RGB2GRAY).astype(np.float32)
    dim = 0.45 * gray[..., None].repeat(3, axis=2)
    mixed = dim + share[..., None] * (heat - dim)
    legend = (Item("little"), Item("much", Image.fromarray(_heat(_ramp(), _COLD_TO_HOT))))
    return Panel("Where people look", Image.fromarray(np.rint(mixed).astype(np.uint8)), legend)


def _layer(inspection: Inspection, plane: Plane, number: int, size: Size) -> Panel:
    picture = resize(inspection.scene.picture, size).astype(np.float32)
    shown = resize(plane.shown, size)[..., None]
    cut = shown * picture + (1.0 - shown) * _checkerboard(size)
    count = len(inspection.planes)
    title = f"Layer {number} of {count}: {plane.name}" if count > 1 else "The one layer"
    legend = (
        Item(f"inverse depth {plane.inverse_depth:.2f}"),
        Item(f"{_percent(plane.share)} of the picture"),
    )
    return Panel(title, Image.fromarray(np.rint(cut).astype(np.uint8)), legend)


def _checkerboard(size: Size) -> Floats:
    y, x = np.indices((size[1], size[0])) // SQUARE
    return np.where((x + y) % 2 == 0, np.float32(62), np.float32(84))[..., None]


def _ramp() -> Floats:
    return np.linspace(0.0, 1.0, 90, dtype=np.float32)[None].repeat(12, axis=0)


def _heat(values: Floats, colours: int) -> Picture:
    """Return `values`, 0 to 1, shape (rows, columns), in false colours."""
    bgr = cv2.applyColorMap(np.rint(255 * np.clip(values, 0.0, 1.0)).astype(np.uint8), colours)
    return np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB), np.uint8)


def _nothing(size: Size, why: str) -> Image.Image:
    picture = Image.new("RGB", size, EMPTY)
    font = ImageFont.load_default(16)
    ImageDraw.Draw(picture).text((size[0] / 2, size[1] / 2), why, DIM, font, anchor="mm")
    return picture


def _swatch(colour: Colour) -> Image.Image:
    return Image.new("RGB", (12, 12), colour)


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %" if share >= 0.01 or share == 0 else "under 1 %"
