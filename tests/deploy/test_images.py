"""The Dockerfiles: lint, and what an engine would find out late."""

import json
from fnmatch import fnmatch
from pathlib import Path

import pytest

from tests.deploy.files import IMAGES, ROOT, instructions, tool

images = pytest.mark.parametrize("image", IMAGES, ids=lambda image: image.name)


@images
def test_hadolint_finds_nothing(image: Path) -> None:
    tool("hadolint", image)


@images
def test_what_is_copied_is_there_and_let_through(image: Path) -> None:
    ignoring = image.with_name(f"{image.name}.dockerignore").read_text(encoding="utf-8").split()
    assert ignoring[0] == "*"
    wanted = [line.removeprefix("!") for line in ignoring if line.startswith("!")]
    copied = [
        source
        for name, value in instructions(image)
        if name == "COPY" and not value.startswith("--from")
        for source in value.split()[:-1]
    ]
    assert sorted(copied) == sorted(wanted)
    assert all((ROOT / source).exists() for source in copied)
    assert not any(fnmatch(source, "*secret*") for source in copied)


@images
def test_it_runs_as_nobody_in_particular_with_its_signals(image: Path) -> None:
    last = dict(instructions(image))
    assert last["USER"].isdecimal()
    assert int(last["USER"]) > 0
    assert json.loads(last["ENTRYPOINT"]) == ["tini", "--", "photoplay"]
    json.loads(last["CMD"])
