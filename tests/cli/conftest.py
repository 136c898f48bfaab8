import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from photoplay.cli.main import main
from tests.cli.calls import Ended, Run
from tests.scenes import landscape


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
