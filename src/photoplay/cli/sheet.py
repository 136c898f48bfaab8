"""The inspection sheet: one page that shows what a stage is made of and how far the camera may go on it."""

from collections.abc import Sequence
from typing import NamedTuple

from PIL import Image, ImageDraw

from photoplay.cli.panels import DIM, EMPTY, INK, Colour, Item, Panel, Size, hero, tiles
from photoplay.director.vocabulary.kinds import MoveKind
from photoplay.engines.multiplane.inspection import Inspection
from photoplay.engines.multiplane.reach import Limit, Reach, Unit
from photoplay.lettering import can_draw, drawable, font, wrapped

GROUND: Colour = (20, 22, 27)
WIDTH, MARGIN, GAP = 2000, 44, 24
HEAD = 96
"""Height of the page's heading."""
CHART_WIDTH = 670
TITLE, LINE, CHART_TITLE = 30, 24, 34
"""Heights of a panel's title, of a line of its legend, and of a title of the chart."""
BAR_ROW, BAR_WIDTH = 31, 150
LABEL_WIDTH, FIGURE_WIDTH = 182, 62
MOST_HEIGHT = 1420
"""Of the pictures; with fewer columns they would be larger."""
COLUMNS = (3, 4, 5, 6)
SAFE: Colour = (64, 190, 150)
LIMITED: Colour = (240, 170, 60)
POOR: Colour = (232, 92, 84)
POOR_SHARE = 0.4
VISIBLE_ZOOM = 1.015
"""From which a compensating zoom is told."""
READING = "A bar is how much of a move the stage can show; beside it is what that comes to in the picture."
ZOOM = "zoom: meanwhile the lens zooms in, so as not to look past the photograph."
LIMITS = {
    Limit.EDGE: "edge: further, and the camera would look too far beyond the photograph.",
    Limit.FOOT: "foot: further, and the camera would see too far below the frame where it cuts a figure off.",
    Limit.HIDDEN: "hidden: further, and too much would show of what the photograph hides.",
    Limit.STRETCH: "stretch: further, and surfaces would stretch visibly.",
    Limit.BEND: "bend: further, and straight lines would bend visibly.",
    Limit.FOLD: "fold: further, and surfaces would fold over themselves.",
    Limit.OTHERS: "others: alone this move may go further than together with the prompt's others.",
}


class Cell(NamedTuple):
    """Sizes on the grid of pictures."""

    columns: int
    size: Size
    """Of a picture; the still takes two by two."""


def draw_sheet(
    inspection: Inspection, name: str, prompt: str = "", sentences: Sequence[str] = ()
) -> Image.Image:
    """Return the page.

    Args:
        name: of the photograph.
        prompt: whose moves come first in the chart.
        sentences: what a reader should know besides.
    """
    columns, size = _grid(inspection)
    left = _pictures(inspection, columns, size)
    right = _chart(inspection)
    shorter = left if left.height < right.height else right
    notes = _notes(inspection, sentences, shorter.width)
    height = max(left.height, right.height, shorter.height + GAP + notes.height)
    page = Image.new("RGB", (WIDTH, HEAD + height + 2 * MARGIN), GROUND)
    _heading(page, inspection, name, prompt)
    top, beside = MARGIN + HEAD, WIDTH - MARGIN - CHART_WIDTH
    page.paste(left, (MARGIN, top))
    page.paste(right, (beside, top))
    page.paste(notes, (MARGIN if shorter is left else beside, top + shorter.height + GAP))
    return page


def _grid(inspection: Inspection) -> Cell:
    """Return the grid with the largest pictures that keep the page's height."""
    rows, across = inspection.scene.picture.shape[:2]
    room = WIDTH - 2 * MARGIN - CHART_WIDTH - 2 * GAP
    count = 4 + 4 + len(inspection.planes)
    cells = []
    for columns in COLUMNS:
        width = (room - (columns - 1) * GAP) // columns
        cell = Cell(columns, (width, round(width * rows / across)))
        cells.append(cell)
        if -(-count // columns) * (cell.size[1] + TITLE + 2 * LINE) <= MOST_HEIGHT:
            return cell
    return cells[-1]


def _pictures(inspection: Inspection, columns: int, size: Size) -> Image.Image:
    """Return the still, two by two cells large, and the other pictures around it."""
    width = columns * size[0] + (columns - 1) * GAP
    large = 2 * size[0] + GAP
    still = hero(inspection, (large, round(large * size[1] / size[0])))
    panels = tiles(inspection, size)
    places = [
        (row, column) for row in range(len(panels) + 2) for column in range(columns) if row > 1 or column > 1
    ][: len(panels)]
    legends = dict.fromkeys(range(max(row for row, _ in places) + 1), 1)
    for (row, _), panel in zip(places, panels, strict=True):
        legends[row] = max(legends[row], len(_flowed(panel.legend, size[0])))
    tops, top = {}, 0
    for row, lines in legends.items():
        tops[row] = top
        top += TITLE + size[1] + lines * LINE + GAP
    bottom = max(top, TITLE + still.picture.height + LINE + GAP)
    sheet = Image.new("RGB", (width, bottom - GAP), GROUND)
    _place(sheet, still, (0, 0))
    for (row, column), panel in zip(places, panels, strict=True):
        _place(sheet, panel, (column * (size[0] + GAP), tops[row]))
    return sheet


def _place(sheet: Image.Image, panel: Panel, corner: tuple[int, int]) -> None:
    x, y = corner
    draw = ImageDraw.Draw(sheet)
    draw.text((x, y + 3), panel.title, INK, font(18))
    sheet.paste(panel.picture, (x, y + TITLE))
    top = y + TITLE + panel.picture.height + 5
    for line in _flowed(panel.legend, panel.picture.width):
        for offset, item in line:
            start = x + offset
            if item.swatch is not None:
                sheet.paste(item.swatch, (start, top + 3))
                start += item.swatch.width + 6
            draw.text((start, top), item.text, item.colour, font(15))
        top += LINE


def _flowed(legend: Sequence[Item], width: int) -> list[list[tuple[int, Item]]]:
    """Return the lines of a legend, each item with how far from the left it begins."""
    lines: list[list[tuple[int, Item]]] = [[]]
    x = 0
    for item in legend:
        wide = round(font(15).getlength(item.text)) + (item.swatch.width + 6 if item.swatch else 0)
        if x and x + wide > width:
            lines.append([])
            x = 0
        lines[-1].append((x, item))
        x += wide + 14
    return lines


def _heading(page: Image.Image, inspection: Inspection, name: str, prompt: str) -> None:
    draw = ImageDraw.Draw(page)
    draw.text((MARGIN, MARGIN - 6), f"What the stage sees: {drawable(name)}", INK, font(34))
    rows, columns = inspection.scene.picture.shape[:2]
    count = len(inspection.planes)
    told = [f"{columns} x {rows} pixels", f"{count} layer{'s' if count > 1 else ''}"]
    if prompt and can_draw(prompt):
        told.append(f'prompt: "{prompt}"')
    draw.text(
        (MARGIN, MARGIN + 44), next(wrapped("   ·   ".join(told), 18, WIDTH - 2 * MARGIN)), DIM, font(18)
    )


def _chart(inspection: Inspection) -> Image.Image:
    """Return a bar for each move: how much of it is safe, and what that is in the picture."""
    groups = {
        "The prompt's moves": inspection.asked,
        "Every camera move, at its usual size": inspection.moves,
    }
    shown = {title: reaches for title, reaches in groups.items() if reaches}
    height = sum(CHART_TITLE + BAR_ROW * len(reaches) + GAP for reaches in shown.values()) - GAP
    chart = Image.new("RGB", (CHART_WIDTH, height), GROUND)
    draw, y = ImageDraw.Draw(chart), 0
    for title, reaches in shown.items():
        draw.text((0, y + 3), title, INK, font(18))
        y += CHART_TITLE
        for reach in reaches:
            _bar(draw, y, reach)
            y += BAR_ROW
        y += GAP
    return chart


def _notes(inspection: Inspection, sentences: Sequence[str], width: int) -> Image.Image:
    """Return what the limits mean that the chart names, and the sentences."""
    reaches = (*inspection.asked, *inspection.moves)
    named = {reach.limit for reach in reaches}
    zooms = [ZOOM] if any(reach.push_in > VISIBLE_ZOOM for reach in reaches) else []
    limits = [text for limit, text in LIMITS.items() if limit in named]
    texts = [READING, *zooms, *limits, *sentences]
    lines = [line for text in texts for line in wrapped(drawable(text), 15, width)]
    notes = Image.new("RGB", (width, max(LINE * len(lines), 1)), GROUND)
    draw = ImageDraw.Draw(notes)
    for row, line in enumerate(lines):
        draw.text((0, row * LINE), line, DIM, font(15))
    return notes


def _bar(draw: ImageDraw.ImageDraw, y: int, reach: Reach) -> None:
    middle = y + BAR_ROW // 2 - 3
    draw.text((0, middle), _name(reach), INK, font(16), anchor="lm")
    x = LABEL_WIDTH
    colour = SAFE if reach.limit is None else LIMITED if reach.share > POOR_SHARE else POOR
    draw.rounded_rectangle((x, middle - 7, x + BAR_WIDTH, middle + 7), 3, EMPTY)
    if reach.share > 0.0:
        draw.rounded_rectangle((x, middle - 7, x + max(reach.share * BAR_WIDTH, 4), middle + 7), 3, colour)
    x += BAR_WIDTH + FIGURE_WIDTH
    draw.text((x - 8, middle), f"{100 * reach.share:.0f} %", INK, font(16), anchor="rm")
    draw.text((x + 6, middle), _measure(reach), DIM, font(15), anchor="lm")
    if reach.limit is not None:
        draw.text((CHART_WIDTH, middle), reach.limit.value, colour, font(15), anchor="rm")


def _name(reach: Reach) -> str:
    move = reach.move
    words = " ".join(filter(None, [move.kind.replace("_", " "), move.direction]))
    if move.kind is MoveKind.ORBIT:
        words = words.replace("counterclockwise", "counterclockw.")
    return words.capitalize()


def _measure(reach: Reach) -> str:
    """Return what is left of a move in the picture."""
    percent = f"{100 * reach.size:.0f} %"
    zoom = f", +{100 * reach.push_in - 100:.0f} % zoom" if reach.push_in > VISIBLE_ZOOM else ""
    size = {
        Unit.DEGREES: f"{reach.size:.1f}°",
        Unit.DISTANCE: f"{percent} of the distance",
        Unit.WIDTH: f"{percent} of the width",
        Unit.HEIGHT: f"{percent} of the height",
        Unit.MAGNIFICATION: f"{reach.size:.2f} x as large",
    }[reach.unit]
    return size + zoom
