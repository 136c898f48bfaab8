from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from photoplay.progress import Part

shares = st.floats(0.0, 1.0)
cuts = st.lists(shares, max_size=6).map(lambda inner: [0.0, *sorted(inner), 1.0])


def test_a_part_tells_the_whole_where_it_is() -> None:
    heard: list[tuple[str, float]] = []
    part = Part(lambda stage, share: heard.append((stage, share)), 0.5, 0.75)
    part("Filming", 0.0)
    part("Filming", 0.5)
    part("Cutting", 1.0)
    assert heard == [("Filming", 0.5), ("Filming", 0.625), ("Cutting", 0.75)]


@given(cuts, cuts, shares, shares)
@example([0.0, 1.0], [0.0, 0.03, 0.29, 1.0], 0.0, 1.0)
def test_parts_one_after_another_never_step_back(
    outer: list[float], inner: list[float], start: float, length: float
) -> None:
    heard: list[float] = []
    whole = Part(lambda _stage, share: heard.append(share), start, start + length)
    for part in (Part(whole, *ends) for ends in pairwise(outer)):
        for within in (Part(part, *ends) for ends in pairwise(inner)):
            within("Filming", 0.0)
            within("Filming", 1.0)
    assert heard[0] == start
    assert heard[-1] == pytest.approx(start + length)
    assert heard == sorted(heard)
