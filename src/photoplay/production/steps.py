"""The steps of one prediction, each done once even if its worker dies: gather the stills, film them, settle."""

import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypedDict

import structlog
from sqlalchemy.exc import SQLAlchemyError

from photoplay.catalogue.catalogue import find_model
from photoplay.director.plan import Note, Plan
from photoplay.engines.choose import EngineName
from photoplay.engines.engine import Engine, Frame
from photoplay.errors import (
    CancelledError,
    EngineFailedError,
    EngineLostError,
    EngineUnavailableError,
    InvalidInputError,
    WeightsUnavailableError,
)
from photoplay.media.fetch import MediaFetchError
from photoplay.media.moderation import Classifier
from photoplay.media.pictures import inspect
from photoplay.media.storage import StorageError, new_key
from photoplay.planning import understand
from photoplay.production import metrics, settle
from photoplay.production.house import House
from photoplay.production.refusals import final
from photoplay.production.sources import EXTENSIONS, is_link
from photoplay.shot import Shot
from photoplay.stills import Still, load_still
from photoplay.store import plans, predictions
from photoplay.store.database import now_ms
from photoplay.store.predictions import Prediction
from photoplay.studio import film

REPORT_EVERY = 0.4
"""Seconds between two looks at whether a render is still wanted."""

log = structlog.get_logger()


class Refusal(TypedDict):
    """Why a prediction failed, as kept between steps."""

    code: int
    error: str


class Outcome(TypedDict, total=False):
    """What a step hands to the next; JSON, for it is kept in the database."""

    refusal: Refusal
    stills: dict[str, str]
    copies: list[str]
    has_nsfw_contents: bool
    inference_ms: int


class EndedError(Exception):
    """The prediction has ended meanwhile: cancelled, deleted, or finished by another worker."""


class ModeratedError(Exception):
    """The policy blocks what a picture shows."""


CODES: dict[type[Exception], int] = {
    InvalidInputError: settle.INVALID,
    MediaFetchError: settle.UNFETCHED,
    ModeratedError: settle.MODERATED,
    EngineFailedError: settle.STOPPED,
    EngineLostError: settle.STOPPED,
    EngineUnavailableError: settle.STOPPED,
    WeightsUnavailableError: settle.STOPPED,
}
"""What the client is told of the errors that say what to do."""


@dataclass
class Reporter:
    """An engine's progress: tells the database, and stops a render that is not wanted any more."""

    house: House
    prediction_id: str
    silence: float = 0.0
    """Seconds that may pass between two signs of life of the engine."""
    stage: str = ""
    since: float = field(default_factory=time.monotonic)
    told: float = 0.0
    heard: float = field(default_factory=time.monotonic)
    """When the engine last gave a sign of life."""

    def __call__(self, stage: str, share: float) -> None:
        now = self.heard = time.monotonic()
        if stage != self.stage:
            self.leave(now)
            self.stage = stage
        if now - self.told < REPORT_EVERY:
            return
        self.told = now
        with self.house.database.begin() as connection:
            if not predictions.report(connection, self.prediction_id, stage, share):
                raise CancelledError("The prediction is not wanted any more.")

    def leave(self, now: float) -> None:
        """Count the stage that ends."""
        if self.stage:
            metrics.STAGE.labels(self.stage).observe(now - self.since)
        self.since = now


@dataclass
class Steps:
    """What a worker does; it owns the engine."""

    house: House
    engine: Engine
    classifier: Classifier
    reporter: Reporter | None = None
    """Of the render that runs now."""
    lost: bool = False
    """Whether the engine can do nothing more in this process."""

    def gather(self, prediction_id: str) -> Outcome:
        """Fetch what is elsewhere, so that from here on every picture is in storage."""
        return self._guarded(prediction_id, self._gather)

    def film(self, prediction_id: str, output_key: str, stills: dict[str, str]) -> Outcome:
        """Render, look through and store the clip."""
        return self._guarded(prediction_id, lambda prediction: self._film(prediction, output_key, stills))

    def settle(self, prediction_id: str, output_key: str, outcome: Outcome, copies: list[str]) -> None:
        """End the prediction as it came out; copies of pictures go, and a clip that nobody wants any more."""
        refusal = outcome.get("refusal")
        if refusal is not None:
            settle.fail(self.house, prediction_id, refusal["code"], refusal["error"])
        elif "inference_ms" in outcome:
            flagged, inference_ms = outcome["has_nsfw_contents"], outcome["inference_ms"]
            settle.complete(self.house, prediction_id, output_key, flagged, inference_ms)
        with self.house.database.read() as connection:
            prediction = predictions.get(connection, prediction_id)
        unwanted = prediction is None or output_key not in prediction.outputs
        self.house.storage.delete([*copies, output_key] if unwanted else copies)

    def _guarded(self, prediction_id: str, step: Callable[[Prediction], Outcome]) -> Outcome:
        """Turn what can go wrong into what the client is told; a lost database or storage is tried again."""
        with structlog.contextvars.bound_contextvars(prediction=prediction_id):
            try:
                return step(self._started(prediction_id))
            except (EndedError, CancelledError):
                log.info("prediction stopped")
                return {}
            except tuple(CODES) as error:
                log.info("prediction refused", reason=str(error))
                self.lost = isinstance(error, EngineLostError)
                return _refused(CODES[type(error)], error)
            except (SQLAlchemyError, TimeoutError, StorageError):
                raise
            except Exception:
                log.exception("prediction failed")
                return _refused(settle.INTERNAL, settle.FAULT)

    def _started(self, prediction_id: str) -> Prediction:
        with self.house.database.begin() as connection:
            wanted = predictions.start(connection, prediction_id)
            prediction = predictions.get(connection, prediction_id)
        if not wanted or prediction is None:
            raise EndedError
        return prediction

    def _gather(self, prediction: Prediction) -> Outcome:
        metrics.WAIT.observe((now_ms() - prediction.created_at) / 1000)
        log.info("prediction started", model=prediction.model)
        stills: dict[str, str] = {}
        for name in ("image", "end_image"):
            reference = prediction.input.get(name)
            if reference is not None:
                stills[name] = self._stored(reference, name) if is_link(reference) else reference
        copies = [key for name, key in stills.items() if key != prediction.input[name]]
        return {"stills": stills, "copies": copies}

    def _stored(self, link: str, name: str) -> str:
        content = self.house.fetcher.fetch_image(link, name)
        content_type = inspect(content, name, check_aspect=name == "image")
        key = new_key("inputs", EXTENSIONS[content_type])
        self.house.storage.put(key, content, content_type)
        return key

    def _film(self, prediction: Prediction, output_key: str, stills: dict[str, str]) -> Outcome:
        model = find_model(prediction.model)
        if model is None:
            raise InvalidInputError("model", f"must be one this service offers; {prediction.model} is not")
        asked = prediction.input
        image, end_image = self._still(stills, "image"), self._still(stills, "end_image")
        if image is None:
            raise InvalidInputError("image", "must be given")
        shot = Shot(
            image=image,
            prompt=asked["prompt"],
            negative_prompt=asked.get("negative_prompt", ""),
            end_image=end_image,
            guidance_scale=asked["guidance_scale"],
            duration=asked["duration"],
            seed=asked["seed"],
            resolution=model.resolution,
            fps=model.fps,
        )
        flagged = [self._flagged(still.pixels) for still in (image, end_image) if still is not None]
        started = time.monotonic()
        flagged += self._render(prediction, shot, output_key)
        inference_ms = round((time.monotonic() - started) * 1000)
        return {"has_nsfw_contents": any(flagged), "inference_ms": inference_ms}

    def _render(self, prediction: Prediction, shot: Shot, output_key: str) -> list[bool]:
        """Film and store a shot; return what its first, middle and last frame show."""
        plan = understand(
            shot.prompt,
            shot.negative_prompt,
            duration=shot.duration,
            guidance_scale=shot.guidance_scale,
            engine=EngineName(self.house.settings.engine),
        )
        self._keep_plan(prediction, plan, ())
        found: list[Note] = []
        judged = {0, shot.frame_count // 2, shot.frame_count - 1}
        flagged: list[bool] = []

        def judge(index: int, frame: Frame) -> None:
            if index in judged:
                flagged.append(self._flagged(frame))

        reporter = self.reporter = Reporter(self.house, prediction.id, self.engine.capabilities.silence)
        try:
            with tempfile.TemporaryDirectory(prefix="photoplay-") as folder:
                path = Path(folder) / "clip.mp4"
                film(shot, plan, self.engine, path, reporter, judge, found.append)
                self.house.storage.put(output_key, path, "video/mp4")
        finally:
            reporter.leave(time.monotonic())
            self.reporter = None
        self._keep_plan(prediction, plan, found)
        return flagged

    def _keep_plan(self, prediction: Prediction, plan: Plan, found: Sequence[Note]) -> None:
        """Write down how the prompt is understood, with what the photograph was found to have nothing for."""
        notes = [note.text for note in (*plan.notes, *found)]
        with self.house.database.begin() as connection:
            plans.keep(connection, prediction.id, plan.model_dump(mode="json"), notes)

    def _still(self, stills: dict[str, str], name: str) -> Still | None:
        if name not in stills:
            return None
        try:
            content = self.house.storage.read(stills[name])
        except FileNotFoundError as error:
            raise InvalidInputError(
                name, "must be kept until the video is made; it was removed meanwhile"
            ) from error
        return load_still(content, field=name, check_aspect=name == "image")

    def _flagged(self, picture: Frame) -> bool:
        flagged = self.classifier.nsfw(picture)
        if flagged and self.house.settings.moderation == "block":
            raise ModeratedError(
                "The content policy does not allow what the picture shows; nothing was charged."
            )
        return flagged


def _refused(code: int, error: Exception | str) -> Outcome:
    return {"refusal": {"code": code, "error": final(str(error))}}
