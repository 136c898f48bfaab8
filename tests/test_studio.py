import gc
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

import photoplay
from photoplay import CancelledError, EngineUnavailableError, InvalidInputError, animate
from photoplay.clips import Clip
from photoplay.director.direct import direct
from photoplay.engines import choose
from photoplay.shot import Resolution
from tests.scenes import landscape, portrait

PHOTO = portrait(480, 300)
SIZE = 152, 94


@pytest.fixture(autouse=True)
def small_frames(monkeypatch: pytest.MonkeyPatch) -> None:
    """Frames of the area of 160 x 90."""
    monkeypatch.setattr(Resolution, "area", 160 * 90)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, where temporary files go too."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def quick(**options: Any) -> Clip:
    return animate(**{"image": PHOTO, "prompt": "Slow dolly in", "fps": 24, "seed": 1, **options})


def psnr(frame: NDArray[np.uint8], picture: NDArray[np.uint8]) -> float:
    return float(10 * np.log10(255**2 / ((frame.astype(float) - picture) ** 2).mean()))


def resized(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.asarray(Image.fromarray(picture).resize(SIZE, Image.Resampling.LANCZOS))


def test_is_the_packages_front_door() -> None:
    assert photoplay.animate is animate
    assert all(hasattr(photoplay, name) for name in photoplay.__all__)


def test_writes_the_clip_asked_for(folder: Path) -> None:
    output = folder / "clip.mp4"
    clip = quick(output=output)
    frames = list(clip.frames())
    assert clip.path == output
    assert (clip.width, clip.height, clip.fps, clip.frame_count) == (*SIZE, 24, 120)
    assert clip.duration == 5
    assert len(frames) == 120
    assert frames[0].shape == (*SIZE[::-1], 3)
    assert psnr(frames[0], resized(PHOTO)) > 33
    assert psnr(frames[-1], resized(PHOTO)) < 30
    assert list(folder.iterdir()) == [output]


def test_duration_and_frame_rate() -> None:
    clip = quick(duration=10, fps=30)
    assert (clip.frame_count, len(list(clip.frames()))) == (300, 300)


def test_end_image_is_the_last_frame() -> None:
    end = landscape(480, 300)
    frames = list(quick(end_image=end).frames())
    assert psnr(frames[-1], resized(end)) > 33


def test_end_image_may_have_any_shape() -> None:
    assert len(list(quick(end_image=landscape(300, 1200)).frames())) == 120


def test_a_path_is_as_good_as_an_array(folder: Path) -> None:
    Image.fromarray(PHOTO).save(folder / "photo.png")
    given, read = (
        animate(image, "pan left", fps=24, seed=1, output=folder / name).path.read_bytes()
        for image, name in ((PHOTO, "a.mp4"), (folder / "photo.png", "b.mp4"))
    )
    assert given == read


def test_a_clip_without_output_is_temporary(folder: Path) -> None:
    with quick() as clip:
        assert clip.path.parent == folder
        assert clip.path.exists()
        kept = clip.save(folder / "kept.mp4")
    assert list(folder.iterdir()) == [kept]


def test_a_forgotten_clip_leaves_nothing(folder: Path) -> None:
    clip = quick()
    assert list(folder.iterdir()) == [clip.path]
    del clip
    gc.collect()
    assert not list(folder.iterdir())


def test_the_same_seed_gives_the_same_file(folder: Path) -> None:
    first, again, other, drawn = (
        quick(prompt="handheld", seed=seed, output=folder / f"{name}.mp4").path.read_bytes()
        for name, seed in (("a", 1), ("b", 1), ("c", 2), ("d", None))
    )
    assert first == again
    assert len({first, other, drawn}) == 3


def test_notes_say_what_is_missing() -> None:
    notes = quick(prompt="Dolly in; she walks away and waves", negative_prompt="zoom").notes
    assert any("weights pull" in note for note in notes)
    assert all(note.endswith(".") for note in notes)


class TestPlan:
    def test_a_plan_films_as_its_prompt_does(self, folder: Path) -> None:
        plan = direct("Slow dolly in", duration=5.0)
        told, planned = (
            quick(prompt=prompt, output=folder / f"{name}.mp4").path.read_bytes()
            for name, prompt in (("a", "Slow dolly in"), ("b", plan))
        )
        assert told == planned

    @pytest.mark.parametrize(
        "beside", [{"negative_prompt": "zoom"}, {"guidance_scale": 0.5}, {"duration": 5}], ids=str
    )
    def test_nothing_that_a_plan_has_is_given_beside_it(self, beside: dict[str, Any]) -> None:
        with pytest.raises(InvalidInputError, match=f"{next(iter(beside))} cannot be given beside a plan"):
            quick(prompt=direct("pan left", duration=5.0), **beside)

    def test_its_length_is_one_that_can_be_filmed(self) -> None:
        with pytest.raises(InvalidInputError, match=r"plan\.duration must be 5 or 10 seconds"):
            quick(prompt=direct("pan left", duration=7.0))

    def test_its_notes_are_the_clips(self) -> None:
        clip = quick(prompt=direct("Dolly in, she smiles", duration=5.0))
        assert any("'she smiles'" in note for note in clip.notes)


class TestProgress:
    def test_rises_to_done(self) -> None:
        seen: list[tuple[str, float]] = []
        quick(progress=lambda stage, share: seen.append((stage, share)))
        shares = [share for _, share in seen]
        assert (shares[0], seen[-1]) == (0.0, ("Done", 1.0))
        assert shares == sorted(shares)

    def test_tells_of_weights_being_fetched(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def ensure(_names: object, progress: choose.Fetching | None = None) -> dict[str, Path]:
            if progress:
                progress("migan", 3_000_000, 28_000_000)
                progress("migan", 4_000_000, None)
            return {}

        monkeypatch.setattr(choose, "ensure", ensure)
        seen: list[tuple[str, float]] = []
        quick(progress=lambda stage, share: seen.append((stage, share)))
        assert seen[:2] == [("Fetching migan, 3 of 28 MB", 0.0), ("Fetching migan, 4 MB", 0.0)]

    @pytest.mark.parametrize("limit", [0.0, 0.5, 1.0])
    def test_what_it_raises_stops_the_film_and_leaves_nothing(self, limit: float, folder: Path) -> None:
        def cancel(_stage: str, share: float) -> None:
            if share >= limit:
                raise CancelledError

        with pytest.raises(CancelledError):
            quick(progress=cancel)
        assert not list(folder.iterdir())


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"image": landscape(200, 200)}, "image"),
        ({"image": landscape(300, 900)}, "image"),
        ({"image": "nowhere.jpg"}, "image"),
        ({"prompt": " "}, "prompt"),
        ({"prompt": "x" * 2501}, "prompt"),
        ({"negative_prompt": "x" * 2501}, "negative_prompt"),
        ({"end_image": b"no picture"}, "end_image"),
        ({"guidance_scale": 1.1}, "guidance_scale"),
        ({"duration": 7}, "duration"),
        ({"duration": 0}, "duration"),
        ({"seed": -1}, "seed"),
        ({"resolution": "4k"}, "resolution"),
        ({"fps": 25}, "fps"),
        ({"engine": "magic"}, "engine"),
        ({"output": "clip.mov"}, "output"),
        ({"output": "no/such/folder/clip.mp4"}, "output"),
    ],
)
def test_a_broken_rule_is_named_before_anything_happens(
    options: dict[str, object], field: str, folder: Path
) -> None:
    def never(_stage: str, _share: float) -> None:
        pytest.fail("the film had begun")

    with pytest.raises(InvalidInputError) as error:
        quick(**{"progress": never, **options})
    assert error.value.field == field
    assert str(error.value).startswith(f"{field} must ")
    assert not list(folder.iterdir())


def test_an_engine_that_cannot_run_is_refused(folder: Path) -> None:
    with pytest.raises(EngineUnavailableError):
        quick(engine="diffusion")
    assert not list(folder.iterdir())
