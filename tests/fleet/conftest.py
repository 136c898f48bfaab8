"""A fleet that the tests of this folder share: two front ends and two workers whose jobs are waits."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.fleet.fleet import Fleet, fleet


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    folder: Path = tmp_path_factory.mktemp("fleet")
    with fleet(folder, fronts=2, workers=2, seconds=0.5) as made:
        yield made
