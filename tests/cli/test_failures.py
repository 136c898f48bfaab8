"""What the command says where it cannot do what it is asked for."""

import re
from pathlib import Path

import pytest

from photoplay.engines.diffusion.families import checkpoints
from photoplay.weights import MANIFEST
from tests.cli.calls import Run, draft, film, spawn

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
        "engine must be 'auto' or 'multiplane' or 'diffusion' or 'remote'; 'magic' is not.",
    ),
    "diffusion": (
        film("photo.jpg", "--engine", "diffusion"),
        "The diffusion engine needs an NVIDIA GPU and finds none; use --engine multiplane, which runs on any CPU.",
    ),
    "remote": (
        film("photo.jpg", "--engine", "remote"),
        "The remote engine has no server to film with; set PHOTOPLAY_VIDEO_SERVER to its address, such as "
        "http://127.0.0.1:30010, or use --engine multiplane.",
    ),
    "tier": (
        film("photo.jpg", "--tier", "fast"),
        "tier is not known to the multiplane engine; leave it out or use diffusion.",
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
        f"weights must be one of {', '.join([*(entry.name for entry in MANIFEST), *checkpoints()])}; 'nothing' is not.",
    ),
    "weights from nowhere": (
        ["weights", "pull", "silueta", "--from", "."],
        "from must be given with the name of one video model, and no other weights.",
    ),
    "a video model without its weights": (
        ["weights", "pull", "ltx", "--from", "."],
        "from must be a folder that holds Lightricks/LTX-Video-0.9.7-dev; model_index.json is missing.",
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
