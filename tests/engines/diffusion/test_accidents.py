"""What goes wrong in the middle: the job fails with a sentence, and the next one is filmed."""

import gc
import re
import weakref
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from photoplay.catalogue.catalogue import MODELS
from photoplay.engines.choose import EngineName, choose_engine
from photoplay.engines.diffusion import rig, speed
from photoplay.engines.diffusion.engine import DiffusionEngine
from photoplay.engines.diffusion.family import Family, Take
from photoplay.engines.diffusion.placement import Placement
from photoplay.engines.diffusion.rig import Rig, Step
from photoplay.errors import EngineFailedError, EngineLostError, InvalidInputError
from photoplay.media.moderation import Classifier
from photoplay.media.storage import new_key
from photoplay.production import settle
from photoplay.production.steps import Outcome, Steps
from photoplay.store.predictions import Prediction, Status
from tests.engines.diffusion import tiny
from tests.engines.diffusion.conftest import Pretend, Use
from tests.production.conftest import opened
from tests.production.orders import CREDIT, Orders, inline, stored

PRO = MODELS["kwaivgi/kling-v1.6-i2v-pro"]
RETRIED_ON = re.compile("HTTP 5|429|timeout|connection", re.IGNORECASE)


@pytest.fixture
def ada(use: Use, tmp_path: Path) -> Iterator[Orders]:
    """A customer of a service that films with a tiny model."""
    use(engine="diffusion")
    with opened(tmp_path / "house", engine="diffusion") as house:
        yield Orders.of(house)


@pytest.fixture
def engine(ada: Orders) -> DiffusionEngine:
    assert ada
    chosen, _ = choose_engine(EngineName.DIFFUSION, lambda *_: None)
    assert isinstance(chosen, DiffusionEngine)
    chosen.warm()
    return chosen


def camera_of(engine: DiffusionEngine) -> Rig:
    assert isinstance(engine._camera, Rig)
    return engine._camera


def fail(engine: DiffusionEngine, error: Exception) -> list[int]:
    """Have the second expert fail when it is called the fourth time; return a list that grows with its calls."""
    calls: list[int] = []

    def stop(*_: Any) -> None:
        calls.append(len(calls))
        if len(calls) == 4:
            raise error

    camera_of(engine).pipeline.transformer_2.register_forward_pre_hook(stop)
    return calls


def done(ada: Orders, engine: DiffusionEngine, prediction: Prediction) -> Outcome:
    steps, key = Steps(ada.house, engine, Classifier.of(None)), new_key("outputs", "mp4")
    gathered = steps.gather(prediction.id)
    outcome = steps.film(prediction.id, key, gathered["stills"])
    steps.settle(prediction.id, key, outcome, gathered["copies"])
    return outcome


@pytest.mark.parametrize(
    "error",
    [
        torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 GiB."),
        RuntimeError("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`"),
        RuntimeError("Triton Error [CUDA]: out of memory"),
    ],
)
def test_out_of_memory_in_the_middle(ada: Orders, engine: DiffusionEngine, error: Exception) -> None:
    calls = fail(engine, error)
    prediction = ada.order(image=inline(400, 300))
    refusal = done(ada, engine, prediction)["refusal"]
    assert len(calls) == 4
    assert refusal["code"] == settle.STOPPED
    assert refusal["error"].startswith("The memory did not suffice for wan2.2-i2v-a14b; choose a smaller")
    assert not RETRIED_ON.search(refusal["error"])
    row = ada.row(prediction.id)
    assert (row.status, row.outputs) == (Status.FAILED, ())
    assert ada.customer.balances == (CREDIT, 0)

    again = ada.order(image=inline(400, 300))
    assert done(ada, engine, again).keys() == {"has_nsfw_contents", "inference_ms"}
    row = ada.row(again.id)
    assert row.status == Status.COMPLETED
    assert stored(ada.house) >= set(row.outputs)


def test_what_ran_out_of_memory_is_freed_before_the_next_is_loaded(
    ada: Orders, engine: DiffusionEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail(engine, torch.OutOfMemoryError("CUDA out of memory."))
    first = weakref.ref(camera_of(engine).pipeline.transformer)
    alive: list[bool] = []
    load = rig._loaded

    def loaded(*arguments: Any) -> Any:
        alive.append(first() is not None)
        return load(*arguments)

    monkeypatch.setattr(rig, "_loaded", loaded)
    gc.disable()
    try:
        for _ in range(2):
            done(ada, engine, ada.order(image=inline(400, 300)))
    finally:
        gc.enable()
    assert alive == [False]


def ran_out(*_: Any) -> None:
    raise torch.OutOfMemoryError("CUDA out of memory.")


class TestOnAGpu:
    @pytest.fixture
    def compiled(self, pretend: Pretend, monkeypatch: pytest.MonkeyPatch) -> list[Placement]:
        """Where models were when they were compiled; all of each fits on the GPU."""
        pretend(tiny.TINY["wan2.2-i2v-a14b"].memory.decoding * 10)
        rigs: list[Placement] = []
        monkeypatch.setattr(Rig, "compile", lambda rig: rigs.append(rig.where))
        return rigs

    @pytest.fixture
    def cold(self, ada: Orders) -> DiffusionEngine:
        assert ada
        chosen, _ = choose_engine(EngineName.DIFFUSION, lambda *_: None)
        assert isinstance(chosen, DiffusionEngine)
        chosen._plot = replace(chosen._plot, device="cuda")
        return chosen

    def test_the_next_is_where_it_needs_less_until_there_is_no_less(
        self, cold: DiffusionEngine, compiled: list[Placement], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        cold.warm()
        said = []
        for _ in Placement:
            monkeypatch.setattr(Rig, "shoot", ran_out)
            with pytest.raises(EngineFailedError) as caught:
                cold._guarded(lambda: camera_of(cold).shoot(cold._rehearsal(64, 5, 1), print))
            said.append(str(caught.value).split("; ")[1])
            cold._ready(lambda *_: None)
        *again, lowest = said
        assert set(again) == {"try again: it will take less of it, and longer."}
        assert lowest.startswith("choose a smaller resolution")
        assert compiled == [*Placement, Placement.STREAMED]

    def test_what_never_fits_is_not_tried_for_ever(
        self, cold: DiffusionEngine, compiled: list[Placement], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(Rig, "shoot", ran_out)
        with pytest.raises(EngineFailedError, match="choose a smaller resolution"):
            cold.warm()
        assert compiled == [*Placement]

    def test_rehearsals_find_where_the_largest_take_fits(
        self, cold: DiffusionEngine, compiled: list[Placement], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shoot, sizes = Rig.shoot, list[int]()

        def run_out(rig: Rig, take: Take, step: Step) -> Any:
            sizes.append(take.frames)
            if rig.where is Placement.RESIDENT and take.frames == rig.plot.family.longest:
                raise torch.OutOfMemoryError("CUDA out of memory.")
            return shoot(rig, take, step)

        monkeypatch.setattr(Rig, "shoot", run_out)
        cold.warm()
        assert sizes == [5, 25] * 2
        assert compiled == [Placement.RESIDENT, Placement.TILED]

    def test_what_cannot_be_compiled_films_as_it_is(
        self, ada: Orders, cold: DiffusionEngine, pretend: Pretend, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        pretend(cold._plot.family.memory.decoding * 10)

        def without_a_compiler(*_: Any) -> Any:
            raise FileNotFoundError("Failed to find C compiler.")

        def compile_blocks(pipeline: Any, family: Family) -> None:
            for transformer in speed.transformers(pipeline, family):
                transformer.compile_repeated_blocks(backend=without_a_compiler)

        monkeypatch.setattr(speed, "compile_blocks", compile_blocks)
        monkeypatch.setattr(speed, "quantize", lambda *_: None)
        cold.warm()
        assert all(block._compiled_call_impl is None for block in camera_of(cold).pipeline.transformer.blocks)
        assert "inference_ms" in done(ada, cold, ada.order(image=inline(400, 300)))


def test_a_gpu_that_fails_takes_the_job_and_then_the_worker(ada: Orders, engine: DiffusionEngine) -> None:
    fail(engine, torch.AcceleratorError("CUDA error: an illegal memory access was encountered"))
    steps, key = Steps(ada.house, engine, Classifier.of(None)), new_key("outputs", "mp4")
    prediction = ada.order(image=inline(400, 300))
    gathered = steps.gather(prediction.id)
    assert not steps.lost
    refusal = steps.film(prediction.id, key, gathered["stills"])["refusal"]
    assert (refusal["code"], steps.lost) == (settle.STOPPED, True)
    assert refusal["error"].startswith("The GPU failed in the middle of the clip")


def test_a_gpu_that_is_found_dead_is_told(engine: DiffusionEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail_too() -> None:
        raise torch.AcceleratorError("CUDA error: an illegal memory access was encountered")

    engine._forget()
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "empty_cache", fail_too)
    for _ in range(2):
        with pytest.raises(EngineLostError):
            engine._ready(lambda *_: None)


def test_what_a_model_leaves_broken_is_loaded_again(ada: Orders, engine: DiffusionEngine) -> None:
    fail(engine, RuntimeError("cuDNN error: CUDNN_STATUS_EXECUTION_FAILED"))
    broken = camera_of(engine)
    outcomes = [done(ada, engine, ada.order(image=inline(400, 300))) for _ in range(2)]
    assert [outcome.get("refusal", {}).get("code") for outcome in outcomes] == [settle.INTERNAL, None]
    assert camera_of(engine) is not broken


def test_weights_that_go_while_the_service_runs(
    ada: Orders, engine: DiffusionEngine, use: Use, tmp_path: Path
) -> None:
    engine._forget()
    prediction = ada.order(image=inline(400, 300))
    use(weights_dir=tmp_path / "gone")
    refusal = done(ada, engine, prediction)["refusal"]
    assert refusal["code"] == settle.STOPPED
    assert "photoplay weights pull wan2.2-i2v-a14b" in refusal["error"]


def test_a_torch_that_cannot_use_the_gpu(ada: Orders, engine: DiffusionEngine) -> None:
    engine._forget()
    engine._plot = replace(engine._plot, device="cuda")
    refusal = done(ada, engine, ada.order(image=inline(400, 300)))["refusal"]
    assert refusal["code"] == settle.STOPPED
    assert refusal["error"].startswith("The torch that is installed cannot use the GPU; install")


def test_what_a_worker_elsewhere_cannot_is_refused_when_it_films(use: Use, tmp_path: Path) -> None:
    use(family="wan2.2-ti2v-5b")
    with opened(tmp_path / "house", engine="multiplane") as house:
        ada = Orders.of(house)
        prediction = ada.accept(
            model=PRO, image=inline(400, 300), end_image=inline(400, 300, tint=9)
        ).prediction
        camera, _ = choose_engine(EngineName.DIFFUSION, lambda *_: None)
        assert isinstance(camera, DiffusionEngine)
        refusal = done(ada, camera, prediction)["refusal"]
    assert refusal["code"] == settle.INVALID
    assert refusal["error"].startswith("end_image cannot be arrived at by the model wan2.2-ti2v-5b")


def test_a_server_without_workers_takes_the_engine_at_its_word(use: Use, tmp_path: Path) -> None:
    use(engine="diffusion", family="wan2.2-ti2v-5b", weights_dir=tmp_path / "none")
    with opened(tmp_path / "house", engine="diffusion", workers=0) as house:
        ada = Orders.of(house)
        assert ada.accept(image=inline(400, 300)).prediction
        with pytest.raises(InvalidInputError, match=r"^end_image cannot"):
            ada.accept(model=PRO, image=inline(400, 300), end_image=inline(400, 300, tint=9))


def test_what_the_model_cannot_is_refused_at_submit(use: Use, tmp_path: Path) -> None:
    use(engine="diffusion", family="wan2.2-ti2v-5b")
    with opened(tmp_path / "house", engine="diffusion") as house:
        ada = Orders.of(house)
        with pytest.raises(
            InvalidInputError, match=r"^end_image cannot be arrived at by the model wan2.2-ti2v"
        ):
            ada.accept(model=PRO, image=inline(400, 300), end_image=inline(400, 300, tint=9))
        assert stored(house) == set()
        assert ada.customer.balances == (CREDIT, 0)
