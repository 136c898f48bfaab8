"""Tiny models in the weights folder, and settings under which the engine films with them on a CPU."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers.pipelines import pipeline_utils

from photoplay.engines import choose
from photoplay.engines.diffusion import availability, families, gpus, placement, rig, speed
from photoplay.settings import get_settings
from photoplay.shot import Resolution
from photoplay.stills import Still
from tests.engines.diffusion import tiny
from tests.scenes import landscape

FRAME = 128, 96

GB = 1_000_000_000

Use = Callable[..., None]
Plug = Callable[..., None]
Pretend = Callable[[int], None]


@pytest.fixture(scope="session", autouse=True)
def one_thread() -> None:
    """Tests run side by side."""
    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A weights folder with every family in it."""
    folder = tmp_path_factory.mktemp("models")
    for name in tiny.BUILDERS:
        tiny.save(name, folder / name)
    return folder


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch, models: Path) -> Iterator[Use]:
    """A function that makes settings hold: ``use(family="ltx", tier="exact")``."""

    def hold(**settings: str | Path) -> None:
        chosen: dict[str, str | Path] = {"weights_dir": models, "device": "cpu", **settings}
        for name, value in chosen.items():
            monkeypatch.setenv(f"PHOTOPLAY_{name.upper()}", str(value))
        forget()

    monkeypatch.setattr(families, "FAMILIES", tiny.TINY)
    monkeypatch.setattr(Resolution, "area", FRAME[0] * FRAME[1])
    yield hold
    monkeypatch.undo()
    forget()


@pytest.fixture
def plug(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Plug]:
    """A function that gives the machine a driver and GPUs with so many GB, and a torch that was built for them."""

    def into_the_machine(*sizes: int) -> None:
        tool = tmp_path / "nvidia-smi"
        lines = [
            f"{index}, GPU-{index:04d}, NVIDIA H200, {size * GB // gpus.MIB}"
            for index, size in enumerate(sizes)
        ]
        tool.write_text("#!/bin/sh\n[ $1 = -L ] || cat <<'END'\n" + "\n".join(lines) + "\nEND\n")
        tool.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
        monkeypatch.delenv("CUDA_VISIBLE_DEVICES")
        monkeypatch.setattr(availability, "version", lambda _: "2.13.0+cu130")
        monkeypatch.setattr(availability, "computer_memory", lambda: 128 * GB)
        gpus.gpus.cache_clear()

    yield into_the_machine
    monkeypatch.undo()
    gpus.gpus.cache_clear()


@pytest.fixture
def pretend(monkeypatch: pytest.MonkeyPatch) -> Pretend:
    """A function that has this machine take its CPU for a GPU with so many free bytes: ``pretend(80 * 10**9)``."""

    def hold(free: int) -> None:
        put = placement.put
        monkeypatch.setattr(rig, "put", lambda pipeline, where, _: put(pipeline, where, "cpu"))
        monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
        monkeypatch.setattr(torch.cuda, "empty_cache", lambda: None)
        monkeypatch.setattr(torch.cuda, "get_device_capability", lambda _: speed.FP8_FROM)
        monkeypatch.setattr(torch.cuda, "mem_get_info", lambda _: (free, free))
        monkeypatch.setattr(pipeline_utils, "empty_device_cache", lambda *_: None)
        monkeypatch.setattr(speed, "works", lambda *_: False)

    return hold


def forget() -> None:
    for kept in (get_settings, choose._able, choose._automatic, choose._diffusion, choose._remote):
        kept.cache_clear()


@pytest.fixture(scope="session")
def photograph() -> Still:
    return Still(landscape(400, 300))


@pytest.fixture(scope="session")
def another(photograph: Still) -> Still:
    return Still(np.ascontiguousarray(photograph.pixels[:, ::-1]))
