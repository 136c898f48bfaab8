from collections.abc import Iterator
from pathlib import Path

import pytest

from photoplay.errors import InvalidInputError
from photoplay.settings import get_settings


@pytest.fixture(autouse=True)
def read_anew() -> Iterator[None]:
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PHOTOPLAY_WEIGHTS_DIR", str(tmp_path))
    monkeypatch.setenv("PHOTOPLAY_THREADS", "1")
    assert (get_settings().weights_dir, get_settings().threads) == (tmp_path, 1)


@pytest.mark.parametrize("threads", ["several", "-1"])
def test_a_setting_that_breaks_its_rule_is_named(monkeypatch: pytest.MonkeyPatch, threads: str) -> None:
    monkeypatch.setenv("PHOTOPLAY_THREADS", threads)
    with pytest.raises(InvalidInputError, match=f"PHOTOPLAY_THREADS cannot be '{threads}'"):
        get_settings()
