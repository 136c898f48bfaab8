"""A sheet to judge a label by: `python -m training.look LABEL.json PHOTOGRAPHS_FOLDER -o sheet.png`."""

import argparse
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from photoplay.sight.names import PARTS
from training.labels import Drawn, Label

SIDE = 1000
"""Long side of each picture of a sheet, in pixels."""
Picture = NDArray[np.uint8]


def ruled(photograph: Picture) -> Picture:
    """Return `photograph` under a grid of hundredths."""
    ruled = photograph.copy()
    rows, columns = ruled.shape[:2]
    for tenth in range(5, 100, 5):
        x, y = round(columns * tenth / 100), round(rows * tenth / 100)
        shade = (255, 255, 0) if tenth % 10 == 0 else (150, 150, 150)
        cv2.line(ruled, (x, 0), (x, rows), shade, 1)
        cv2.line(ruled, (0, y), (columns, y), shade, 1)
        if tenth % 10 == 0:
            _write(ruled, str(tenth), (x + 2, 12))
            _write(ruled, str(tenth), (2, y - 3))
    return ruled


def outlined(photograph: Picture, drawn: tuple[Drawn, ...]) -> Picture:
    """Return `photograph` with every outline and its name."""
    picture = photograph.copy()
    rows, columns = picture.shape[:2]
    for index, item in enumerate(drawn):
        colour = tuple(int(c) for c in _COLOURS[index % len(_COLOURS)])
        corners = np.rint(item.outline / 100.0 * (columns, rows)).astype(np.int32)
        cv2.polylines(picture, [corners], True, colour, 2)
        x, y = np.median(corners, axis=0).astype(int).tolist()
        _write(picture, f"{index} {item.name}" + ("+" if item.name in PARTS else ""), (x, y))
    return picture


def sheet(label: Label, photograph: Picture) -> Picture:
    """Return the photograph ruled, outlined, and its inverse depth, side by side or one over the other."""
    scale = SIDE / max(photograph.shape[:2])
    size = (round(photograph.shape[1] * scale), round(photograph.shape[0] * scale))
    small = np.asarray(cv2.resize(photograph, size, interpolation=cv2.INTER_AREA), np.uint8)
    depth = label.inverse_depth(*size)
    heat = cv2.applyColorMap((np.nan_to_num(depth) * 255).astype(np.uint8), cv2.COLORMAP_INFERNO)
    heat[np.isnan(depth)] = (0, 160, 0)
    pictures = [ruled(small), outlined(small, label.drawn), np.asarray(heat, np.uint8)]
    return np.concatenate(pictures, axis=1 if size[1] > size[0] else 0)


def _write(picture: Picture, text: str, at: tuple[int, int]) -> None:
    cv2.putText(picture, text, at, cv2.FONT_HERSHEY_SIMPLEX, 0.45, (0, 0, 0), 3, cv2.LINE_AA)
    cv2.putText(picture, text, at, cv2.FONT_HERSHEY_SIMPLEX, 0.45, (255, 255, 255), 1, cv2.LINE_AA)


_COLOURS = cv2.applyColorMap(np.array([range(0, 256, 23)], np.uint8), cv2.COLORMAP_HSV)[0]


def main() -> None:
    """Write the sheet."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("label", type=Path)
    parser.add_argument("photographs", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    given = parser.parse_args()
    label = Label.read(given.label)
    photograph = cv2.imread(str(given.photographs / label.photograph))
    if photograph is None:
        raise SystemExit(f"There is no photograph {label.photograph} in {given.photographs}.")
    cv2.imwrite(str(given.output), sheet(label, np.asarray(photograph, np.uint8)))


if __name__ == "__main__":
    main()
