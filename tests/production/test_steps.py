import re
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
import structlog
from sqlalchemy.exc import OperationalError

from photoplay.director.plan import Plan
from photoplay.engines.engine import Frame
from photoplay.engines.multiplane.engine import MultiplaneEngine
from photoplay.media.moderation import Classifier
from photoplay.media.storage import StorageError, new_key
from photoplay.production import settle
from photoplay.production.house import House
from photoplay.production.steps import Outcome, Steps
from photoplay.sight.networks import Networks
from photoplay.stills import load_still
from photoplay.store import database, plans
from photoplay.store.predictions import Prediction, Status
from tests.production.engines import Accident, SlideProjector
from tests.production.orders import CREDIT, Orders, inline, picture, stored
from tests.production.sites import Page, Site
from tests.serving.running import eventually

RETRIED_ON = re.compile("HTTP 5|429|timeout|connection", re.IGNORECASE)
PRICE = 250_000
RED = np.full((720, 1280, 3), (255, 0, 0), np.uint8)


class Prude(Classifier):
    """Minds whatever is red all over."""

    def nsfw(self, picture: Frame) -> bool:
        return bool((picture == (255, 0, 0)).all())


def steps_of(house: House, accident: Accident | None = None) -> Steps:
    projector = SlideProjector(accident) if accident else SlideProjector()
    return Steps(house, projector, Prude.of(None))


@pytest.fixture(scope="module")
def multiplane() -> MultiplaneEngine:
    engine = MultiplaneEngine(Networks.of({}, 0), 0)
    engine.warm()
    return engine


def filmed(steps: Steps, prediction: Prediction, output_key: str) -> Outcome:
    """Do as a job does; return what filming, or gathering where it ends there, gave."""
    outcome = steps.gather(prediction.id)
    copies = outcome.get("copies", [])
    if "stills" in outcome:
        outcome = steps.film(prediction.id, output_key, outcome["stills"])
    steps.settle(prediction.id, output_key, outcome, copies)
    return outcome


def refusal(outcome: Outcome) -> tuple[int, str]:
    assert outcome.keys() == {"refusal"}
    sentence = outcome["refusal"]["error"]
    assert not RETRIED_ON.search(sentence), sentence
    assert sentence.endswith(".")
    return outcome["refusal"]["code"], sentence


def test_a_photograph_behind_a_link_becomes_a_clip(
    ada: Orders, site: Site, multiplane: MultiplaneEngine, tmp_path: Path
) -> None:
    photograph = picture(kind="JPEG")
    site.pages["/a.jpg"] = Page(photograph)
    prediction = ada.order(image=f"{site.url}/a.jpg")
    steps, output_key = Steps(ada.house, multiplane, Classifier.of(None)), new_key("outputs", "mp4")

    outcome = steps.gather(prediction.id)
    assert site.seen == ["/a.jpg"]
    copy = outcome["stills"]["image"]
    assert outcome["copies"] == [copy]
    assert (stored(ada.house), ada.house.storage.read(copy)) == ({copy}, photograph)
    assert ada.row(prediction.id).status == Status.PROCESSING

    started = time.monotonic()
    outcome = steps.film(prediction.id, output_key, outcome["stills"])
    took = (time.monotonic() - started) * 1000
    assert outcome["has_nsfw_contents"] is False
    assert took / 2 < outcome["inference_ms"] <= took + 1
    assert ada.row(prediction.id).progress > 0.5
    with ada.house.database.read() as connection:
        kept = plans.find(connection, prediction.id)
    assert kept is not None
    assert Plan.model_validate(kept.plan).moves
    assert ada.customer.balances == (CREDIT - PRICE, PRICE)

    steps.settle(prediction.id, output_key, outcome, [copy])
    done = ada.row(prediction.id)
    assert (done.status, done.outputs, done.has_nsfw_contents) == (Status.COMPLETED, (output_key,), (False,))
    assert done.inference_ms == outcome["inference_ms"]
    assert stored(ada.house) == {output_key}
    assert ada.customer.balances == (CREDIT - PRICE, 0)

    path = tmp_path / "clip.mp4"
    path.write_bytes(ada.house.storage.read(output_key))
    with av.open(str(path)) as container:
        frames = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
    assert len(frames) == 150
    still = cv2.resize(
        load_still(photograph).pixels, frames[0].shape[1::-1], interpolation=cv2.INTER_LANCZOS4
    )
    assert cv2.PSNR(frames[0], np.asarray(still, np.uint8)) > 40
    assert cv2.PSNR(frames[0], frames[-1]) < 25


class TestRefusals:
    @pytest.mark.parametrize("status", [404, 429, 500, 503])
    def test_a_link_that_gives_nothing(self, ada: Orders, site: Site, status: int) -> None:
        site.pages["/a.jpg"] = Page(status=status)
        prediction = ada.order(image=f"{site.url}/a.jpg")
        code, sentence = refusal(filmed(steps_of(ada.house), prediction, new_key("outputs", "mp4")))
        assert code == settle.UNFETCHED
        assert sentence.startswith("image must be reachable: ")
        failed = ada.row(prediction.id)
        assert (failed.status, failed.error_code, failed.error) == (Status.FAILED, code, sentence)
        assert ada.customer.balances == (CREDIT, 0)
        assert stored(ada.house) == set()

    @pytest.mark.parametrize(("width", "found"), [(428, "; this one is 428 x 299"), (429, "")])
    def test_a_link_to_a_picture_that_breaks_a_rule(
        self, ada: Orders, site: Site, width: int, found: str
    ) -> None:
        """Clients would send it again if they found their own 429 in the answer."""
        site.pages["/a.png"] = Page(picture(width, 299))
        outcome = steps_of(ada.house).gather(ada.order(image=f"{site.url}/a.png").id)
        rule = f"image must be at least 300 pixels on each side{found}."
        assert refusal(outcome) == (settle.INVALID, rule)

    def test_a_picture_that_is_damaged_behind_its_header(self, ada: Orders) -> None:
        content = picture(kind="JPEG")
        key = ada.upload(content[: len(content) // 2])
        prediction = ada.order(image=f"http://localhost/media/{key}")
        outcome = filmed(steps_of(ada.house), prediction, new_key("outputs", "mp4"))
        assert refusal(outcome) == (settle.INVALID, "image must be a whole picture; this one is damaged.")

    def test_an_input_that_is_removed_meanwhile(self, ada: Orders) -> None:
        key = ada.upload(picture())
        prediction = ada.order(image=f"http://localhost/media/{key}")
        steps = steps_of(ada.house)
        gathered = steps.gather(prediction.id)
        ada.house.storage.delete([key])
        outcome = steps.film(prediction.id, new_key("outputs", "mp4"), gathered["stills"])
        assert refusal(outcome) == (
            settle.INVALID,
            "image must be kept until the video is made; it was removed meanwhile.",
        )

    def test_an_engine_that_breaks(self, ada: Orders) -> None:
        def break_down(index: int, frame: Frame) -> Frame:
            if index == 5:
                raise ZeroDivisionError("the lens fell off")
            return frame

        prediction = ada.order(image=inline())
        with structlog.testing.capture_logs() as logs:
            outcome = filmed(steps_of(ada.house, break_down), prediction, new_key("outputs", "mp4"))
        assert refusal(outcome) == (settle.INTERNAL, settle.FAULT)
        assert "lens" not in settle.FAULT
        (failure,) = [entry for entry in logs if entry["log_level"] == "error"]
        assert failure["exc_info"]
        assert ada.row(prediction.id).error_code == 5000
        assert ada.customer.balances == (CREDIT, 0)
        assert stored(ada.house) == {prediction.input["image"]}


class TestModeration:
    @staticmethod
    def blush(index: int, frame: Frame) -> Frame:
        return RED if index == 75 else frame

    def test_what_is_marked(self, ada: Orders) -> None:
        prediction, key = ada.order(image=inline(1280, 720)), new_key("outputs", "mp4")
        filmed(steps_of(ada.house, self.blush), prediction, key)
        done = ada.row(prediction.id)
        assert (done.status, done.has_nsfw_contents) == (Status.COMPLETED, (True,))
        assert key in stored(ada.house)

    def test_what_is_blocked(self, new_house: Callable[..., House]) -> None:
        ada = Orders.of(new_house(moderation="block"))
        prediction = ada.order(image=inline(1280, 720))
        outcome = filmed(steps_of(ada.house, self.blush), prediction, new_key("outputs", "mp4"))
        assert refusal(outcome) == (
            settle.MODERATED,
            "The content policy does not allow what the picture shows; nothing was charged.",
        )
        assert stored(ada.house) == {prediction.input["image"]}
        assert ada.customer.balances == (CREDIT, 0)


class TestStopping:
    def test_a_cancelled_render_stops_within_two_seconds(
        self, ada: Orders, multiplane: MultiplaneEngine
    ) -> None:
        prediction, key = ada.order(image=inline()), new_key("outputs", "mp4")
        steps = Steps(ada.house, multiplane, Classifier.of(None))
        outcomes: list[Outcome] = []
        thread = threading.Thread(target=lambda: outcomes.append(filmed(steps, prediction, key)))
        thread.start()
        eventually(lambda: ada.row(prediction.id).stage == "Filming", 30, "filming")
        assert settle.cancel(ada.house, prediction.id)
        cancelled = time.monotonic()
        thread.join(30)
        assert time.monotonic() - cancelled < 2
        assert outcomes == [{}]
        assert ada.row(prediction.id).status == Status.CANCELLED
        assert ada.customer.balances == (CREDIT, 0)
        assert stored(ada.house) == {prediction.input["image"]}
        assert steps.reporter is None

    @pytest.mark.parametrize("when", ["before", "gathered"])
    def test_one_that_has_ended_is_not_filmed(self, ada: Orders, when: str) -> None:
        prediction, steps = ada.order(image=inline()), steps_of(ada.house)
        stills = {"image": prediction.input["image"]}
        if when == "gathered":
            assert steps.gather(prediction.id)["stills"] == stills
        settle.cancel(ada.house, prediction.id)
        assert steps.gather(prediction.id) == {}
        assert steps.film(prediction.id, "outputs/a.mp4", stills) == {}
        assert ada.row(prediction.id).status == Status.CANCELLED

    @pytest.mark.parametrize("delete", [False, True])
    def test_a_clip_that_comes_too_late_is_thrown_away(self, ada: Orders, delete: bool) -> None:
        prediction, key = ada.order(image=inline()), new_key("outputs", "mp4")
        steps = steps_of(ada.house)
        steps.gather(prediction.id)
        ada.house.storage.put(key, b"a clip", "video/mp4")
        if delete:
            settle.remove(ada.house, ada.customer.account.id, [prediction.id])
        else:
            settle.cancel(ada.house, prediction.id)
        steps.settle(prediction.id, key, {"has_nsfw_contents": False, "inference_ms": 1}, [])
        assert key not in stored(ada.house)
        assert ada.row(prediction.id).status == Status.CANCELLED
        assert ada.customer.balances == (CREDIT, 0)

    def test_settling_again_changes_nothing(self, ada: Orders) -> None:
        """A worker that dies between settling and saying so does it again."""
        prediction, key = ada.order(image=inline()), new_key("outputs", "mp4")
        steps = steps_of(ada.house)
        steps.gather(prediction.id)
        ada.house.storage.put(key, b"a clip", "video/mp4")
        for _ in range(2):
            steps.settle(prediction.id, key, {"has_nsfw_contents": False, "inference_ms": 1}, [])
        assert ada.house.storage.read(key) == b"a clip"
        assert ada.customer.balances == (CREDIT - PRICE, 0)


class TestWhatIsTriedAgain:
    """These leave the step, so that the job tries it again; the prediction goes on meanwhile."""

    def test_a_storage_that_does_not_work(self, ada: Orders, site: Site) -> None:
        site.pages["/a.png"] = Page(picture())
        prediction, steps = ada.order(image=f"{site.url}/a.png"), steps_of(ada.house)
        in_the_way = ada.house.settings.data_dir / "media" / "inputs"
        in_the_way.write_text("a file where a folder should be")
        with pytest.raises(StorageError):
            steps.gather(prediction.id)
        assert ada.row(prediction.id).status == Status.PROCESSING
        in_the_way.unlink()
        assert set(steps.gather(prediction.id)["copies"]) == stored(ada.house)

    def test_a_database_that_does_not_work(self, ada: Orders) -> None:
        prediction = ada.order(image=inline())
        with ada.house.database.begin() as connection:
            connection.exec_driver_sql("alter table predictions rename to lost")
        with pytest.raises(OperationalError):
            steps_of(ada.house).gather(prediction.id)

    def test_a_database_that_is_busy_here(self, ada: Orders, monkeypatch: pytest.MonkeyPatch) -> None:
        prediction = ada.order(image=inline())
        monkeypatch.setattr(database, "PATIENCE_S", 0.05)
        with ada.house.database.begin(), pytest.raises(TimeoutError):
            _in_a_thread(lambda: steps_of(ada.house).gather(prediction.id))

    def test_a_database_that_another_process_locks(
        self, new_house: Callable[..., House], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(database, "PATIENCE_S", 0.05)
        ada = Orders.of(new_house())
        prediction = ada.order(image=inline())
        other = sqlite3.connect(ada.house.settings.data_dir / "photoplay.db", isolation_level=None)
        other.execute("begin immediate")
        with pytest.raises(OperationalError, match="locked"):
            steps_of(ada.house).gather(prediction.id)
        other.close()
        assert "stills" in steps_of(ada.house).gather(prediction.id)


def _in_a_thread(work: Callable[[], object]) -> None:
    """Do something in another thread, and raise here what it raises."""
    raised: list[Exception] = []

    def run() -> None:
        try:
            work()
        except Exception as error:
            raised.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if raised:
        raise raised[0]
