import io
import struct
import time
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from photoplay.errors import InvalidInputError
from photoplay.media.pictures import inspect, read_header, sniff
from photoplay.stills import MAX_BYTES, load_still

EXAMPLES = Path(__file__).parents[2] / "src/photoplay/playground/examples"


def encoded(size: tuple[int, int], kind: str = "PNG") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, "teal").save(file, kind)
    return file.getvalue()


def claiming(side: int) -> bytes:
    """A small PNG whose header claims a huge square."""
    content = bytearray(encoded((300, 300)))
    content[16:24] = struct.pack(">II", side, side)
    content[29:33] = struct.pack(">I", zlib.crc32(content[12:29]))
    return bytes(content)


REFUSED = {
    "empty": b"",
    "text": b"Once upon a time",
    "html": b"<!doctype html>",
    "GIF": encoded((400, 400), "GIF"),
    "WebP": encoded((400, 400), "WEBP"),
    "only a PNG's magic": b"\x89PNG\r\n\x1a\n",
    "damaged JPEG": b"\xff\xd8\xff\xe0 once upon a time",
    "too many bytes": encoded((400, 400)).ljust(MAX_BYTES + 1, b"\0"),
    "too small": encoded((299, 400)),
    "one pixel": encoded((1, 1), "JPEG"),
    "too wide": encoded((1001, 400)),
    "too many pixels": claiming(8200),
    "far too many pixels": claiming(60_000),
}


@pytest.mark.parametrize("content", REFUSED.values(), ids=REFUSED)
def test_what_load_still_refuses_is_refused_in_the_same_sentence(content: bytes) -> None:
    with pytest.raises(InvalidInputError) as theirs:
        load_still(content, field="end_image")
    with pytest.raises(InvalidInputError) as ours:
        inspect(content, "end_image", check_aspect=True)
    assert str(ours.value) == str(theirs.value)
    assert ours.value.field == "end_image"


@pytest.mark.parametrize(("kind", "content_type"), [("PNG", "image/png"), ("JPEG", "image/jpeg")])
def test_the_content_type_comes_from_the_bytes(kind: str, content_type: str) -> None:
    for size in ((300, 300), (1000, 400), (400, 1000)):
        content = encoded(size, kind)
        assert inspect(content, "image", check_aspect=True) == content_type
        assert sniff(content) == content_type


def test_a_jpeg_of_several_pictures_is_a_jpeg() -> None:
    file = io.BytesIO()
    one = Image.new("RGB", (300, 300))
    one.save(file, "MPO", save_all=True, append_images=[one])
    assert inspect(file.getvalue(), "image", check_aspect=True) == "image/jpeg"


def test_the_shape_matters_only_where_asked() -> None:
    assert inspect(encoded((1001, 400)), "end_image", check_aspect=False) == "image/png"


def test_a_header_is_read_whatever_its_size_says() -> None:
    assert read_header(encoded((1, 1)), "image").size == (1, 1)
    with pytest.raises(InvalidInputError, match=r"this is a GIF\.$"):
        read_header(REFUSED["GIF"], "image")


@pytest.mark.parametrize("content", [b"", b"\x89PNG", b"\xff\xd8", b"GIF89a", b"<html>", REFUSED["WebP"]])
def test_other_beginnings_are_not_taken_for_pictures(content: bytes) -> None:
    assert sniff(content) is None


@given(st.binary(max_size=400), st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0"]))
def test_any_bytes_are_refused_in_a_sentence(content: bytes, magic: bytes) -> None:
    with pytest.raises(InvalidInputError):
        inspect(magic + content, "image", check_aspect=True)


def test_no_pixel_is_decoded() -> None:
    noise = np.random.default_rng(0).integers(0, 256, (1500, 2000, 3), np.uint8)
    file = io.BytesIO()
    Image.fromarray(noise).save(file, "PNG", compress_level=1)
    whole = file.getvalue()
    assert inspect(whole[: len(whole) // 2], "image", check_aspect=True) == "image/png"
    seconds = []
    for _ in range(5):
        started = time.perf_counter()
        inspect(whole, "image", check_aspect=True)
        seconds.append(time.perf_counter() - started)
    assert min(seconds) < 0.005


@pytest.mark.parametrize("name", ["astronaut.png", "dandelion.jpg", "moonwalk.jpg"])
def test_photographs_pass(name: str) -> None:
    assert inspect((EXAMPLES / name).read_bytes(), "image", check_aspect=True).startswith("image/")
