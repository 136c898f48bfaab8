import contextlib
import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, ImageCms

from photoplay.errors import InvalidInputError
from photoplay.stills import MAX_BYTES, MAX_LOADED_SIDE, Still, load_still

Pixels = NDArray[np.uint8]

ORIENTATION = 0x0112
RED, GREEN, BLUE, YELLOW = (230, 20, 20), (20, 200, 20), (20, 20, 230), (240, 230, 10)


def quarters(width: int = 400, height: int = 320) -> Pixels:
    """Four colours, one a quarter, so that any turn or flip shows."""
    pixels = np.empty((height, width, 3), np.uint8)
    pixels[: height // 2, : width // 2] = RED
    pixels[: height // 2, width // 2 :] = GREEN
    pixels[height // 2 :, : width // 2] = BLUE
    pixels[height // 2 :, width // 2 :] = YELLOW
    return pixels


def ramp(width: int = 512, height: int = 320) -> Pixels:
    """Shape (height, width): 0 at the left, 255 at the right."""
    return np.broadcast_to(np.linspace(0, 255, width).astype(np.uint8), (height, width)).copy()


def encoded(picture: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **({} if kind == "PNG" else {"quality": 95, "subsampling": 0}) | options)
    return file.getvalue()


def png_of_size(width: int, height: int) -> bytes:
    """A small PNG whose header claims another size."""
    content = bytearray(encoded(Image.new("L", (300, 300))))
    content[16:24] = struct.pack(">II", width, height)
    content[29:33] = struct.pack(">I", zlib.crc32(content[12:29]))
    return bytes(content)


def jpeg_of_size(width: int, height: int) -> bytes:
    content = bytearray(encoded(Image.new("L", (300, 300)), "JPEG"))
    frame_header = content.index(b"\xff\xc0")
    content[frame_header + 5 : frame_header + 9] = struct.pack(">HH", height, width)
    return bytes(content)


def red_green_swapped_profile() -> bytes:
    """An sRGB profile in which the first channel is green and the second red."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile.replace(b"rXYZ", b"????", 1).replace(b"gXYZ", b"rXYZ", 1).replace(b"????", b"gXYZ", 1)


def refused(source: Any, **options: Any) -> str:
    with pytest.raises(InvalidInputError) as caught:
        load_still(source, **options)
    assert caught.value.field == options.get("field", "image")
    message = str(caught.value)
    assert message == f"{caught.value.field} {caught.value.rule}."
    return message


def assert_close(still: Still, expected: NDArray[Any], within: int) -> None:
    assert still.pixels.shape == expected.shape
    assert np.abs(still.pixels.astype(int) - expected).max() <= within


class TestSources:
    def test_every_kind_gives_the_same_pixels(self, tmp_path: Path) -> None:
        pixels = quarters()
        content = encoded(Image.fromarray(pixels))
        path = tmp_path / "still.png"
        path.write_bytes(content)
        for source in (path, str(path), content, Image.fromarray(pixels), pixels):
            still = load_still(source)
            assert np.array_equal(still.pixels, pixels)
            assert (still.width, still.height) == (400, 320)

    def test_pixels_are_read_only_and_no_one_elses(self) -> None:
        pixels = quarters()
        still = load_still(pixels)
        pixels[:] = 0
        assert still.pixels.any()
        with pytest.raises(ValueError, match="read-only"):
            still.pixels[0, 0] = 0

    def test_a_callers_picture_stays_as_it_is(self) -> None:
        picture = Image.open(io.BytesIO(encoded(Image.new("RGB", (8400, 400)), "JPEG")))
        load_still(picture, check_aspect=False)
        assert picture.size == (8400, 400)

    def test_jpeg_is_told_by_content_not_by_name(self, tmp_path: Path) -> None:
        path = tmp_path / "still.gif"
        path.write_bytes(encoded(Image.fromarray(quarters()), "JPEG"))
        assert_close(load_still(path), quarters(), within=25)

    def test_gray_and_transparent_arrays(self) -> None:
        gray = ramp()
        assert np.array_equal(load_still(gray).pixels, np.stack([gray] * 3, axis=2))
        clear = np.dstack([quarters(), np.zeros((320, 400), np.uint8)])
        assert (load_still(clear).pixels == 255).all()

    @pytest.mark.parametrize(
        "array",
        [np.zeros((400, 400, 3), np.float32), np.zeros((400, 400, 2), np.uint8), np.zeros(9, np.uint8)],
    )
    def test_other_arrays_are_refused(self, array: NDArray[Any]) -> None:
        assert "must be a uint8 array" in refused(array)


class TestRefusals:
    def test_missing_file_and_directory(self, tmp_path: Path) -> None:
        assert "missing" in refused(tmp_path / "none.png", field="end_image")
        assert "directory" in refused(tmp_path)
        assert "readable" in refused("\0.png")

    def test_file_that_cannot_be_read(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def deny(*_: object, **__: object) -> None:
            raise PermissionError("denied")

        monkeypatch.setattr(Path, "open", deny)
        assert "readable" in refused(tmp_path / "secret.png")

    def test_empty(self, tmp_path: Path) -> None:
        path = tmp_path / "empty.png"
        path.touch()
        assert refused(path) == refused(b"") == "image must not be empty."

    def test_bytes_limit_is_exact(self, tmp_path: Path) -> None:
        content = encoded(Image.fromarray(quarters()))
        path = tmp_path / "large.png"
        path.write_bytes(content.ljust(MAX_BYTES, b"\0"))
        assert load_still(path).width == 400
        path.write_bytes(content.ljust(MAX_BYTES + 1, b"\0"))
        assert refused(path) == "image must be at most 10 MB (10 * 1024 * 1024 bytes)."

    @pytest.mark.parametrize(
        ("kind", "name"), [("GIF", "a GIF"), ("WEBP", "a WebP"), ("BMP", "a BMP"), ("TIFF", "a TIFF")]
    )
    def test_other_formats_are_named(self, kind: str, name: str, tmp_path: Path) -> None:
        path = tmp_path / "still.png"
        path.write_bytes(encoded(Image.fromarray(quarters()), kind))
        assert refused(path) == f"image must be a JPEG or PNG picture; this is {name}."

    def test_no_picture_at_all(self) -> None:
        assert refused(b"Once upon a time") == "image must be a JPEG or PNG picture."
        assert "damaged" in refused(b"\xff\xd8\xff\xe0 once upon a time")

    @pytest.mark.parametrize("kind", ["PNG", "JPEG"])
    @pytest.mark.parametrize("kept", [0.1, 0.5, 0.9])
    def test_truncated(self, kind: str, kept: float) -> None:
        noise = np.random.default_rng(0).integers(0, 256, (320, 400, 3), dtype=np.uint8)
        content = encoded(Image.fromarray(noise), kind)
        assert "damaged" in refused(content[: int(len(content) * kept)])

    @settings(max_examples=60, deadline=None)
    @given(st.integers(0, 2000), st.binary(min_size=1, max_size=8), st.sampled_from(["PNG", "JPEG"]))
    def test_damage_is_loaded_or_refused_but_never_crashes(self, offset: int, junk: bytes, kind: str) -> None:
        content = bytearray(encoded(Image.fromarray(quarters()), kind))
        offset = min(offset, len(content) - len(junk))
        content[offset : offset + len(junk)] = junk
        with contextlib.suppress(InvalidInputError):
            load_still(bytes(content))

    @pytest.mark.parametrize(
        "bomb", [png_of_size(9000, 8000), png_of_size(60000, 60000), jpeg_of_size(65000, 65000)]
    )
    def test_pixel_cap_acts_before_decoding(self, bomb: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(Image.Image, "load", None)
        assert refused(bomb) == "image must have at most 64 megapixels."

    def test_too_small(self) -> None:
        assert load_still(np.zeros((300, 300), np.uint8)).width == 300
        assert refused(np.zeros((299, 400), np.uint8)) == (
            "image must be at least 300 pixels on each side; this one is 400 x 299."
        )

    @pytest.mark.parametrize("turned", [False, True])
    def test_aspect_ratio(self, turned: bool) -> None:
        widest, too_wide = np.zeros((400, 1000), np.uint8), np.zeros((400, 1001), np.uint8)
        load_still(widest.T.copy() if turned else widest)
        source = too_wide.T.copy() if turned else too_wide
        assert "between 1:2.5 and 2.5:1" in refused(source)
        load_still(source, check_aspect=False)


class TestColour:
    def test_cmyk_jpeg(self) -> None:
        content = encoded(Image.fromarray(quarters()).convert("CMYK"), "JPEG")
        assert_close(load_still(content), quarters(), within=25)

    def test_cmyk_with_a_profile_of_another_kind(self) -> None:
        picture = Image.fromarray(quarters()).convert("CMYK")
        content = encoded(picture, "JPEG", icc_profile=red_green_swapped_profile())
        assert_close(load_still(content), quarters(), within=25)

    def test_16_bit_gray_is_scaled_not_clipped(self) -> None:
        gray = ramp()
        _, content = cv2.imencode(".png", gray.astype(np.uint16) * 257)
        assert_close(load_still(content.tobytes()), np.stack([gray] * 3, axis=2), within=1)

    def test_16_bit_colour(self) -> None:
        _, content = cv2.imencode(".png", quarters()[..., ::-1].astype(np.uint16) * 257)
        assert_close(load_still(content.tobytes()), quarters(), within=1)

    def test_1_bit(self) -> None:
        black_left = np.where(ramp() > 127, 255, 0).astype(np.uint8)
        still = load_still(encoded(Image.fromarray(black_left).convert("1")))
        assert np.array_equal(still.pixels, np.stack([black_left] * 3, axis=2))

    def test_palette(self) -> None:
        picture = Image.fromarray(quarters()).quantize(4)
        assert_close(load_still(encoded(picture)), quarters(), within=4)

    @pytest.mark.parametrize("kind", ["RGBA", "LA"])
    def test_alpha_lies_on_white(self, kind: str) -> None:
        picture = Image.new("RGB", (400, 320), "black").convert(kind)
        picture.putalpha(Image.fromarray(ramp(400)))
        expected = 255 - ramp(400)[..., None].repeat(3, axis=2).astype(int)
        assert_close(load_still(encoded(picture)), expected, within=1)

    @pytest.mark.parametrize("transparency", [0, b"\x00\xff\xff\xff"])
    def test_transparent_palette_entry(self, transparency: int | bytes) -> None:
        picture = Image.fromarray(np.repeat([[0] * 200 + [1] * 200], 320, axis=0).astype(np.uint8), "P")
        picture.putpalette([*RED, *BLUE])
        still = load_still(encoded(picture, transparency=transparency))
        assert (still.pixels[:, :200] == 255).all()
        assert (still.pixels[:, 200:] == BLUE).all()

    @pytest.mark.parametrize(("kind", "clear"), [("L", 0), ("I;16", 0), ("RGB", (0, 0, 0))])
    def test_transparent_colour(self, kind: str, clear: int | tuple[int, ...]) -> None:
        levels = np.where(ramp(400) > 127, 90, 0)
        sources: dict[str, NDArray[Any]] = {
            "L": levels.astype(np.uint8),
            "I;16": (levels * 257).astype(np.uint16),
            "RGB": np.stack([levels] * 3, axis=2).astype(np.uint8),
        }
        still = load_still(encoded(Image.fromarray(sources[kind]), transparency=clear))
        assert_close(still, np.where(levels == 0, 255, 90)[..., None].repeat(3, axis=2), within=1)

    @pytest.mark.parametrize("kind", ["PNG", "JPEG"])
    def test_profile_is_applied(self, kind: str) -> None:
        content = encoded(Image.fromarray(quarters()), kind, icc_profile=red_green_swapped_profile())
        assert_close(load_still(content), quarters()[..., [1, 0, 2]], within=25 if kind == "JPEG" else 2)

    def test_profile_is_applied_under_alpha(self) -> None:
        picture = Image.fromarray(quarters()).convert("RGBA")
        content = encoded(picture, icc_profile=red_green_swapped_profile())
        assert_close(load_still(content), quarters()[..., [1, 0, 2]], within=2)

    def test_broken_profile_is_ignored(self) -> None:
        content = encoded(Image.fromarray(quarters()), icc_profile=b"not a profile")
        assert np.array_equal(load_still(content).pixels, quarters())

    def test_srgb_profile_changes_nothing_visible(self) -> None:
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        noise = np.random.default_rng(0).integers(0, 256, (320, 400, 3), dtype=np.uint8)
        assert_close(load_still(encoded(Image.fromarray(noise), icc_profile=profile)), noise, within=1)


UPRIGHT: dict[int, Callable[[Pixels], Pixels]] = {
    1: lambda stored: stored,
    2: lambda stored: stored[:, ::-1],
    3: lambda stored: stored[::-1, ::-1],
    4: lambda stored: stored[::-1],
    5: lambda stored: stored.swapaxes(0, 1),
    6: lambda stored: np.rot90(stored, -1),
    7: lambda stored: np.rot90(stored, 2).swapaxes(0, 1),
    8: np.rot90,
}


class TestContainers:
    @pytest.mark.parametrize("orientation", UPRIGHT)
    @pytest.mark.parametrize("kind", ["PNG", "JPEG"])
    def test_orientation(self, orientation: int, kind: str) -> None:
        exif = Image.Exif()
        exif[ORIENTATION] = orientation
        still = load_still(encoded(Image.fromarray(quarters()), kind, exif=exif))
        assert_close(still, UPRIGHT[orientation](quarters()), within=25)

    @pytest.mark.parametrize("exif", [b"Exif\0\0II*\0 broken", b"Exif\0\0nonsense"])
    def test_broken_exif_is_ignored(self, exif: bytes) -> None:
        content = encoded(Image.fromarray(quarters()), "JPEG", exif=exif)
        assert_close(load_still(content), quarters(), within=25)

    def test_multi_picture_jpeg_gives_its_first(self) -> None:
        first, second = Image.fromarray(quarters()), Image.new("RGB", (400, 320))
        content = encoded(first, "MPO", save_all=True, append_images=[second])
        assert_close(load_still(content), quarters(), within=25)

    def test_animated_png_gives_its_first_frame(self) -> None:
        first, second = Image.fromarray(quarters()), Image.new("RGB", (400, 320))
        content = encoded(first, "PNG", save_all=True, append_images=[second])
        assert np.array_equal(load_still(content).pixels, quarters())

    @pytest.mark.parametrize(("kind", "size"), [("PNG", (5000, 2100)), ("JPEG", (8400, 3528))])
    def test_huge_pictures_are_downscaled(self, kind: str, size: tuple[int, int]) -> None:
        still = load_still(encoded(Image.fromarray(quarters(*size)), kind))
        assert (still.width, still.height) == (MAX_LOADED_SIDE, 1720)
        assert_close(still, Still(quarters(*size)).resized(still.width, still.height), within=25)


class TestResized:
    def test_shape(self) -> None:
        assert load_still(quarters()).resized(642, 514).shape == (514, 642, 3)

    def test_same_size_is_the_same_picture(self) -> None:
        assert np.array_equal(load_still(quarters()).resized(400, 320), quarters())

    def test_fine_detail_averages_out_instead_of_aliasing(self) -> None:
        stripes = np.zeros((600, 900), np.uint8)
        stripes[:, ::2] = 255
        small = load_still(stripes).resized(310, 206).astype(int)
        assert np.abs(small[:, 8:-8] - 127).max() <= 6
