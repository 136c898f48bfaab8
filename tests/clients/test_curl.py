"""Plain curl, word for word as the README shows it."""

import re
import shutil

import pytest

from tests.clients.footage import watch
from tests.clients.user import PHOTOGRAPH, ROOT, User

README = (ROOT / "README.md").read_text(encoding="utf-8")
SHOWN = "http://127.0.0.1:8000"


def shown_block() -> str:
    """Return the README's first block of shell that uses curl on the service."""
    _, _, section = README.partition("\n## The service\n")
    blocks: list[str] = re.findall(r"```sh\n(.*?)```", section, re.DOTALL)
    return next(block for block in blocks if "curl" in block)


def test_the_commands_of_the_readme_make_a_video(user: User) -> None:
    if shutil.which("curl") is None:
        pytest.skip("This machine has no curl.")
    block = shown_block()
    assert SHOWN in block
    shutil.copy(PHOTOGRAPH, user.home / "photo.jpg")
    before = user.balance()
    ended = user.run(["bash", "-euc", block.replace(SHOWN, user.base)], KEY=user.key)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    [clip] = user.home.glob("*.mp4")
    assert watch(clip.read_bytes()).frames == 150
    assert user.balance() < before
