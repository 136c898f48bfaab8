import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from photoplay.clips import Clip
from photoplay.director.direct import direct
from photoplay.director.plan import Plan
from photoplay.shot import Resolution
from photoplay.weights import MANIFEST
from tests.cli.calls import Run, draft, film, spawn


class TestAnimate:
    @pytest.fixture(autouse=True)
    def small_frames(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Frames of the area of 160 x 90."""
        monkeypatch.setattr(Resolution, "area", 160 * 90)

    def test_writes_the_clip_and_says_what_it_is(self, run: Run, folder: Path) -> None:
        before = set(folder.iterdir())
        code, out, err = run(*film("photo.jpg", "--fps", "24", "--seed", "1"))
        assert code == 0
        assert re.fullmatch(r"clip\.mp4: 5 s, 152 x 94, 120 frames, \d+\.\d MB, in \d+\.\d s\n", out)
        assert "Note: Some weights are missing" in err
        assert set(folder.iterdir()) - before == {folder / "clip.mp4"}
        assert len(list(Clip(folder / "clip.mp4", 152, 94, 24, 120).frames())) == 120

    def test_takes_every_option(self, run: Run, folder: Path) -> None:
        options = {
            "--negative-prompt": "zoom",
            "--end-image": "photo.jpg",
            "--guidance-scale": "0.9",
            "--duration": "10",
            "--seed": "3",
            "--resolution": "720p",
            "--fps": "24",
            "--engine": "multiplane",
        }
        code, out, _ = run(*film("photo.jpg", *(word for pair in options.items() for word in pair)))
        assert code == 0
        assert "10 s, 152 x 94, 240 frames" in out
        assert (folder / "clip.mp4").exists()

    def test_films_an_edited_plan(self, run: Run, folder: Path) -> None:
        _, out, _ = run("plan", "pan left, then zoom in", "--json")
        longer = Plan.model_validate_json(out).model_copy(update={"duration": 10.0})
        (folder / "plan.json").write_text(longer.model_dump_json(), encoding="utf-8")
        code, out, _ = run("animate", "photo.jpg", "--plan", "plan.json", "-o", "clip.mp4", "--fps", "24")
        assert code == 0
        assert "10 s, 152 x 94, 240 frames" in out

    def test_a_loop_ends_as_it_begins(self, run: Run, folder: Path) -> None:
        code, out, _ = run(*film("photo.jpg", "--fps", "12", "--seed", "1", "--loop"))
        assert code == 0
        assert "60 frames" in out
        first, *_, last = Clip(folder / "clip.mp4", 152, 94, 12, 60).frames()
        assert np.abs(first.astype(float) - last).mean() < 3


class TestDrafts:
    OPTIONS = (
        *("--negative-prompt", "zoom", "--end-image", "photo.jpg", "--guidance-scale", "0.9"),
        *("--duration", "10", "--seed", "3"),
    )

    @pytest.mark.parametrize("options", [(), OPTIONS], ids=["plain", "every option"])
    def test_a_storyboard_is_a_page(self, options: tuple[str, ...], run: Run, folder: Path) -> None:
        before = set(folder.iterdir())
        code, out, err = run(*draft("storyboard", "photo.jpg", *options))
        assert code == 0
        assert re.fullmatch(r"sheet\.png: 6 frames, in \d+\.\d s\n", out)
        assert "Note: Some weights are missing" in err
        assert set(folder.iterdir()) - before == {folder / "sheet.png"}
        with Image.open(folder / "sheet.png") as page:
            assert (page.format, page.width > 1800) == ("PNG", True)

    def test_a_preview_is_the_whole_clip(self, run: Run, folder: Path) -> None:
        code, out, err = run(*draft("preview", "photo.jpg", *self.OPTIONS, output="clip.mp4"))
        assert code == 0
        assert re.fullmatch(r"clip\.mp4: 10 s, 608 x 380, 120 frames, in \d+\.\d s\n", out)
        assert "Note: Some weights are missing" in err
        assert len(list(Clip(folder / "clip.mp4", 608, 380, 12, 120).frames())) == 120


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_stopped_while_filming_it_leaves_nothing(stop: signal.Signals, folder: Path) -> None:
    before = sorted(folder.iterdir())
    # A shell may start its background jobs deaf to SIGINT.
    script = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
        "from photoplay.cli.main import main; main()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, *film()], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as command:
        wait_until(lambda: any(path.stat().st_size for path in folder.glob(".*.mp4")))
        command.send_signal(stop)
        out, err = command.communicate(timeout=60)
    assert (command.returncode, out) == (130, "")
    assert err.strip() == "Cancelled; nothing was written."
    assert sorted(folder.iterdir()) == before


def wait_until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.02)


class TestPlan:
    PROMPT = "Slow pan left, then a dramatic dolly in"

    def test_json_is_the_plan(self, run: Run) -> None:
        code, out, err = run("plan", self.PROMPT, "--json", "--duration", "10", "--guidance-scale", "0.8")
        assert (code, err) == (0, "")
        assert Plan.model_validate_json(out) == direct(self.PROMPT, "", duration=10, guidance_scale=0.8)

    def test_shows_a_line_for_each_move(self, run: Run) -> None:
        code, out, _ = run("plan", self.PROMPT)
        assert code == 0
        assert [line.split()[:2] for line in out.splitlines()[:2]] == [["Camera", "pan"], ["Camera", "dolly"]]

    def test_of_the_installed_command(self) -> None:
        code, out, err = spawn("plan", self.PROMPT, "--json")
        assert (code, err) == (0, "")
        assert Plan.model_validate_json(out).moves


def test_weights_list_names_them_all(run: Run) -> None:
    code, out, err = run("weights", "list")
    assert (code, err) == (0, "")
    for entry in MANIFEST:
        assert entry.name in out


@pytest.mark.parametrize(
    "command", [[], ["animate"], ["storyboard"], ["preview"], ["plan"], ["weights"], ["weights", "pull"]]
)
def test_help(command: list[str], run: Run) -> None:
    code, out, err = run(*command, "--help")
    assert (code, err) == (0, "")
    assert f"Usage: {' '.join(['photoplay', *command])}" in out
