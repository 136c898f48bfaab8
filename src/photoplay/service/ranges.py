"""Which part of a file a Range header asks for."""

import re

_BYTES = re.compile(r"\s*bytes\s*=\s*(\d{0,18})\s*-\s*(\d{0,18})\s*", re.IGNORECASE)


class UnsatisfiableError(Exception):
    """No byte of the file lies in the range."""


def parse_range(header: str | None, size: int) -> tuple[int, int] | None:
    """Return where the asked part of a file of ``size`` bytes starts and ends, the end excluded.

    Returns:
        None where the whole file is asked for, or something that need not be understood: several ranges,
        other units, nonsense.

    Raises:
        UnsatisfiableError: the file has no such part.
    """
    found = _BYTES.fullmatch(header) if header else None
    if found is None or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:
        start, end = max(0, size - int(last)), size
    else:
        start, end = int(first), min(int(last) + 1, size) if last else size
        if last and int(last) < start:
            return None
    if start >= end:
        raise UnsatisfiableError
    return start, end
