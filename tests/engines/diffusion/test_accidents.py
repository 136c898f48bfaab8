"""What goes wrong in the middle: the job fails with a sentence, and the next one is filmed."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from photoplay.catalogue.catalogue import MODELS
from photoplay.engines.choose import EngineName, choose_engine
from photoplay.engines.diffusion.engine import DiffusionEngine
from photoplay.engines.diffusion.rig import Rig
from photoplay.errors import InvalidInputError
from photoplay.media.moderation import Classifier
from photoplay.media.storage import new_key
from photoplay.production import settle
from photoplay.production.steps import Outcome, Steps
from photoplay.store.predictions import Prediction, Status
from tests.engines.diffusion.conftest import Use
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


def done(ada: Orders, engine: DiffusionEngine, prediction: Prediction) -> Outcome:
    steps, key = Steps(ada.house, engine, Classifier.of(None)), new_key("outputs", "mp4")
    gathered = steps.gather(prediction.id)
    outcome = steps.film(prediction.id, key, gathered["stills"])
    steps.settle(prediction.id, key, outcome, gathered["copies"])
    return outcome


def test_out_of_memory_in_the_middle(ada: Orders, engine: DiffusionEngine) -> None:
    camera = engine._camera
    assert isinstance(camera, Rig)
    calls: list[int] = []

    def run_out(*_: Any) -> None:
        calls.append(len(calls))
        if len(calls) == 4:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 GiB.")

    camera.pipeline.transformer_2.register_forward_pre_hook(run_out)
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
