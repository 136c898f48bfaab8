"""A video server: SGLang-Diffusion, vLLM-Omni or another that speaks OpenAI's `/v1/videos`."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Self

import httpx2

from photoplay.errors import EngineFailedError
from photoplay.settings import Settings

POLL = 1.0
"""Seconds between two looks at how far a video is."""
ANSWER = 60.0
"""Seconds in which the server answers each request; the video itself takes as long as it takes."""
LONGEST = 3600.0
"""Seconds that a video may take."""
DONE, FAILED = "completed", ("failed", "cancelled", "expired")

Told = Callable[[float], None]
"""Called with the share of the video that is made; what it raises gives the video up."""


@dataclass(frozen=True)
class Order:
    """What a server is asked for.

    Attributes:
        still: the first picture, a PNG.
        cfg: strength of classifier-free guidance.
    """

    still: bytes
    prompt: str
    negative_prompt: str
    size: tuple[int, int]
    seconds: int
    cfg: float
    seed: int


class Server:
    """The way to a server, as the settings say; it is closed at the end of a `with` block."""

    def __init__(self, settings: Settings) -> None:
        key = settings.video_server_key
        headers = {"Authorization": f"Bearer {key.get_secret_value()}"} if key else {}
        self._url = str(settings.video_server).rstrip("/")
        self._model = settings.video_server_model
        self._client = httpx2.Client(base_url=self._url, headers=headers, timeout=ANSWER)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def film(self, order: Order, told: Told) -> bytes:
        """Have a video made; return it, an mp4.

        Raises:
            EngineFailedError: the server is not there, refuses, or fails.
        """
        video = self._created(order)
        try:
            self._wait(video, told)
            with self._asking():
                return self._checked(
                    self._client.get(f"/v1/videos/{video}/content", follow_redirects=True)
                ).content
        except BaseException:
            with suppress(httpx2.HTTPError):
                self._client.delete(f"/v1/videos/{video}")
            raise

    def _created(self, order: Order) -> str:
        form = {
            "prompt": order.prompt,
            "negative_prompt": order.negative_prompt,
            "size": f"{order.size[0]}x{order.size[1]}",
            "seconds": str(order.seconds),
            "guidance_scale": f"{order.cfg:g}",
            "seed": str(order.seed),
            "model": self._model,
        }
        given = {name: value for name, value in form.items() if value}
        files = {"input_reference": ("first.png", order.still, "image/png")}
        with self._asking():
            answer = self._checked(self._client.post("/v1/videos", data=given, files=files)).json()
            return str(answer["id"])

    def _wait(self, video: str, told: Told) -> None:
        until = time.monotonic() + LONGEST
        while time.monotonic() < until:
            with self._asking():
                answer = self._checked(self._client.get(f"/v1/videos/{video}")).json()
                status, share = answer["status"], float(answer.get("progress") or 0.0) / 100.0
            if status == DONE:
                return
            if status in FAILED:
                raise EngineFailedError(
                    f"The video server could not make the video; it says: {_reason(answer)}"
                )
            told(min(max(share, 0.0), 1.0))
            time.sleep(POLL)
        raise EngineFailedError(f"The video server has not made the video within {LONGEST / 60:.0f} minutes.")

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Tell in a sentence what goes wrong with a request."""
        try:
            yield
        except httpx2.HTTPError as error:
            raise EngineFailedError(
                f"The video server at {self._url} does not answer ({type(error).__name__}); start it, or set "
                "PHOTOPLAY_VIDEO_SERVER to where it is."
            ) from error
        except (ValueError, KeyError, TypeError) as error:
            raise EngineFailedError(
                f"What the server at {self._url} answers is not that of OpenAI's /v1/videos; set "
                "PHOTOPLAY_VIDEO_SERVER to a server that speaks it."
            ) from error

    def _checked(self, answer: httpx2.Response) -> httpx2.Response:
        if answer.is_success:
            return answer
        if answer.status_code in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
            raise EngineFailedError(
                "The video server refuses the key; set PHOTOPLAY_VIDEO_SERVER_KEY to one it knows."
            )
        try:
            reason = _reason(answer.json())
        except ValueError:
            reason = f"status {answer.status_code}"
        raise EngineFailedError(f"The video server refuses the request; it says: {reason}")


def _reason(answer: Any) -> str:
    """Return what a server says went wrong, as one sentence."""
    told = (
        answer.get("error") or answer.get("detail") or answer.get("message")
        if isinstance(answer, dict)
        else answer
    )
    if isinstance(told, dict):
        told = told.get("message") or told
    return f"{str(told or 'nothing').strip().rstrip('.')[:300]}."
