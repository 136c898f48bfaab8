import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

import photoplay
from photoplay import CancelledError, InvalidInputError
from photoplay.director.direct import direct
from photoplay.drafts import (
    CELL,
    COLUMNS,
    DIM,
    GAP,
    GROUND,
    INK,
    LABEL,
    MARGIN,
    Storyboard,
    preview,
    storyboard,
)
from photoplay.shot import Resolution
from tests.scenes import landscape, portrait

PHOTO, END = portrait(480, 300), landscape(480, 300)
PROMPT = "Slow dolly in; she waves"


@pytest.fixture(scope="module")
def board() -> Storyboard:
    return storyboard(PHOTO, PROMPT, negative_prompt="zoom", seed=1)


def resized(picture: NDArray[np.uint8], like: NDArray[np.uint8]) -> NDArray[np.uint8]:
    size = like.shape[1], like.shape[0]
    return np.asarray(Image.fromarray(picture).resize(size, Image.Resampling.LANCZOS))


def psnr(frame: NDArray[np.uint8], picture: NDArray[np.uint8]) -> float:
    return float(10 * np.log10(255**2 / max(((frame.astype(float) - picture) ** 2).mean(), 1e-9)))


class TestStoryboard:
    def test_is_at_the_front_door(self) -> None:
        assert (photoplay.storyboard, photoplay.preview) == (storyboard, preview)

    def test_six_frames_from_first_to_last(self, board: Storyboard) -> None:
        assert len(board.frames) == 6
        height, width = board.frames[0].shape[:2]
        assert width * height == pytest.approx(Resolution.P480.area, rel=0.01)
        assert board.times == pytest.approx([0, 1, 2, 89 / 30, 119 / 30, 149 / 30])
        assert np.array_equal(board.frames[0], resized(PHOTO, board.frames[0]))
        steps = [float(np.abs(frame.astype(float) - board.frames[0]).mean()) for frame in board.frames]
        assert steps == sorted(steps)
        assert steps[1] > 0.1

    def test_the_plan_and_what_to_know(self, board: Storyboard) -> None:
        assert board.plan == photoplay.storyboard(PHOTO, board.plan, seed=1).plan
        assert [move.kind for move in board.plan.moves] == ["dolly"]
        assert any("waves" in note for note in board.notes)
        assert any("weights pull" in note for note in board.notes)

    def test_ten_seconds_and_a_seed(self) -> None:
        first, again, other = (storyboard(PHOTO, "handheld", duration=10, seed=seed) for seed in (1, 1, 2))
        assert first.times[-1] == pytest.approx(299 / 30)
        assert all(map(np.array_equal, first.frames, again.frames))
        assert not np.array_equal(first.frames[3], other.frames[3])

    def test_the_last_frame_is_the_end_image(self) -> None:
        board = storyboard(PHOTO, "dolly in", end_image=END, seed=1)
        assert np.array_equal(board.frames[0], resized(PHOTO, board.frames[0]))
        assert psnr(board.frames[-1], resized(END, board.frames[-1])) > 45
        assert any("arrives at the end image by" in note for note in board.notes)

    def test_the_same_photograph_at_both_ends_is_a_loop(self) -> None:
        board = storyboard(PHOTO, "dolly in", end_image=PHOTO, seed=1)
        assert psnr(board.frames[-1], board.frames[0]) > 45
        assert psnr(board.frames[3], board.frames[0]) < 40


class TestSheet:
    def test_shows_its_frames_in_rows(self, board: Storyboard) -> None:
        page = board.sheet()
        height = round(CELL * board.frames[0].shape[0] / board.frames[0].shape[1])
        assert page.width == 2 * MARGIN + COLUMNS * CELL + (COLUMNS - 1) * GAP
        for index, frame in enumerate(board.frames):
            left = MARGIN + index % COLUMNS * (CELL + GAP)
            top = MARGIN + index // COLUMNS * (height + LABEL + GAP)
            shown = np.asarray(page.crop((left, top, left + CELL, top + height)))
            small = np.asarray(Image.fromarray(frame).resize((CELL, height), Image.Resampling.LANCZOS))
            assert np.array_equal(shown, small)
            told = np.asarray(page.crop((left, top + height + 1, left + 80, top + height + LABEL)))
            assert (told == DIM).all(axis=-1).any()

    def test_has_a_bar_for_everything_with_its_seconds(self) -> None:
        board = storyboard(PHOTO, "For two seconds pan left, then hold still", seed=1)
        page = np.asarray(board.sheet())
        bars = (page == (64, 190, 150)).all(axis=-1)
        rows = np.flatnonzero(bars.any(axis=1))
        starts = [row for row in rows if row - 1 not in rows]
        assert len(starts) == len(board.plan.timed)
        lengths = [int(bars[row].sum()) for row in starts]
        for length, timed in zip(lengths, board.plan.timed, strict=True):
            whole = page.shape[1] - MARGIN - (MARGIN + 90 + 560)
            assert length == pytest.approx(whole * (timed.end - timed.start) / 5, abs=2)

    def test_a_portrait_and_long_notes_fit(self) -> None:
        board = storyboard(portrait(300, 480), "dolly in", seed=1)
        long = Storyboard(board.frames, board.times, board.plan, ("A long word about it. " * 40,))
        short, page = board.sheet(), long.sheet()
        assert page.height > short.height
        bottom = np.asarray(page)[-MARGIN:]
        assert (bottom == GROUND).all()
        assert not (np.asarray(page) == INK).all(axis=-1)[-MARGIN:].any()


class TestPreview:
    def test_the_whole_clip_small_and_with_few_frames(self, tmp_path: Path) -> None:
        clip = preview(PHOTO, PROMPT, seed=1, output=tmp_path / "draft.mp4")
        frames = list(clip.frames())
        assert clip.width * clip.height == pytest.approx(Resolution.P360.area, rel=0.01)
        assert (clip.fps, clip.frame_count, clip.duration) == (12, 60, 5)
        assert len(frames) == 60
        assert psnr(frames[0], resized(PHOTO, frames[0])) > 33
        assert psnr(frames[-1], frames[0]) < 32
        assert any("waves" in note for note in clip.notes)
        assert list(tmp_path.iterdir()) == [clip.path]

    def test_it_arrives_at_the_end_image(self) -> None:
        frames = list(preview(PHOTO, "dolly in", end_image=END, duration=10, seed=1).frames())
        assert len(frames) == 120
        assert psnr(frames[-1], resized(END, frames[-1])) > 33

    def test_without_output_it_is_temporary(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        with preview(PHOTO, "pan left", seed=1) as clip:
            assert clip.path.parent == tmp_path
        assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("draw", [storyboard, preview])
class TestBoth:
    def test_progress_rises_to_done(self, draw: Any) -> None:
        seen: list[tuple[str, float]] = []
        draw(PHOTO, "pan left", seed=1, progress=lambda stage, share: seen.append((stage, share)))
        shares = [share for _, share in seen]
        assert (shares[0], seen[-1]) == (0.0, ("Done", 1.0))
        assert shares == sorted(shares)

    @pytest.mark.parametrize("limit", [0.0, 0.5, 0.95])
    def test_what_progress_raises_stops_it(self, draw: Any, limit: float) -> None:
        def cancel(_stage: str, share: float) -> None:
            if share >= limit:
                raise CancelledError

        with pytest.raises(CancelledError):
            draw(PHOTO, "pan left", seed=1, progress=cancel)

    @pytest.mark.parametrize(
        ("options", "field"),
        [
            ({"image": landscape(200, 200)}, "image"),
            ({"prompt": " "}, "prompt"),
            ({"negative_prompt": "x" * 2501}, "negative_prompt"),
            ({"end_image": b"no picture"}, "end_image"),
            ({"guidance_scale": 1.1}, "guidance_scale"),
            ({"duration": 7}, "duration"),
            ({"seed": -1}, "seed"),
            ({"prompt": direct("pan left", duration=7.0)}, "plan.duration"),
        ],
    )
    def test_a_broken_rule_is_named(self, draw: Any, options: dict[str, Any], field: str) -> None:
        with pytest.raises(InvalidInputError) as error:
            draw(**{"image": PHOTO, "prompt": "pan left", **options})
        assert error.value.field == field
