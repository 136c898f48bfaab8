import gc
import threading
from collections.abc import Callable, Iterator
from itertools import repeat
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from skimage import metrics

from photoplay.clips import FRAMES_IN_FLIGHT, Clip, check_output, write_clip
from photoplay.errors import InvalidInputError

Pixels = NDArray[np.uint8]

psnr: Callable[..., float] = metrics.peak_signal_noise_ratio
ssim: Callable[..., float] = metrics.structural_similarity

WIDTH, HEIGHT = 322, 246
"""Even, but no multiple of 4, 8 or 16."""
SIZE = (WIDTH, HEIGHT)


def scene(width: int = WIDTH, height: int = HEIGHT) -> Pixels:
    """A picture with soft shading, grain and edges of strong colour, as soft as a lens makes them."""
    noise = np.random.default_rng(0)
    shading = noise.integers(0, 256, (6, 8, 3), dtype=np.uint8)
    picture = cv2.resize(shading, (width, height), interpolation=cv2.INTER_CUBIC)
    for x, y in noise.integers(0, (width, height), (12, 2)).tolist():
        cv2.circle(picture, (x, y), 14, noise.integers(0, 256, 3).tolist(), -1, cv2.LINE_AA)
    grain = noise.normal(0, 4, (height, width, 1))
    return (cv2.GaussianBlur(picture, (0, 0), 1) + grain).clip(0, 255).astype(np.uint8)


def push_in(count: int) -> Iterator[Pixels]:
    first = scene()
    for index in range(count):
        zoom = 1 + 0.001 * index
        matrix = np.array([[zoom, 0, (1 - zoom) * WIDTH / 2], [0, zoom, (1 - zoom) * HEIGHT / 2]])
        yield cv2.warpAffine(
            first, matrix, SIZE, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT
        ).astype(np.uint8)


def shot_clip(path: Path, count: int = 5, *, temporary: bool = False) -> Clip:
    write_clip(push_in(count), path, fps=30, size=SIZE)
    return Clip(path, WIDTH, HEIGHT, 30, count, temporary=temporary)


class TestFidelity:
    def test_first_and_last_frame_are_the_pictures(self, tmp_path: Path) -> None:
        frames = list(push_in(60))
        path = tmp_path / "clip.mp4"
        write_clip(frames, path, fps=30, size=SIZE, frame_count=60)
        decoded = list(Clip(path, WIDTH, HEIGHT, 30, 60).frames())
        assert len(decoded) == 60
        assert psnr(frames[0], decoded[0]) >= 40
        assert ssim(frames[0], decoded[0], channel_axis=2) >= 0.985
        assert psnr(frames[-1], decoded[-1]) >= 38

    @pytest.mark.parametrize(
        ("colour", "yuv"),
        [
            ((255, 255, 255), (235, 128, 128)),
            ((0, 0, 0), (16, 128, 128)),
            ((255, 0, 0), (63, 102, 240)),
            ((0, 255, 0), (173, 42, 26)),
            ((0, 0, 255), (32, 240, 118)),
        ],
    )
    def test_samples_are_bt709_in_limited_range(
        self, colour: tuple[int, int, int], yuv: tuple[int, int, int], tmp_path: Path
    ) -> None:
        path = tmp_path / "clip.mp4"
        write_clip([np.full((HEIGHT, WIDTH, 3), colour, np.uint8)], path, fps=30, size=SIZE)
        with av.open(str(path)) as container:
            planes = next(container.decode(video=0)).planes
            samples = [np.frombuffer(memoryview(plane), np.uint8)[0] for plane in planes]
        assert np.abs(np.subtract(samples, yuv, dtype=int)).max() <= 1
        (decoded,) = Clip(path, WIDTH, HEIGHT, 30, 1).frames()
        assert np.abs(decoded.astype(int) - colour).max() <= 3

    def test_file_says_what_it_holds(self, tmp_path: Path) -> None:
        clip = shot_clip(tmp_path / "clip.mp4", count=48)
        with av.open(str(clip.path)) as container:
            stream = container.streams.video[0]
            assert (stream.codec_context.name, stream.pix_fmt) == ("h264", "yuv420p")
            assert (stream.width, stream.height, stream.frames) == (*SIZE, 48)
            assert stream.average_rate == 30
            bt709, limited = 1, 1
            assert (stream.colorspace, stream.color_primaries, stream.color_trc) == (bt709, bt709, bt709)
            assert stream.color_range == limited
            times = [frame.time for frame in container.decode(stream)]
        assert times == pytest.approx([index / 30 for index in range(48)], abs=1e-4)
        content = clip.path.read_bytes()
        assert content.index(b"moov") < content.index(b"mdat")

    @pytest.mark.parametrize("count", [1, 2, 3, FRAMES_IN_FLIGHT, 31])
    def test_as_many_frames_as_given(self, count: int, tmp_path: Path) -> None:
        assert len(list(shot_clip(tmp_path / "clip.mp4", count).frames())) == count

    def test_same_frames_give_the_same_file(self, tmp_path: Path) -> None:
        first, second = (shot_clip(tmp_path / name, 20) for name in ("a.mp4", "b.mp4"))
        assert first.path.read_bytes() == second.path.read_bytes()


class TestWriting:
    def test_encoding_runs_beside_the_rendering(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        seen = set()
        transform = cv2.transform

        def watched(*arguments: object) -> object:
            seen.add(threading.current_thread().name)
            return transform(*arguments)  # type: ignore[call-overload]

        monkeypatch.setattr(cv2, "transform", watched)
        shot_clip(tmp_path / "clip.mp4")
        assert seen == {"encoder_0"}

    def test_on_frame_counts(self, tmp_path: Path) -> None:
        counts: list[int] = []
        write_clip(push_in(9), tmp_path / "clip.mp4", fps=24, size=SIZE, on_frame=counts.append)
        assert counts == list(range(1, 10))

    def test_takes_the_place_of_an_older_file(self, tmp_path: Path) -> None:
        path = tmp_path / "clip.mp4"
        path.write_bytes(b"older")
        assert len(list(shot_clip(path).frames())) == 5
        assert list(tmp_path.iterdir()) == [path]


class TestFailures:
    @pytest.fixture
    def path(self, tmp_path: Path) -> Iterator[Path]:
        """An older file that must outlive the failure, alone in its folder."""
        path = tmp_path / "clip.mp4"
        path.write_bytes(b"older")
        yield path
        assert list(tmp_path.iterdir()) == [path]
        assert path.read_bytes() == b"older"

    @pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
    def test_rendering(self, error: type[BaseException], path: Path) -> None:
        def broken() -> Iterator[Pixels]:
            yield from push_in(8)
            raise error

        with pytest.raises(error):
            write_clip(broken(), path, fps=30, size=SIZE)

    @pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
    def test_on_frame(self, error: type[BaseException], path: Path) -> None:
        def cancel(count: int) -> None:
            if count == 3:
                raise error

        with pytest.raises(error):
            write_clip(repeat(scene()), path, fps=30, size=SIZE, on_frame=cancel)

    def test_encoding_stops_the_rendering(self, path: Path) -> None:
        asked: list[int] = []

        def frames() -> Iterator[Pixels]:
            for index, frame in enumerate(push_in(100)):
                asked.append(index)
                yield frame[1:] if index == 5 else frame

        with pytest.raises(ValueError, match="every frame must have shape"):
            write_clip(frames(), path, fps=30, size=SIZE)
        assert len(asked) <= 5 + FRAMES_IN_FLIGHT + 1

    def test_no_frames(self, path: Path) -> None:
        with pytest.raises(ValueError, match="was given 0"):
            write_clip([], path, fps=30, size=SIZE)

    @pytest.mark.parametrize("count", [4, 6])
    def test_another_number_of_frames_than_announced(self, count: int, path: Path) -> None:
        with pytest.raises(ValueError, match=f"a clip of 5 frames was given {count}"):
            write_clip(push_in(count), path, fps=30, size=SIZE, frame_count=5)


class TestCheckOutput:
    def test_leaves_no_trace(self, tmp_path: Path) -> None:
        path = tmp_path / "clip.MP4"
        assert check_output(str(path)) == path
        path.write_bytes(b"older")
        check_output(path)
        assert list(tmp_path.iterdir()) == [path]
        assert path.read_bytes() == b"older"

    @pytest.mark.parametrize(
        ("name", "rule"),
        [
            ("clip.mov", "ends in .mp4"),
            ("clip", "ends in .mp4"),
            ("folder.mp4", "is a folder"),
            ("none/clip.mp4", "is not one"),
            ("file.txt/clip.mp4", "is not one"),
            (f"{'x' * 300}.mp4", "can be written"),
        ],
    )
    def test_refusals_come_before_any_frame(self, name: str, rule: str, tmp_path: Path) -> None:
        (tmp_path / "folder.mp4").mkdir()
        (tmp_path / "file.txt").touch()

        frames = push_in(5)
        with pytest.raises(InvalidInputError, match=r"^output must ") as caught:
            write_clip(frames, tmp_path / name, fps=30, size=SIZE)
        assert rule in str(caught.value)
        assert len(list(frames)) == 5

    def test_folder_without_permission(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def deny(*_: object, **__: object) -> None:
            raise PermissionError("denied")

        monkeypatch.setattr(Path, "touch", deny)
        with pytest.raises(InvalidInputError, match="can be written"):
            check_output(tmp_path / "clip.mp4")


class TestClip:
    def test_duration_is_in_seconds(self) -> None:
        assert Clip(Path("clip.mp4"), 2, 2, 30, 150).duration == 5
        assert Clip(Path("clip.mp4"), 2, 2, 24, 240).duration == 10

    def test_frames_are_decoded_one_at_a_time(self, tmp_path: Path) -> None:
        frames = shot_clip(tmp_path / "clip.mp4").frames()
        first = next(frames)
        assert first.shape == (HEIGHT, WIDTH, 3)
        assert first.dtype == np.uint8
        assert len(list(frames)) == 4

    def test_save_copies(self, tmp_path: Path) -> None:
        clip = shot_clip(tmp_path / "clip.mp4")
        saved = clip.save(str(tmp_path / "saved.mp4"))
        assert saved == tmp_path / "saved.mp4"
        assert saved.read_bytes() == clip.path.read_bytes()
        assert set(tmp_path.iterdir()) == {clip.path, saved}
        assert clip.save(clip.path).exists()

    def test_save_checks_its_output(self, tmp_path: Path) -> None:
        with pytest.raises(InvalidInputError, match=r"^output must "):
            shot_clip(tmp_path / "clip.mp4").save(tmp_path / "saved.gif")

    def test_close_removes_only_a_temporary_file(self, tmp_path: Path) -> None:
        with (
            shot_clip(tmp_path / "kept.mp4") as kept,
            shot_clip(tmp_path / "gone.mp4", temporary=True) as gone,
        ):
            saved = gone.save(tmp_path / "saved.mp4")
            assert gone.path.exists()
        assert kept.path.exists()
        assert saved.exists()
        assert not gone.path.exists()
        gone.close()

    def test_forgotten_temporary_file_is_removed(self, tmp_path: Path) -> None:
        clip = shot_clip(tmp_path / "gone.mp4", temporary=True)
        path = clip.path
        del clip
        gc.collect()
        assert not path.exists()
