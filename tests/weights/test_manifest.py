import dataclasses
import re
from pathlib import Path

import pytest

from photoplay.errors import InvalidInputError
from photoplay.sight.networks import WANTED
from photoplay.weights import DEFAULT, MANIFEST
from photoplay.weights.entry import ArchiveMember, Entry
from photoplay.weights.manifest import find

NAMES = (
    *("silueta", "u2netp", "modnet", "migan", "dinov2", "depth-anything", "unisal", "unisal-data"),
    *("efficientdet", "face-landmarks", "rife", "rife-data", "opennsfw", "minilm", "minilm-tokenizer"),
)
UNASKED = NAMES[:12]


def test_the_default_set_is_what_a_clip_asks_for() -> None:
    assert tuple(entry.name for entry in MANIFEST) == NAMES
    assert DEFAULT == UNASKED
    assert set(DEFAULT) == set(WANTED)


def test_the_default_set_is_under_335_megabytes_and_without_the_hub_under_235() -> None:
    entries = [find(name) for name in DEFAULT]
    in_packages = [entry for entry in entries if any(isinstance(s, ArchiveMember) for s in entry.sources)]
    assert sum(entry.size for entry in entries) < 335e6
    assert sum(entry.size for entry in in_packages) < 235e6
    assert [entry.name for entry in entries if entry not in in_packages] == ["depth-anything"]


def test_names_and_filenames_are_unique() -> None:
    for field in ("name", "filename", "sha256"):
        values = [getattr(entry, field) for entry in MANIFEST]
        assert len(set(values)) == len(values)


@pytest.mark.parametrize("entry", MANIFEST, ids=lambda entry: entry.name)
def test_every_entry_is_complete(entry: Entry) -> None:
    values = [getattr(entry, field.name) for field in dataclasses.fields(entry) if field.type is not bool]
    assert all(value not in ("", 0, ()) for value in values)
    assert re.fullmatch("[0-9a-f]{64}", entry.sha256)
    assert Path(entry.filename).name == entry.filename


def test_what_has_one_source_has_a_stand_in_since_one_source_is_one_day_gone() -> None:
    """That a clip is filmed without any of `WANTED` is tested with the engine."""
    single = {entry.name for entry in MANIFEST if entry.default and len(entry.sources) == 1}
    assert single <= set(WANTED)


@pytest.mark.parametrize("entry", MANIFEST, ids=lambda entry: entry.name)
def test_archives_are_pinned_and_members_stay_inside(entry: Entry) -> None:
    for source in entry.sources:
        assert ".." not in source.path
        assert not source.path.startswith("/")
        if isinstance(source, ArchiveMember):
            assert re.fullmatch(r"\d+\.\d+\.\d+", source.archive.version)
            assert source.archive.size > 0


def test_find_names_what_exists() -> None:
    assert find("migan").task == "inpainting"
    with pytest.raises(InvalidInputError, match=f"one of {', '.join(NAMES)}; 'yolo' is not"):
        find("yolo")
