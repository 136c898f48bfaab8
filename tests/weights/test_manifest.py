import dataclasses
import re
from pathlib import Path

import pytest

from photoplay.errors import InvalidInputError
from photoplay.weights import DEFAULT, MANIFEST
from photoplay.weights.manifest import ArchiveMember, Entry, find


def test_the_default_set_is_under_120_megabytes() -> None:
    assert DEFAULT == ("silueta", "u2netp", "modnet", "migan")
    assert sum(find(name).size for name in DEFAULT) < 120e6


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
    assert len(entry.sources) > 1 or not entry.default, "one source is one day gone"


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
    names = "silueta, u2netp, modnet, migan, opennsfw, minilm, minilm-tokenizer"
    with pytest.raises(InvalidInputError, match=f"one of {names}; 'yolo' is not"):
        find("yolo")
