import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from PIL import Image

from photoplay.cli.main import main
from photoplay.clips import Clip
from photoplay.director.direct import direct
from photoplay.director.plan import Plan
from photoplay.shot import Resolution
from photoplay.weights import MANIFEST
from tests.scenes import landscape

COMMAND = str(Path(sys.executable).with_name("photoplay"))


class Ended(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Ended]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder: a good photograph, and others."""
    photo = Image.fromarray(landscape(480, 300))
    photo.save(tmp_path / "photo.jpg")
    whole = (tmp_path / "photo.jpg").read_bytes()
    (tmp_path / "truncated.jpg").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "letter.jpg").write_text("Dear reader")
    (tmp_path / "oversize.jpg").write_bytes(whole + bytes(10 * 1024 * 1024))
    photo.resize((299, 300)).save(tmp_path / "small.png")
    photo.resize((300, 800)).save(tmp_path / "narrow.png")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Iterator[Run]:
    """A function that runs the command line in this process."""
    assert folder.is_dir()
    handler = signal.getsignal(signal.SIGTERM)

    def call(*arguments: str) -> Ended:
        monkeypatch.setattr(sys, "argv", ["photoplay", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        assert isinstance(ended.value.code, int)
        return Ended(ended.value.code, *capfd.readouterr())

    yield call
    signal.signal(signal.SIGTERM, handler)


def spawn(*arguments: str) -> Ended:
    """Run the installed command."""
    ended = subprocess.run([COMMAND, *arguments], capture_output=True, text=True, timeout=60, check=False)
    return Ended(ended.returncode, ended.stdout, ended.stderr)


def film(image: str = "photo.jpg", *options: str, output: str = "clip.mp4") -> list[str]:
    return ["animate", image, "--prompt", "dolly in", "-o", output, *options]


def draft(command: str, image: str = "photo.jpg", *options: str, output: str = "sheet.png") -> list[str]:
    return [command, image, "--prompt", "dolly in", "-o", output, *options]


FAILURES = {
    "missing file": (film("nothing.jpg"), "image must be an existing file; nothing.jpg is missing."),
    "folder": (film("."), "image must be a file; . is a directory."),
    "truncated JPEG": (film("truncated.jpg"), "image must be a whole picture; this one is damaged."),
    "no picture": (film("letter.jpg"), "image must be a JPEG or PNG picture."),
    "too small": (
        film("small.png"),
        "image must be at least 300 pixels on each side; this one is 299 x 300.",
    ),
    "too narrow": (
        film("narrow.png"),
        "image must have an aspect ratio between 1:2.5 and 2.5:1; this one is 300 x 800.",
    ),
    "oversize": (film("oversize.jpg"), "image must be at most 10 MB (10 * 1024 * 1024 bytes)."),
    "loop to another": (
        film("photo.jpg", "--loop", "--end-image", "photo.jpg"),
        "end_image cannot be given beside --loop, which ends on the photograph itself.",
    ),
    "storyboard name": (
        draft("storyboard", output="sheet.jpg"),
        "output must be a file name that ends in .png; sheet.jpg does not.",
    ),
    "storyboard over the photograph": (
        draft("storyboard", "small.png", output="small.png"),
        "output must not be the photograph itself.",
    ),
    "storyboard over the end image": (
        draft("storyboard", "photo.jpg", "--end-image", "small.png", output="small.png"),
        "output must not be the photograph itself.",
    ),
    "storyboard of no picture": (
        draft("storyboard", "letter.jpg"),
        "image must be a JPEG or PNG picture.",
    ),
    "storyboard without a prompt": (
        ["storyboard", "photo.jpg", "-o", "sheet.png"],
        "Missing option '--prompt'.",
    ),
    "preview name": (
        draft("preview", output="sheet.png"),
        "output must be a file name that ends in .mp4; sheet.png does not.",
    ),
    "preview of seven seconds": (
        draft("preview", "photo.jpg", "--duration", "7", output="clip.mp4"),
        "duration must be 5 or 10 seconds.",
    ),
    "end image": (film("photo.jpg", "--end-image", "letter.jpg"), "end_image must be a JPEG or PNG picture."),
    "duration": (film("photo.jpg", "--duration", "7"), "duration must be 5 or 10 seconds."),
    "frame rate": (film("photo.jpg", "--fps", "25"), "fps must be 12, 24 or 30 frames a second."),
    "guidance": (
        film("photo.jpg", "--guidance-scale", "2"),
        "guidance_scale must be between 0.00 and 1.00.",
    ),
    "seed": (film("photo.jpg", "--seed", "-1"), f"seed must be an integer from 0 to {2**63 - 1}."),
    "resolution": (
        film("photo.jpg", "--resolution", "4k"),
        "resolution must be '360p' or '480p' or '720p' or '1080p'; '4k' is not.",
    ),
    "engine": (
        film("photo.jpg", "--engine", "magic"),
        "engine must be 'auto' or 'multiplane' or 'diffusion'; 'magic' is not.",
    ),
    "diffusion": (
        film("photo.jpg", "--engine", "diffusion"),
        "The diffusion engine is not part of this version; use --engine multiplane, which runs on any CPU.",
    ),
    "output folder": (
        film(output="nowhere/clip.mp4"),
        "output must be in an existing folder; nowhere is not one.",
    ),
    "output name": (
        film(output="clip.avi"),
        "output must be a file name that ends in .mp4; clip.avi does not.",
    ),
    "empty prompt": (
        ["animate", "photo.jpg", "--prompt", "", "-o", "clip.mp4"],
        "prompt must not be empty.",
    ),
    "plan": (["plan", "pan left", "--duration", "6"], "duration must be 5 or 10 seconds."),
    "weights": (
        ["weights", "pull", "nothing"],
        f"weights must be one of {', '.join(entry.name for entry in MANIFEST)}; 'nothing' is not.",
    ),
    "missing prompt": (
        ["animate", "photo.jpg", "-o", "clip.mp4"],
        "prompt must be given, or a plan in its place, and not both.",
    ),
    "prompt and plan": (
        film("photo.jpg", "--plan", "plan.json"),
        "prompt must be given, or a plan in its place, and not both.",
    ),
    "missing plan": (
        ["animate", "photo.jpg", "--plan", "plan.json", "-o", "clip.mp4"],
        "plan cannot be read from plan.json: No such file or directory.",
    ),
    "unknown command": (["shoot"], "No such command 'shoot'."),
    "unknown option": (["plan", "pan left", "--loud"], "No such option: --loud."),
}


class TestFailures:
    @pytest.mark.parametrize("name", FAILURES)
    def test_are_one_sentence_and_leave_nothing(self, name: str, run: Run, folder: Path) -> None:
        arguments, sentence = FAILURES[name]
        before = sorted(folder.iterdir())
        assert run(*arguments) == (2, "", f"Error: {sentence}\n")
        assert sorted(folder.iterdir()) == before

    @pytest.mark.parametrize(
        "name", ["missing file", "truncated JPEG", "duration", "output folder", "unknown command"]
    )
    def test_of_the_installed_command(self, name: str, folder: Path) -> None:
        arguments, sentence = FAILURES[name]
        before = sorted(folder.iterdir())
        assert spawn(*arguments) == (2, "", f"Error: {sentence}\n")
        assert sorted(folder.iterdir()) == before

    @pytest.mark.parametrize(("option", "value"), [("--duration", "five"), ("--guidance-scale", "high")])
    def test_no_number(self, option: str, value: str, run: Run) -> None:
        code, out, err = run(*film("photo.jpg", option, value))
        assert (code, out) == (2, "")
        assert re.fullmatch(rf"Error: Invalid value for '{option}': [^\n]+\n", err)

    def test_weights_cannot_be_pulled_offline(self, run: Run) -> None:
        code, out, err = run("weights", "pull", "migan")
        assert (code, out) == (2, "")
        assert "not fetched while PHOTOPLAY_OFFLINE is set" in err

    @pytest.mark.parametrize("arguments", [[], ["weights"]])
    def test_no_command_shows_the_help_alone(self, arguments: list[str], run: Run) -> None:
        code, out, err = run(*arguments)
        assert code == 2
        assert "Usage: photoplay" in out
        assert err == ""


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
