"""Announcements of native libraries stay off stderr, and nothing else does."""

import os

import pytest

from photoplay.sight.hushed import STDERR, hushed


def test_what_is_announced_is_dropped_and_all_else_is_passed_on(capfd: pytest.CaptureFixture[str]) -> None:
    with hushed(b"delegate"):
        os.write(STDERR, b"before\nINFO: Created a delegate.\nafter\n")
    os.write(STDERR, b"later\n")
    assert capfd.readouterr().err == "before\nafter\nlater\n"


def test_what_was_said_before_a_failure_is_heard(capfd: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        with hushed(b"delegate"):
            os.write(STDERR, b"why it failed\n")
            raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        fail()
    assert capfd.readouterr().err == "why it failed\n"


def test_where_stderr_is_closed_work_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(_: int) -> int:
        raise OSError("bad file descriptor")

    monkeypatch.setattr(os, "dup", closed)
    with hushed(b"delegate"):
        done = True
    assert done
