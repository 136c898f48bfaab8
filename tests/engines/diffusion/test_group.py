"""Two processes on one CPU make the take that one makes."""

import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import cache_dit
import numpy as np
import psutil
import pytest
from cache_dit.attention.backends.register import _AttnBackend

from photoplay.arrays import Picture
from photoplay.engines.diffusion import speed
from photoplay.engines.diffusion.family import Take
from photoplay.engines.diffusion.group import Group, _started
from photoplay.engines.diffusion.rig import Plot, Rig
from photoplay.engines.diffusion.tiers import Tier
from photoplay.errors import (
    CancelledError,
    EngineFailedError,
    EngineUnavailableError,
    WeightsUnavailableError,
)
from photoplay.settings import get_settings
from photoplay.stills import Still
from tests.engines.diffusion.conftest import Pretend, Use
from tests.engines.diffusion.tiny import TINY

Pair = tuple[Group, list[Picture]]


@pytest.fixture(scope="module")
def take(photograph: Still) -> Take:
    picture = photograph.resized(64, 64)
    return Take(picture, None, "a dog runs", "rain", 64, 64, frames=9, fps=4, steps=4, cfg=3.5, seed=3)


@pytest.fixture(scope="module", params=[("wan2.2-i2v-a14b", Tier.STANDARD), ("wan2.2-ti2v-5b", Tier.EXACT)])
def pair(request: pytest.FixtureRequest, models: Path, take: Take) -> Iterator[Pair]:
    """A group of two processes, and what one process makes of the take."""
    name, tier = request.param
    plot = Plot(TINY[name], tier, "cpu", gpus=2)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PHOTOPLAY_WEIGHTS_DIR", str(models))
        get_settings.cache_clear()
        alone = Rig(replace(plot, gpus=1)).shoot(take, lambda _: None)
        group = Group(plot)
        yield group, alone
        group.close()
    get_settings.cache_clear()


def furthest(some: list[Picture], others: list[Picture]) -> int:
    return max(int(np.abs(one.astype(int) - other).max()) for one, other in zip(some, others, strict=True))


def test_two_processes_make_what_one_makes(pair: Pair, take: Take) -> None:
    group, alone = pair
    assert furthest(group.shoot(take, lambda _: None), alone) <= 1


def test_a_cancelled_take_stops_both_and_the_next_is_whole(pair: Pair, take: Take) -> None:
    group, alone = pair
    done: list[int] = []

    def stop(step: int) -> None:
        done.append(step)
        if step == 2:
            raise CancelledError("stop")

    with pytest.raises(CancelledError):
        group.shoot(take, stop)
    assert done == [1, 2]
    assert furthest(group.shoot(take, lambda _: None), alone) <= 1


def test_a_member_that_ends_is_told_and_ends_the_group(pair: Pair, take: Take) -> None:
    group, _ = pair

    def kill(_step: int) -> None:
        group._members[1].kill()

    with pytest.raises(EngineFailedError, match="has ended"):
        group.shoot(take, kill)
    assert all(member.poll() is not None for member in group._members)


def test_a_model_that_is_not_there_is_told(use: Use, tmp_path: Path) -> None:
    use(weights_dir=tmp_path)
    with pytest.raises(WeightsUnavailableError, match="photoplay weights pull"):
        Group(Plot(TINY["wan2.2-i2v-a14b"], Tier.EXACT, "cpu", gpus=2))


def test_a_gpu_that_is_used_by_others_too_is_told(models: Path, use: Use, pretend: Pretend) -> None:
    use(weights_dir=models)
    pretend(60_000_000_000)
    with pytest.raises(EngineUnavailableError, match=r"needs \d+ GB on each GPU .* and one has 60 free"):
        Rig(Plot(TINY["wan2.2-i2v-a14b"], Tier.EXACT, "cuda", gpus=2), rank=1)


def test_a_torch_that_cannot_use_the_gpu_is_told(models: Path, use: Use) -> None:
    use(weights_dir=models)
    with pytest.raises(EngineUnavailableError, match="The torch that is installed cannot use the GPU"):
        Group(Plot(TINY["wan2.2-i2v-a14b"], Tier.EXACT, "cuda", gpus=2))


class Unreadable:
    """An order that runs some code where it is read."""

    def __init__(self, code: str) -> None:
        self._code = code

    def __reduce__(self) -> tuple[Callable[[str], None], tuple[str]]:
        return exec, (self._code,)


def last_words(code: str) -> tuple[int, bytes]:
    """Return with what status a member ends that reads an order of some code, and what it tells."""
    member = _started(1)
    try:
        told, _ = member.communicate(pickle.dumps(Unreadable(code)), timeout=60)
    finally:
        member.kill()
    return member.returncode, told


def test_memory_that_runs_out_in_a_member_is_told() -> None:
    status, told = last_words("raise MemoryError")
    assert status == 0
    assert isinstance(pickle.loads(told), MemoryError)


def test_a_member_that_fails_ends_at_once_whatever_waits_in_it() -> None:
    waiting = "import threading; threading.Thread(target=threading.Event().wait).start(); "
    assert last_words(waiting + "raise ValueError") == (1, b"")


def test_several_gpus_share_the_attention_that_each_computes(
    models: Path, use: Use, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(weights_dir=models)
    family, found = TINY["wan2.2-i2v-a14b"], list[tuple[set[str], str]]()

    def enable(transformer: Any, *, parallelism_config: Any) -> None:
        before = {block.attn1.processor._attention_backend.value for block in transformer.blocks}
        found.append((before, parallelism_config.attention_backend))

    monkeypatch.setattr(cache_dit, "enable_cache", enable)
    monkeypatch.setattr(speed, "works", lambda *_: True)
    pipeline = Rig(Plot(family, Tier.EXACT, "cpu")).pipeline
    speed.share(pipeline, family, 2, speed.attend(pipeline, family, (9, 0), shared=True))
    assert found == [({"native"}, "_sdpa_cudnn")] * 2
    assert set(speed.SHARED.values()) <= {one.value for one in _AttnBackend}


LEADER = """
import pickle
from photoplay.engines.diffusion.group import _started

class Slow:
    def __reduce__(self):
        return exec, ("import time; time.sleep(60)",)

member = _started(1)
member.stdin.write(pickle.dumps(Slow()))
member.stdin.flush()
print(member.pid, flush=True)
"""


def test_a_member_ends_with_its_leader_even_at_work() -> None:
    started = subprocess.run([sys.executable, "-c", LEADER], capture_output=True, check=True, timeout=60)
    member = psutil.Process(int(started.stdout))
    assert not psutil.wait_procs([member], timeout=20)[1]
