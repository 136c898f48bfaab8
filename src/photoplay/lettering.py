"""Text on pictures."""

from collections.abc import Iterator

from PIL import ImageFont

LETTERS = 0x180
"""Where the letters of the font that comes with Pillow end."""


def font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Return the font that everything is written in."""
    return ImageFont.load_default(size)


def wrapped(text: str, size: int, width: int) -> Iterator[str]:
    """Yield the lines of `text` at a size, none wider than `width` pixels unless it is one word."""
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if line and font(size).getlength(longer) > width:
            yield line
            longer = word
        line = longer
    yield line


def can_draw(text: str) -> bool:
    """Whether the font has all letters of `text`."""
    return drawable(text) == text


def drawable(text: str) -> str:
    """Return `text` with a question mark for every letter that the font has not."""
    return "".join(letter if letter.isprintable() and ord(letter) < LETTERS else "?" for letter in text)
