import contextlib
import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageCms

from photoplay.errors import InvalidInputError
from photoplay.stills import MAX_BYTES, MAX_LOADED_SIDE, Still, load_still

Pixels = NDArray[np.uint8]

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


def bomb(kind: str, side: int) -> bytes:
    """A small file whose header claims a huge square."""
    content = bytearray(encoded(Image.new("L", (300, 300)), kind))
    if kind == "JPEG":
        return bytes(content).replace(struct.pack(">HH", 300, 300), struct.pack(">HH", side, side))
    content[16:24] = struct.pack(">II", side, side)
    content[29:33] = struct.pack(">I", zlib.crc32(content[12:29]))
    return bytes(content)


def red_green_swapped_profile() -> bytes:
    """An sRGB profile in which the first channel is green and the second red."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile.replace(b"rXYZ", b"????", 1).replace(b"gXYZ", b"rXYZ", 1).replace(b"????", b"gXYZ", 1)


def refused(source: Any, **options: Any) -> str:
    with pytest.raises(InvalidInputError) as caught:
        load_still(source, **options)
    assert caught.value.field == options.get("field", "image")
    assert str(caught.value) == f"{caught.value.field} {caught.value.rule}."
    return str(caught.value)


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
        assert (load_still(np.insert(quarters(), 3, 0, axis=2)).pixels == 255).all()

    @pytest.mark.parametrize(("shape", "kind"), [((400, 400, 3), "f4"), ((400, 400, 2), "u1"), ((9,), "u1")])
    def test_other_arrays_are_refused(self, shape: tuple[int, ...], kind: str) -> None:
        assert "must be a uint8 array" in refused(np.zeros(shape, kind))


class TestRefusals:
    def test_no_file_to_read(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        assert "missing" in refused(tmp_path / "none.png", field="end_image")
        assert "directory" in refused(tmp_path)
        assert "readable" in refused("\0.png")
        monkeypatch.setattr(Path, "open", Mock(side_effect=PermissionError))
        assert "readable" in refused(tmp_path / "secret.png")

    def test_empty(self) -> None:
        assert refused(b"") == "image must not be empty."

    def test_bytes_limit_is_exact(self, tmp_path: Path) -> None:
        content = encoded(Image.fromarray(quarters()))
        path = tmp_path / "large.png"
        path.write_bytes(content.ljust(MAX_BYTES, b"\0"))
        assert load_still(path).width == 400
        path.write_bytes(content.ljust(MAX_BYTES + 1, b"\0"))
        assert refused(path) == "image must be at most 10 MB (10 * 1024 * 1024 bytes)."

    @pytest.mark.parametrize("name", ["GIF", "WebP", "BMP", "TIFF"])
    def test_other_formats_are_named(self, name: str, tmp_path: Path) -> None:
        path = tmp_path / "still.png"
        path.write_bytes(encoded(Image.fromarray(quarters()), name.upper()))
        assert refused(path) == f"image must be a JPEG or PNG picture; this is a {name}."

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

    @pytest.mark.parametrize(("kind", "side"), [("PNG", 8200), ("PNG", 60000), ("JPEG", 65000)])
    def test_pixel_cap_acts_before_decoding(
        self, kind: str, side: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        content = bomb(kind, side)
        monkeypatch.setattr(Image.Image, "load", None)
        assert refused(content) == "image must have at most 64 megapixels."

    def test_too_small(self) -> None:
        assert load_still(np.zeros((300, 300), np.uint8)).width == 300
        message = refused(np.zeros((299, 400), np.uint8))
        assert message == "image must be at least 300 pixels on each side; this one is 400 x 299."

    @pytest.mark.parametrize("axes", [(0, 1), (1, 0)])
    def test_aspect_ratio(self, axes: tuple[int, int]) -> None:
        load_still(np.zeros((400, 1000), np.uint8).transpose(axes))
        too_wide = np.zeros((400, 1001), np.uint8).transpose(axes)
        assert "between 1:2.5 and 2.5:1" in refused(too_wide)
        load_still(too_wide, check_aspect=False)


class TestColour:
    @pytest.mark.parametrize("profile", [None, red_green_swapped_profile()])
    def test_cmyk_jpeg_whatever_unfitting_profile_it_has(self, profile: bytes | None) -> None:
        content = encoded(Image.fromarray(quarters()).convert("CMYK"), "JPEG", icc_profile=profile)
        assert_close(load_still(content), quarters(), within=25)

    @pytest.mark.parametrize("pixels", [ramp(), quarters()])
    def test_16_bits_are_scaled_not_clipped(self, pixels: Pixels) -> None:
        _, content = cv2.imencode(
            ".png", np.flip(pixels, axis=2 if pixels.ndim == 3 else ()) * np.uint16(257)
        )
        assert_close(load_still(content.tobytes()), load_still(pixels).pixels, within=1)

    def test_1_bit_and_palette(self) -> None:
        picture = Image.fromarray(quarters())
        black_and_white = picture.convert("1")
        assert_close(
            load_still(encoded(black_and_white)), np.asarray(black_and_white.convert("RGB")), within=0
        )
        assert_close(load_still(encoded(picture.quantize(4))), quarters(), within=4)

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

    @pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGB"), ("PNG", "RGBA"), ("JPEG", "RGB")])
    def test_profile_is_applied(self, kind: str, mode: str) -> None:
        picture = Image.fromarray(quarters()).convert(mode)
        content = encoded(picture, kind, icc_profile=red_green_swapped_profile())
        assert_close(load_still(content), quarters()[..., [1, 0, 2]], within=25)

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
        exif[ExifTags.Base.Orientation] = orientation
        still = load_still(encoded(Image.fromarray(quarters()), kind, exif=exif))
        assert_close(still, UPRIGHT[orientation](quarters()), within=25)

    @pytest.mark.parametrize("exif", [b"Exif\0\0II*\0 broken", b"Exif\0\0nonsense"])
    def test_broken_exif_is_ignored(self, exif: bytes) -> None:
        content = encoded(Image.fromarray(quarters()), "JPEG", exif=exif)
        assert_close(load_still(content), quarters(), within=25)

    @pytest.mark.parametrize("kind", ["PNG", "MPO"])
    def test_many_pictures_in_a_file_give_the_first(self, kind: str) -> None:
        first, second = Image.fromarray(quarters()), Image.new("RGB", (400, 320))
        content = encoded(first, kind, save_all=True, append_images=[second])
        assert_close(load_still(content), quarters(), within=25)

    @pytest.mark.parametrize(("kind", "size"), [("PNG", (5000, 2100)), ("JPEG", (8400, 3528))])
    def test_huge_pictures_are_downscaled(self, kind: str, size: tuple[int, int]) -> None:
        still = load_still(encoded(Image.fromarray(quarters(*size)), kind))
        assert (still.width, still.height) == (MAX_LOADED_SIDE, 1720)
        assert_close(still, Still(quarters(*size)).resized(still.width, still.height), within=25)


class TestResized:
    def test_size(self) -> None:
        assert load_still(quarters()).resized(642, 514).shape == (514, 642, 3)
        assert np.array_equal(load_still(quarters()).resized(400, 320), quarters())

    def test_fine_detail_averages_out_instead_of_aliasing(self) -> None:
        stripes = np.zeros((600, 900), np.uint8)
        stripes[:, ::2] = 255
        small = load_still(stripes).resized(310, 206).astype(int)
        assert np.abs(small[:, 8:-8] - 127).max() <= 6


@pytest.mark.parametrize(("aspect_ratio", "size"), [(1.0, (320, 320)), (2.0, (400, 200)), (0.5, (160, 320))])
def test_cropped_is_the_middle(aspect_ratio: float, size: tuple[int, int]) -> None:
    cropped = load_still(quarters()).cropped(aspect_ratio)
    assert (cropped.width, cropped.height) == size
    middle = cropped.pixels[size[1] // 2 - 1 : size[1] // 2 + 1, size[0] // 2 - 1 : size[0] // 2 + 1]
    assert np.array_equal(middle, [[RED, GREEN], [BLUE, YELLOW]])
