"""The weights of video models: folders of many large files, pulled from the model hub or taken from a local folder."""

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from photoplay.errors import InvalidInputError, WeightsUnavailableError
from photoplay.settings import get_settings
from photoplay.weights.clients import SourceError, download_hub_folder
from photoplay.weights.sources import Progress, unwatched

INDEX = "model_index.json"
"""Names the parts of a whole model, in the layout of diffusers."""
BLOCK = 1 << 24
HEADER = 8
"""Bytes at the start of a safetensors file that give the length of its header."""


@dataclass(frozen=True)
class Checkpoint:
    """One folder of a model repository on the hub.

    Attributes:
        name: what people call it, and its folder among the weights.
        size: bytes, about.
        files: what is wanted of the repository, by pattern.
        needs: files that must be there; those that the index names besides, where there is one.
    """

    name: str
    repo: str
    size: int
    licence: str
    origin: str
    files: tuple[str, ...]
    needs: tuple[str, ...]


def folder_of(checkpoint: Checkpoint) -> Path:
    """Return where the files of a checkpoint are kept."""
    return get_settings().weights_dir / checkpoint.name


def find_checkpoint(checkpoint: Checkpoint) -> Path:
    """Return the folder of a checkpoint of which every file is whole.

    Raises:
        WeightsUnavailableError: something is missing or cut short; the message says what, and how to get it.
    """
    folder = folder_of(checkpoint)
    problem = problem_with(checkpoint, folder)
    if problem is not None:
        raise WeightsUnavailableError(
            f"The weights {checkpoint.name} are not here: {problem}. "
            f"Run 'photoplay weights pull {checkpoint.name}' ({checkpoint.size / 1e9:.0f} GB); it goes on where it "
            "stopped."
        )
    return folder


def problem_with(checkpoint: Checkpoint, folder: Path) -> str | None:
    """Return what is missing from a folder, or cut short; None where all is there."""
    if not folder.is_dir():
        return f"there is no folder {folder}"
    try:
        names = list(_needed(checkpoint, folder))
    except (OSError, ValueError, TypeError) as error:
        return f"{folder} does not tell what belongs to it ({error})"
    for name in names:
        file = folder / name
        if not file.is_file():
            return f"{file} is missing"
        if file.suffix == ".safetensors" and not _is_whole(file):
            return f"{file} is cut short"
    return None


def pull_checkpoint(
    checkpoint: Checkpoint, source: Path | None = None, progress: Progress = unwatched
) -> Path:
    """Return the folder of a checkpoint, every file of it there; what was there before is not fetched again.

    Args:
        source: a folder to take the files from; the hub where there is none.

    Raises:
        InvalidInputError: `source` does not hold the checkpoint.
        WeightsUnavailableError: the hub could not give it; what has arrived is kept for the next try.
    """
    folder = folder_of(checkpoint)
    if source is not None:
        _take(checkpoint, source, folder, progress)
    elif problem_with(checkpoint, folder) is not None:
        _fetch(checkpoint, folder, progress)
    progress(checkpoint.name, checkpoint.size, checkpoint.size)
    return find_checkpoint(checkpoint)


def _fetch(checkpoint: Checkpoint, folder: Path, progress: Progress) -> None:
    again = (
        f"Run 'photoplay weights pull {checkpoint.name}' again: it goes on where it stopped; or give a folder that "
        "holds them with --from."
    )
    if get_settings().offline:
        raise WeightsUnavailableError(
            f"The weights {checkpoint.name} are not fetched while PHOTOPLAY_OFFLINE is set. {again}"
        )

    def grown(size: int) -> None:
        progress(checkpoint.name, min(size, checkpoint.size), checkpoint.size)

    try:
        folder.mkdir(parents=True, exist_ok=True)
        download_hub_folder(checkpoint.repo, checkpoint.files, folder, grown)
    except (SourceError, OSError) as error:
        raise WeightsUnavailableError(
            f"The weights {checkpoint.name} could not be had from {checkpoint.repo} on the hub: {error}. {again}"
        ) from error


def _take(checkpoint: Checkpoint, source: Path, folder: Path, progress: Progress) -> None:
    """Link the files of `source`, or copy what cannot be linked, going on where a copy was stopped."""
    problem = problem_with(checkpoint, source)
    if problem is not None:
        raise InvalidInputError("from", f"must be a folder that holds {checkpoint.repo}; {problem}")
    files = [file for file in sorted(source.rglob("*")) if _is_wanted(file.relative_to(source), checkpoint)]
    total, done = sum(file.stat().st_size for file in files), 0
    for file in files:
        target = folder / file.relative_to(source)
        for size in _linked_or_copied(file.resolve(), target):
            progress(checkpoint.name, done + size, total)
        done += file.stat().st_size


def _is_wanted(path: Path, checkpoint: Checkpoint) -> bool:
    return path.suffix != "" and any(path.match(pattern) for pattern in checkpoint.files)


def _linked_or_copied(file: Path, target: Path) -> Iterator[int]:
    """Put `file` at `target`; give the bytes that are there, again and again."""
    size = file.stat().st_size
    if target.is_file() and target.stat().st_size == size:
        yield size
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    part = target.with_name(f"{target.name}.part")
    try:
        os.link(file, target)
    except OSError:
        yield from _copied(file, part)
        os.replace(part, target)
    yield size


def _copied(file: Path, part: Path) -> Iterator[int]:
    free, left = shutil.disk_usage(part.parent).free, file.stat().st_size
    with file.open("rb") as source, part.open("ab") as copy:
        source.seek(copy.tell())
        if free < left - copy.tell():
            raise WeightsUnavailableError(
                f"The disk of {part.parent} has {free / 1e9:.1f} GB left, and {file.name} needs {left / 1e9:.1f}; "
                "make room, or name another folder with PHOTOPLAY_WEIGHTS_DIR."
            )
        while block := source.read(BLOCK):
            copy.write(block)
            yield copy.tell()


def _needed(checkpoint: Checkpoint, folder: Path) -> Iterator[str]:
    """Give the names of all files that a folder must have, in the order in which they tell of each other."""
    yield from checkpoint.needs
    if INDEX not in checkpoint.needs or not (folder / INDEX).is_file():
        return
    index = json.loads((folder / INDEX).read_text(encoding="utf-8"))
    for part, made in index.items():
        if part.startswith("_") or not isinstance(made, list) or made[0] is None:
            continue
        yield from _files_of(part, folder)


def _files_of(part: str, folder: Path) -> Iterator[str]:
    if part == "scheduler":
        yield f"{part}/scheduler_config.json"
    elif "tokenizer" in part:
        yield f"{part}/tokenizer_config.json"
    elif "processor" in part:
        yield f"{part}/preprocessor_config.json"
    else:
        yield f"{part}/config.json"
        yield from _weights_of(part, folder)


def _weights_of(part: str, folder: Path) -> Iterator[str]:
    """Give a part's weight files: the one, or all that its index names."""
    indices = sorted((folder / part).glob("*.safetensors.index.json"))
    if indices:
        shards = json.loads(indices[0].read_text(encoding="utf-8"))["weight_map"].values()
        yield from (f"{part}/{shard}" for shard in sorted(set(shards)))
        return
    single = sorted((folder / part).glob("*.safetensors"))
    yield f"{part}/{single[0].name if single else 'diffusion_pytorch_model.safetensors'}"


def _is_whole(file: Path) -> bool:
    """Return whether a safetensors file is as long as its header says."""
    size = file.stat().st_size
    with file.open("rb") as content:
        start = content.read(HEADER)
        if len(start) < HEADER:
            return False
        length = int.from_bytes(start, "little")
        if length > size - HEADER:
            return False
        try:
            header = json.loads(content.read(length))
        except ValueError:
            return False
    ends = [int(told["data_offsets"][1]) for name, told in header.items() if name != "__metadata__"]
    return size == HEADER + length + max(ends, default=0)
