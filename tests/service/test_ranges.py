import pytest
from hypothesis import given
from hypothesis import strategies as st

from photoplay.service.ranges import UnsatisfiableError, parse_range

SIZE = 100


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("bytes=0-9", (0, 10)),
        ("bytes=90-", (90, 100)),
        ("bytes=-10", (90, 100)),
        ("bytes=-1000", (0, 100)),
        ("bytes=0-999999999999", (0, 100)),
        ("Bytes = 5 - 5", (5, 6)),
        (None, None),
        ("", None),
        ("bytes=-", None),
        ("bytes=9-0", None),
        ("bytes=a-b", None),
        ("bytes=0-1,3-4", None),
        ("lines=0-9", None),
        ("bytes=0-" + "9" * 30, None),
    ],
)
def test_parts(header: str | None, part: tuple[int, int] | None) -> None:
    assert parse_range(header, SIZE) == part


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=100-200", "bytes=-0"])
def test_parts_outside(header: str) -> None:
    with pytest.raises(UnsatisfiableError):
        parse_range(header, SIZE)


@given(st.integers(1, 300), st.integers(0, 300), st.integers(0, 300))
def test_the_bytes_are_those_between_first_and_last(size: int, first: int, last: int) -> None:
    between = [index for index in range(size) if first <= index <= last]
    try:
        part = parse_range(f"bytes={first}-{last}", size)
    except UnsatisfiableError:
        assert first >= size
    else:
        assert part == ((between[0], between[-1] + 1) if first <= last else None)


@given(st.text(max_size=20))
def test_any_header_has_an_answer(text: str) -> None:
    try:
        part = parse_range(f"bytes={text}", SIZE)
    except UnsatisfiableError:
        return
    assert part is None or 0 <= part[0] < part[1] <= SIZE
