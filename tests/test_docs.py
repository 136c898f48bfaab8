"""What the README shows must work as shown."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import av
import pytest

from photoplay.director.direct import direct
from photoplay.director.vocabulary.kinds import ActionKind, EffectKind, GradeKind, LightKind
from photoplay.director.vocabulary.stand_ins import STAND_INS
from photoplay.engines.multiplane.playing.cast import PLAYS
from photoplay.settings import Settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SMALL = "from photoplay.shot import Resolution; Resolution.area = 320 * 180\n"
"""Lets commands film small frames: what they say and do is the same."""
COMMAND = SMALL + "from photoplay.cli.main import main; main()"


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


COMMANDS = [line for block in blocks("sh") for line in block.splitlines() if line.startswith("photoplay ")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "src/photoplay/playground/examples/dandelion.jpg", tmp_path / "photo.jpg")
    (tmp_path / "plan.json").write_text(direct("pan left", duration=5.0).model_dump_json(), encoding="utf-8")
    return tmp_path


def run(folder: Path, *arguments: str) -> None:
    ended = subprocess.run(
        [sys.executable, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr


@pytest.mark.parametrize("line", COMMANDS)
def test_the_commands_work(line: str, folder: Path) -> None:
    run(folder, "-c", COMMAND, *shlex.split(line, comments=True)[1:])
    assert ("animate" in line) == (folder / "clip.mp4").is_file()


@pytest.mark.parametrize("code", blocks("python"))
def test_the_library_example_works(code: str, folder: Path) -> None:
    run(folder, "-c", SMALL + code)
    with av.open(folder / "clip.mp4") as container:
        assert sum(1 for _ in container.decode(video=0)) == 150


def test_there_is_something_to_test() -> None:
    assert len(COMMANDS) >= 3
    assert len(blocks("python")) == 1


def test_its_links_lead_somewhere() -> None:
    for path in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / path).exists(), path


def test_every_setting_is_documented() -> None:
    operation = (ROOT / "docs" / "operation.md").read_text(encoding="utf-8")
    for name in Settings.model_fields:
        assert f"`PHOTOPLAY_{name.upper()}`" in operation


def test_what_is_not_played_is_documented() -> None:
    prompting = (ROOT / "docs" / "prompting.md").read_text(encoding="utf-8")
    sentence = re.search(r"plays all of it but (.*?), each", prompting, re.DOTALL)
    assert sentence
    kinds = {*ActionKind, *EffectKind, *LightKind, *GradeKind} - STAND_INS.keys()
    assert set(re.findall(r"`(\w+)`", sentence[1])) == {kind.value for kind in kinds - PLAYS}
