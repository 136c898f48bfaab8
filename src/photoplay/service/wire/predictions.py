"""A prediction as clients see it."""

from collections.abc import Sequence
from typing import Any, Literal

from pydantic import BaseModel, Field

from photoplay.production import settle
from photoplay.production.sources import is_link
from photoplay.service.bodies import Asked, Text, Time, milliseconds_if
from photoplay.service.links import media_url, result_url
from photoplay.service.wire.envelope import timestamp
from photoplay.store.predictions import Prediction, Search, Status

WireStatus = Literal["created", "processing", "completed", "failed"]
SYNC_TIMEOUT = 5004

_WIRE: dict[Status, WireStatus] = {
    Status.CREATED: "created",
    Status.PROCESSING: "processing",
    Status.COMPLETED: "completed",
    Status.FAILED: "failed",
    Status.CANCELLED: "failed",
}
SearchStatus = Literal["created", "pending", "processing", "completed", "failed", "cancelled"]

_STATUSES: dict[SearchStatus, tuple[Status, ...]] = {
    "created": (Status.CREATED,),
    "pending": (Status.CREATED,),
    "processing": (Status.PROCESSING,),
    "completed": (Status.COMPLETED,),
    "failed": (Status.FAILED, Status.CANCELLED),
    "cancelled": (Status.CANCELLED,),
}


class Urls(BaseModel):
    """Where to go on from here."""

    get: str = Field(description="The result.")


class Timings(BaseModel):
    """How long it took, in milliseconds."""

    inference: int


class PredictionData(BaseModel):
    """A prediction, from the moment it is accepted until it is deleted."""

    id: str
    model: str
    input: dict[str, Any] | None = Field(default=None, description="What was asked for.")
    outputs: list[str] = Field(
        description="Links to the clip, or the clip in base64; empty until it is ready."
    )
    urls: Urls
    has_nsfw_contents: list[bool] = Field(description="Whether each output shows nudity.")
    status: WireStatus
    created_at: str
    error: str = Field(description="Why it failed, a sentence; empty unless it did.")
    execution_time: int = Field(serialization_alias="executionTime", description="Milliseconds.")
    timings: Timings
    progress: float = Field(description="The share of the work that is done, 0 to 1.")
    stage: str = Field(description="What is being done, in a word or two.")
    queue_position: int = Field(description="1 for the next in the queue; 0 once it is out of the queue.")
    code: int | None = Field(default=None, description="Why it failed, as a number.")
    cancelled: Literal[True] | None = Field(default=None, description="Whether it failed by being cancelled.")


class PredictionPage(BaseModel):
    """One page of an account's predictions, newest first."""

    page: int
    total: int
    items: list[PredictionData]


class SearchBody(Asked):
    """Which predictions to list."""

    page: int = Field(default=1, ge=1, le=1_000_000)
    page_size: int = Field(default=20, ge=1, le=100)
    model: Text | None = None
    status: SearchStatus | None = None
    created_after: Time | None = None
    created_before: Time | None = None
    prompt: Text | None = Field(default=None, description="What the prompt contains, in upper or lower case.")
    include_inputs: bool = False

    def search(self) -> Search:
        """Return it as the store knows it."""
        return Search(
            page=self.page,
            page_size=self.page_size,
            model=self.model,
            statuses=_STATUSES[self.status] if self.status else (),
            created_after=milliseconds_if(self.created_after),
            created_before=milliseconds_if(self.created_before),
            prompt=self.prompt,
        )


class DeleteBody(Asked):
    """Which predictions to delete; those that are not there are passed over."""

    ids: list[Text] = Field(min_length=1, max_length=1000)


def wire_status(status: Status) -> WireStatus:
    """Return a status as clients know it: many know only four, so what was cancelled has failed."""
    return _WIRE[status]


def describe(
    prediction: Prediction,
    base: str,
    *,
    queue_position: int = 0,
    outputs: Sequence[str] | None = None,
    include_input: bool = True,
) -> PredictionData:
    """Return a prediction as clients see it.

    Args:
        base: what links begin with.
        queue_position: 1 for the next in the queue, 0 for none.
        outputs: what to show instead of links to its outputs.
        include_input: whether to say what was asked for.
    """
    status = wire_status(prediction.status)
    kept = prediction.outputs if prediction.deleted_at is None else ()
    links = [media_url(base, key) for key in kept]
    return PredictionData(
        id=prediction.id,
        model=prediction.model,
        input=_input(prediction, base) if include_input else None,
        outputs=links if outputs is None else list(outputs),
        urls=Urls(get=result_url(base, prediction.id)),
        has_nsfw_contents=list(prediction.has_nsfw_contents),
        status=status,
        created_at=timestamp(prediction.created_at),
        error=prediction.error,
        execution_time=prediction.inference_ms,
        timings=Timings(inference=prediction.inference_ms),
        progress=round(prediction.progress, 4),
        stage=prediction.stage,
        queue_position=queue_position,
        code=(prediction.error_code or settle.INTERNAL) if status == "failed" else None,
        cancelled=True if prediction.status == Status.CANCELLED else None,
    )


def timed_out(data: PredictionData, seconds: int) -> PredictionData:
    """Return the answer to a client that has waited in sync mode for as long as it may."""
    error = f"Sync mode timed out after {seconds} seconds; the video is still being made. Its result: {data.urls.get}"
    return data.model_copy(update={"status": "processing", "code": SYNC_TIMEOUT, "error": error})


def webhook_body(prediction: Prediction) -> bytes:
    """Return the body that a webhook is sent: the bare prediction."""
    data = describe(prediction, prediction.base_url)
    return data.model_dump_json(by_alias=True, exclude_none=True).encode()


def _input(prediction: Prediction, base: str) -> dict[str, Any]:
    pictures = {
        field: media_url(base, reference)
        for field in ("image", "end_image")
        if (reference := prediction.input.get(field)) and not is_link(reference)
    }
    return {**prediction.input, **pictures}
