"""A Still: one photograph, checked, upright and in sRGB, whatever it came as."""

import io
import os
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms
from PIL.Image import Resampling, Transpose

from photoplay.errors import InvalidInputError

MAX_BYTES = 10 * 1024 * 1024
MIN_SIDE = 300
MAX_ASPECT = 2.5
MAX_PIXELS = 64_000_000
"""Room for a 61 megapixel camera; the worst PNG of that size takes 650 MB while it is read."""
MAX_LOADED_SIDE = 4096
"""Larger pictures are downscaled on load: twice the long side of a frame is all that a zoom can show."""

StillSource = str | os.PathLike[str] | bytes | Image.Image | NDArray[np.uint8]

_OTHER_FORMATS = (
    (0, b"GIF8", "a GIF"),
    (8, b"WEBP", "a WebP"),
    (4, b"ftypavi", "an AVIF"),
    (4, b"ftyphe", "a HEIC"),
    (4, b"ftypmif1", "a HEIF"),
    (0, b"BM", "a BMP"),
    (0, b"II*\0", "a TIFF"),
    (0, b"MM\0*", "a TIFF"),
    (0, b"8BPS", "a Photoshop file"),
    (0, b"%PDF", "a PDF"),
    (0, b"\0\0\0\x0cjP  ", "a JPEG 2000"),
    (0, b"\xff\x0a", "a JPEG XL"),
    (0, b"\0\0\0\x0cJXL ", "a JPEG XL"),
    (0, b"<svg", "an SVG"),
)

_ORIENTATION = 0x0112
_UPRIGHT = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}


@dataclass(frozen=True, eq=False)
class Still:
    """A photograph.

    Attributes:
        pixels: shape (height, width, 3), uint8, sRGB; read-only.
    """

    pixels: NDArray[np.uint8]

    def __post_init__(self) -> None:
        pixels = self.pixels.view()
        pixels.flags.writeable = False
        object.__setattr__(self, "pixels", pixels)

    @property
    def width(self) -> int:
        """Pixels across."""
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        """Pixels down."""
        return int(self.pixels.shape[0])

    def resized(self, width: int, height: int) -> NDArray[np.uint8]:
        """Return the whole picture resampled to (height, width, 3), uint8, sRGB.

        The one resampling to a frame's size: a clip's first frame is compared with this.
        """
        picture = Image.fromarray(self.pixels)
        return np.array(picture.resize((width, height), Resampling.LANCZOS))

    def cropped(self, aspect_ratio: float) -> "Still":
        """Return the middle of the picture, as much of it as has `aspect_ratio`, width over height."""
        width = min(self.width, round(self.height * aspect_ratio))
        height = min(self.height, round(self.width / aspect_ratio))
        x, y = (self.width - width) // 2, (self.height - height) // 2
        return Still(self.pixels[y : y + height, x : x + width])


def load_still(source: StillSource, *, field: str = "image", check_aspect: bool = True) -> Still:
    """Read one photograph and check it.

    The result is upright (EXIF orientation applied), in sRGB (embedded profile applied), composited on
    white where it is transparent, and at most 4096 pixels on its long side.

    Args:
        source: path of a JPEG or PNG file, its bytes, a Pillow picture, or a uint8 array of shape
            (height, width), (height, width, 3) or (height, width, 4).
        field: what to call the picture in an error.
        check_aspect: whether the sides must be within 1:2.5 and 2.5:1.

    Raises:
        InvalidInputError: the picture is missing, too large, damaged, of another format, under 300 pixels
            on a side, or too narrow.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module=r"PIL\.")
        picture = open_picture(source, field)
        check_size(picture.size, field, check_aspect)
        try:
            if picture is not source:
                picture.draft(None, _loaded_size(picture))  # a huge JPEG is decoded at half its size
            return Still(np.asarray(_developed(picture)))
        except Exception as error:  # Pillow raises nearly anything on a damaged file
            raise InvalidInputError(field, "must be a whole picture; this one is damaged") from error


def open_picture(source: StillSource, field: str) -> Image.Image:
    """Return a picture of which no more than the header has been read.

    Raises:
        InvalidInputError: it is missing, empty, over 10 MB, or neither JPEG nor PNG.
    """
    if isinstance(source, Image.Image):
        return source
    if isinstance(source, np.ndarray):
        if source.dtype != np.uint8 or source.ndim not in (2, 3) or source.shape[2:] not in ((), (3,), (4,)):
            raise InvalidInputError(field, "must be a uint8 array of shape (H, W), (H, W, 3) or (H, W, 4)")
        return Image.fromarray(source)
    content = source if isinstance(source, bytes) else _content(Path(source), field)
    if not content:
        raise InvalidInputError(field, "must not be empty")
    if len(content) > MAX_BYTES:
        raise InvalidInputError(field, "must be at most 10 MB (10 * 1024 * 1024 bytes)")
    try:
        return Image.open(io.BytesIO(content), formats=("PNG", "JPEG"))
    except Image.DecompressionBombError as error:
        raise _too_many_pixels(field) from error
    except Exception as error:  # Pillow raises nearly anything on a damaged file
        raise InvalidInputError(field, _format_rule(content)) from error


def _content(path: Path, field: str) -> bytes:
    if path.is_dir():
        raise InvalidInputError(field, f"must be a file; {path} is a directory")
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise InvalidInputError(field, f"must be an existing file; {path} is missing") from error
    except (OSError, ValueError) as error:
        raise InvalidInputError(field, f"must be a readable file; {path} is not") from error


def _format_rule(content: bytes) -> str:
    rule = "must be a JPEG or PNG picture"
    if content.startswith((b"\xff\xd8\xff", b"\x89PNG")):
        return f"{rule}; this one is damaged"
    for offset, magic, name in _OTHER_FORMATS:
        if content.startswith(magic, offset):
            return f"{rule}; this is {name}"
    return rule


def check_size(size: tuple[int, int], field: str, check_aspect: bool) -> None:
    """Check a size in pixels; every rule reads the same for a picture on its side."""
    width, height = size
    if width * height > MAX_PIXELS:
        raise _too_many_pixels(field)
    if min(size) < MIN_SIDE:
        raise InvalidInputError(
            field, f"must be at least {MIN_SIDE} pixels on each side; this one is {width} x {height}"
        )
    if check_aspect and max(size) > MAX_ASPECT * min(size):
        raise InvalidInputError(
            field, f"must have an aspect ratio between 1:2.5 and 2.5:1; this one is {width} x {height}"
        )


def _too_many_pixels(field: str) -> InvalidInputError:
    return InvalidInputError(field, f"must have at most {MAX_PIXELS // 1_000_000} megapixels")


def _loaded_size(picture: Image.Image) -> tuple[int, int]:
    scale = min(1.0, MAX_LOADED_SIDE / max(picture.size))
    return max(1, round(picture.width * scale)), max(1, round(picture.height * scale))


def _developed(picture: Image.Image) -> Image.Image:
    """Decode a picture to upright sRGB of at most MAX_LOADED_SIDE."""
    picture.load()
    plain = _plain(picture)
    size = _loaded_size(plain)
    if plain.size != size:
        plain = plain.resize(size, Resampling.LANCZOS)
    opaque = _srgb(plain.convert(plain.mode.removesuffix("A")), picture.info.get("icc_profile"))
    if plain.mode.endswith("A"):
        white = Image.new("RGB", size, "white")
        white.paste(opaque, mask=plain.getchannel("A"))
        opaque = white
    turn = _UPRIGHT.get(_orientation(picture))
    return opaque if turn is None else opaque.transpose(turn)


def _plain(picture: Image.Image) -> Image.Image:
    """Bring any mode to one of L, LA, RGB, RGBA and CMYK."""
    if picture.mode.startswith("I"):
        return _eight_bits(picture)
    if picture.mode in ("LA", "RGBA"):
        return picture
    if picture.has_transparency_data:
        return picture.convert("RGBA")
    if picture.mode in ("L", "RGB", "CMYK"):
        return picture
    return picture.convert("L" if picture.mode == "1" else "RGB")


def _eight_bits(picture: Image.Image) -> Image.Image:
    """Bring 16-bit gray, which Pillow would clip, to L or LA."""
    levels = np.asarray(picture).clip(0, 65535)
    gray = Image.fromarray((levels >> 8).astype(np.uint8))
    clear = picture.info.get("transparency")
    if clear is None:
        return gray
    return Image.merge("LA", (gray, Image.fromarray(np.where(levels == clear, 0, 255).astype(np.uint8))))


def _srgb(colour: Image.Image, profile: bytes | None) -> Image.Image:
    """Convert from the embedded profile to sRGB; a broken or unfitting profile is as good as none."""
    if profile:
        try:
            embedded = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            srgb = ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(colour, embedded, srgb, outputMode="RGB")
            if converted is not None:
                return converted
        except (ImageCms.PyCMSError, OSError):
            pass
    return colour.convert("RGB")


def _orientation(picture: Image.Image) -> int:
    try:
        return int(picture.getexif().get(_ORIENTATION, 1))
    except Exception:  # damaged EXIF data does not make the picture any worse
        return 1
