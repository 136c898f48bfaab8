"""Ways to call the command, and how it ends."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

COMMAND = str(Path(sys.executable).with_name("photoplay"))


class Ended(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Ended]


def spawn(*arguments: str) -> Ended:
    """Run the installed command."""
    ended = subprocess.run([COMMAND, *arguments], capture_output=True, text=True, timeout=60, check=False)
    return Ended(ended.returncode, ended.stdout, ended.stderr)


def film(image: str = "photo.jpg", *options: str, output: str = "clip.mp4") -> list[str]:
    return ["animate", image, "--prompt", "dolly in", "-o", output, *options]


def draft(command: str, image: str = "photo.jpg", *options: str, output: str = "sheet.png") -> list[str]:
    return [command, image, "--prompt", "dolly in", "-o", output, *options]
