"""What can be told of a picture from its first bytes, without decoding it."""

import warnings
from typing import Literal

from PIL import Image

from photoplay.stills import check_size, open_picture

ContentType = Literal["image/png", "image/jpeg"]

_MAGIC: tuple[tuple[bytes, ContentType], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)


def sniff(content: bytes) -> ContentType | None:
    """Return the content type that `content` begins like, or None where it is neither PNG nor JPEG."""
    return next((kind for magic, kind in _MAGIC if content.startswith(magic)), None)


def read_header(content: bytes, field: str) -> Image.Image:
    """Open a JPEG or PNG picture of at most 10 MB without decoding a pixel.

    Raises:
        InvalidInputError: it is another format, empty, too large, or damaged in its first bytes.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module=r"PIL\.")
        return open_picture(content, field)


def inspect(content: bytes, field: str, check_aspect: bool) -> str:
    """Check a picture by its header as `load_still` does, and return its content type.

    Args:
        field: what to call the picture in an error.
        check_aspect: whether the sides must be within 1:2.5 and 2.5:1.

    Raises:
        InvalidInputError: it is not a JPEG or PNG, over 10 MB, has a side under 300 pixels, too many pixels
            or too narrow a shape. Damage behind the header is not seen here.
    """
    with read_header(content, field) as picture:
        check_size(picture.size, field, check_aspect)
        return "image/png" if picture.format == "PNG" else "image/jpeg"
