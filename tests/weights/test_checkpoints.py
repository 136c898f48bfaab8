import json
import os
from pathlib import Path

import numpy as np
import pytest

from photoplay.errors import CancelledError, InvalidInputError, WeightsUnavailableError
from photoplay.settings import get_settings
from photoplay.weights import (
    Checkpoint,
    checkpoints,
    find_checkpoint,
    folder_of,
    problem_with,
    pull_checkpoint,
)
from tests.weights.conftest import Files, Registry

REPO = "nobody/Model-Diffusers"
MODEL = Checkpoint(
    name="model",
    repo=REPO,
    size=3_000_000,
    licence="MIT",
    origin="nobody",
    files=("*.json", "*/*.json", "*/*.safetensors"),
    needs=("model_index.json",),
)


def tensors(size: int) -> bytes:
    """Return a safetensors file of one tensor with `size` bytes."""
    header = json.dumps({"a": {"dtype": "U8", "shape": [size], "data_offsets": [0, size]}}).encode()
    return len(header).to_bytes(8, "little") + header + np.arange(size, dtype=np.uint8).tobytes()


def model() -> Files:
    index = {
        "_class_name": "Pipeline",
        "scheduler": ["diffusers", "Scheduler"],
        "tokenizer": ["transformers", "Tokenizer"],
        "image_encoder": [None, None],
        "boundary_ratio": 0.9,
        "transformer": ["diffusers", "Transformer"],
        "vae": ["diffusers", "Decoder"],
    }
    shards = {"weight_map": {"a": "part-1.safetensors", "b": "part-2.safetensors", "c": "part-1.safetensors"}}
    return {
        "model_index.json": json.dumps(index).encode(),
        "scheduler/scheduler_config.json": b"{}",
        "tokenizer/tokenizer_config.json": b"{}",
        "transformer/config.json": b"{}",
        "transformer/model.safetensors.index.json": json.dumps(shards).encode(),
        "transformer/part-1.safetensors": tensors(1_400_000),
        "transformer/part-2.safetensors": tensors(1_400_000),
        "vae/config.json": b"{}",
        "vae/model.safetensors": tensors(1000),
        "README.md": b"not wanted",
    }


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    for path, content in model().items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


def files_of(folder: Path) -> Files:
    wanted = (file for file in folder.rglob("*") if file.is_file() and ".cache" not in file.parts)
    return {str(file.relative_to(folder)): file.read_bytes() for file in wanted}


WANTED = {path: content for path, content in model().items() if path != "README.md"}


class TestWhatIsThere:
    @pytest.mark.usefixtures("weights_dir")
    def test_nothing(self) -> None:
        with pytest.raises(
            WeightsUnavailableError, match=r"there is no folder .* 'photoplay weights pull model'"
        ):
            find_checkpoint(MODEL)

    def test_all(self, source: Path) -> None:
        assert problem_with(MODEL, source) is None

    @pytest.mark.parametrize("path", [path for path in WANTED if not path.endswith(".index.json")])
    def test_all_but_one_file(self, source: Path, path: str) -> None:
        (source / path).unlink()
        problem = problem_with(MODEL, source)
        assert problem is not None
        assert path.split("/", maxsplit=1)[0] in problem
        assert problem.endswith("is missing")

    @pytest.mark.parametrize("left", [0, 7, 40, 1000])
    def test_a_file_cut_short(self, source: Path, left: int) -> None:
        file = source / "transformer/part-2.safetensors"
        file.write_bytes(file.read_bytes()[:left])
        assert problem_with(MODEL, source) == f"{file} is cut short"

    def test_an_index_that_says_nothing(self, source: Path) -> None:
        (source / "model_index.json").write_bytes(b"<html>")
        assert "does not tell what belongs to it" in (problem_with(MODEL, source) or "")


class TestFromAFolder:
    def test_files_are_linked(self, source: Path, weights_dir: Path) -> None:
        seen: list[tuple[int, int]] = []
        folder = pull_checkpoint(MODEL, source, lambda _, done, total: seen.append((done, total)))
        assert folder == weights_dir / "model"
        assert files_of(folder) == WANTED
        assert os.stat(folder / "vae/model.safetensors").st_nlink == 2
        assert [done for done, _ in seen] == sorted(done for done, _ in seen)
        assert seen[-1] == (MODEL.size, MODEL.size)

    def test_files_that_cannot_be_linked_are_copied_and_go_on_where_they_stopped(
        self, source: Path, weights_dir: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(_file: Path, _target: Path) -> None:
            raise OSError("another disk")

        monkeypatch.setattr(os, "link", refuse)
        monkeypatch.setattr(checkpoints, "BLOCK", 1 << 18)
        stopped = 0

        def stop(_name: str, done: int, _total: int) -> None:
            nonlocal stopped
            stopped = done
            if done > 1_000_000:
                raise CancelledError("stop")

        with pytest.raises(CancelledError):
            pull_checkpoint(MODEL, source, stop)
        (part,) = weights_dir.rglob("*.part")
        assert 0 < part.stat().st_size < 1_400_000
        grown: list[int] = []
        folder = pull_checkpoint(MODEL, source, lambda _, done, __: grown.append(done))
        assert files_of(folder) == WANTED
        within = [done for done in grown if stopped - 200_000 < done < stopped]
        assert len(within) <= 1

    def test_a_folder_of_something_else_is_refused(self, tmp_path: Path, weights_dir: Path) -> None:
        with pytest.raises(
            InvalidInputError, match=f"^from must be a folder that holds {REPO}; .*index.json is missing"
        ):
            pull_checkpoint(MODEL, tmp_path)
        assert not (weights_dir / "model").exists()


class TestFromTheHub:
    @pytest.fixture
    def hub(self, registry: Registry, weights_dir: Path) -> Registry:
        assert weights_dir
        registry.add_hub_folder(REPO, model())
        return registry

    def test_what_is_wanted_is_fetched(self, hub: Registry) -> None:
        seen: list[int] = []
        folder = pull_checkpoint(MODEL, None, lambda _, done, __: seen.append(done))
        assert files_of(folder) == WANTED
        assert seen == sorted(seen)
        assert seen[-1] == MODEL.size
        hub.requests.clear()
        assert pull_checkpoint(MODEL) == folder
        assert hub.requests == []

    def test_a_stopped_download_goes_on_with_what_is_missing(self, hub: Registry) -> None:
        hub.body_gate.clear()
        small = folder_of(MODEL) / "vae/config.json"

        def stop(_name: str, done: int, _total: int) -> None:
            if done > 1_000_000 and small.is_file():
                raise CancelledError("stop")

        with pytest.raises(CancelledError):
            pull_checkpoint(MODEL, None, stop)
        there = {path for path, content in files_of(folder_of(MODEL)).items() if WANTED.get(path) == content}
        assert "vae/config.json" in there
        hub.body_gate.set()
        hub.requests.clear()
        assert files_of(pull_checkpoint(MODEL)) == WANTED
        assert not [request for request in hub.requests if request.endswith(tuple(there))]

    @pytest.mark.usefixtures("unknown_hub", "weights_dir")
    def test_a_hub_out_of_reach_is_told(self) -> None:
        with pytest.raises(WeightsUnavailableError) as failed:
            pull_checkpoint(MODEL)
        assert str(failed.value).startswith(
            f"The weights model could not be had from {REPO} on the hub: the hub did not"
        )
        assert str(failed.value).endswith(
            "it goes on where it stopped; or give a folder that holds them with --from."
        )

    def test_a_repository_that_is_not_there_is_told(self, registry: Registry, weights_dir: Path) -> None:
        assert registry
        assert weights_dir
        with pytest.raises(WeightsUnavailableError, match="the hub refused it"):
            pull_checkpoint(MODEL)

    def test_nothing_is_fetched_offline(self, hub: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PHOTOPLAY_OFFLINE", "1")
        get_settings.cache_clear()
        with pytest.raises(WeightsUnavailableError, match="while PHOTOPLAY_OFFLINE is set"):
            pull_checkpoint(MODEL)
        assert hub.requests == []
