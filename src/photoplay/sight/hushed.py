"""Keeping what native libraries announce off stderr, where they offer no other way."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

STDERR = 2
_TURN = Lock()


@contextmanager
def hushed(announcement: bytes) -> Iterator[None]:
    """Drop the lines that hold `announcement` from what the process writes to stderr; pass on all others at the end."""
    with _TURN, tempfile.TemporaryFile() as said:
        sys.stderr.flush()
        try:
            stderr = os.dup(STDERR)
        except OSError:  # It is closed, and nothing will be heard.
            yield
            return
        os.dup2(said.fileno(), STDERR)
        try:
            yield
        finally:
            sys.stderr.flush()
            os.dup2(stderr, STDERR)
            os.close(stderr)
            said.seek(0)
            for line in said:
                if announcement not in line:
                    os.write(STDERR, line)
