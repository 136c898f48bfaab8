"""What people look at: a clip on one page, and tables."""

from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont
from rich.console import Console
from rich.table import Table

from bench.metrics import Floats, Picture, Tracks

COLUMNS, ROWS = 3, 2
SHEET_WIDTH = 1800
CROPS = 4
GAP = 6
LABEL = 22
"""Height of a label in pixels."""


def contact_sheet(frames: dict[float, Picture], tracks: Tracks, title: str, path: Path) -> None:
    """Write a PNG: frames of the clip in a grid, then 1:1 crops of the last where near and far part.

    Args:
        frames: COLUMNS x ROWS frames of one size, in order, by their time in seconds; the last frame is last.
        tracks: of the whole clip.
    """
    times, pictures = list(frames), list(frames.values())
    cell = (SHEET_WIDTH - (COLUMNS - 1) * GAP) // COLUMNS
    height = round(cell * pictures[0].shape[0] / pictures[0].shape[1])
    side = (SHEET_WIDTH - (CROPS - 1) * GAP) // CROPS
    crop_top = LABEL + ROWS * (height + GAP)
    sheet = Image.new("RGB", (SHEET_WIDTH, crop_top + side), "black")
    pen = ImageDraw.Draw(sheet)
    pen.text((GAP, 2), title, "white", ImageFont.load_default(LABEL - 6))
    for index, (time, picture) in enumerate(zip(times, pictures, strict=True)):
        row, column = divmod(index, COLUMNS)
        small = cv2.resize(picture, (cell, height), interpolation=cv2.INTER_AREA)
        _place(sheet, small, column * (cell + GAP), LABEL + row * (height + GAP), f"{time:.2f} s")
    for index, (x, y) in enumerate(_edges(tracks, pictures[-1].shape[1], side)):
        crop = pictures[-1][_span(y, side, pictures[-1].shape[0]), _span(x, side, pictures[-1].shape[1])]
        _place(sheet, crop, index * (side + GAP), crop_top, f"1:1 at {x:.0f}, {y:.0f}")
    sheet.save(path)


def _place(sheet: Image.Image, picture: np.typing.NDArray[np.generic], x: int, y: int, label: str) -> None:
    sheet.paste(Image.fromarray(picture), (x, y))
    font = ImageFont.load_default(LABEL - 6)
    pen = ImageDraw.Draw(sheet)
    pen.rectangle(pen.textbbox((x + 4, y + 2), label, font), fill="black")
    pen.text((x + 4, y + 2), label, "white", font)


def _span(centre: float, side: int, limit: int) -> slice:
    start = max(min(round(centre) - side // 2, limit - side), 0)
    return slice(start, start + side)


def _edges(tracks: Tracks, width: int, side: int) -> Floats:
    """Return CROPS places, shape (CROPS, 2), x before y, where the clip's motion changes most abruptly."""
    moved = tracks.positions[-1] - tracks.positions[0]
    change = np.zeros(moved.shape[:2])
    for axis in (0, 1):
        step = np.linalg.norm(np.diff(moved, axis=axis), axis=-1)
        ahead, behind = ((0, 1), (0, 0)), ((1, 0), (0, 0))
        change += np.pad(step, ahead if axis == 0 else ahead[::-1])
        change += np.pad(step, behind if axis == 0 else behind[::-1])
    zoom = width / tracks.size[0]
    places = np.clip(tracks.positions[-1], 0, np.array(tracks.size) - 1) * zoom
    chosen = []
    for _ in range(CROPS):
        place = places[np.unravel_index(change.argmax(), change.shape)]
        chosen.append(place)
        change[np.linalg.norm(places - place, axis=-1) < 0.7 * side] = -1.0
    return np.array(chosen)


def show_table(console: Console, header: list[str], body: list[list[str]]) -> str:
    """Print a table and return it as Markdown."""
    table = Table(*header)
    for row in body:
        table.add_row(*row)
    console.print(table)
    lines = [header, ["---"] * len(header), *body]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
