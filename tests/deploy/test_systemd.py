"""The systemd units, as systemd reads them."""

import re
import shutil
from pathlib import Path

import pytest

from tests.deploy.files import DEPLOY, UNITS, tool, unit

LEEWAY = 10
units = pytest.mark.parametrize("path", UNITS, ids=lambda path: path.stem)


@units
def test_systemd_finds_nothing_amiss(path: Path, tmp_path: Path) -> None:
    """In a root of their own, with a command where they look for it."""
    folder = tmp_path / "etc/systemd/system"
    folder.mkdir(parents=True)
    shutil.copy(path, folder)
    (call,) = unit(path)["ExecStart"]
    command = tmp_path / call.split()[0].removeprefix("/")
    command.parent.mkdir(parents=True)
    command.touch(0o755)
    name = path.name.replace("@.", "@1.")
    said = tool("systemd-analyze", "verify", "--man=no", "--recursive-errors=no", f"--root={tmp_path}", name)
    assert said == ""


@units
def test_it_is_confined(path: Path) -> None:
    settings = unit(path)
    assert settings["User"] == ["photoplay"]
    assert settings["ProtectSystem"] == ["strict"]
    assert settings["NoNewPrivileges"] == ["yes"]
    assert settings["CapabilityBoundingSet"] == [""]


def test_a_render_has_its_grace() -> None:
    settings = unit(DEPLOY / "systemd" / "photoplay-worker@.service")
    grace = re.search(r"PHOTOPLAY_STOP_GRACE=(\d+)", " ".join(settings["Environment"]))
    assert grace
    assert int(settings["TimeoutStopSec"][0]) >= int(grace[1]) + LEEWAY
