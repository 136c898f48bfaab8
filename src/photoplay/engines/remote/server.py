"""A video server: SGLang-Diffusion, vLLM-Omni or another that speaks OpenAI's `/v1/videos`."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
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
PAUSES = (1.0, 2.0, 4.0, 8.0, 10.0, 10.0, 10.0, 10.0, 10.0)
"""Seconds before a question is asked again that nobody answers."""
DONE, FAILED = "completed", ("failed", "cancelled", "expired")

Told = Callable[[float], None]
"""Called with the share of the video that is made; what it raises gives the video up."""


@dataclass(frozen=True)
class Order:
    """What a server is asked for.

    Attributes:
        still: the first picture, a PNG.
        cfg: strength of classifier-free guidance.
        fps: frames a second; as many as the server likes where it is None.
    """

    still: bytes
    prompt: str
    negative_prompt: str
    size: tuple[int, int]
    seconds: int
    cfg: float
    seed: int
    fps: int | None


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
                return self._checked(self._got(f"/v1/videos/{video}/content", lambda: told(1.0))).content
        finally:
            # Here, or wanted no more, it need not stay on the server; not every server knows how to forget one.
            with suppress(httpx2.HTTPError):
                self._client.delete(f"/v1/videos/{video}")

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
        if order.fps:
            form |= {"fps": str(order.fps), "num_frames": str(order.seconds * order.fps + 1)}
        given = {name: value for name, value in form.items() if value}
        files = {"input_reference": ("first.png", order.still, "image/png")}
        with self._asking():
            answer = self._checked(self._client.post("/v1/videos", data=given, files=files)).json()
            return str(answer["id"])

    def _wait(self, video: str, told: Told) -> None:
        until, share = time.monotonic() + LONGEST, 0.0
        while time.monotonic() < until:
            with self._asking():
                answer = self._got(f"/v1/videos/{video}", partial(told, share))
                made = (answer if _tells_of_failure(answer) else self._checked(answer)).json()
                status, share = made["status"], min(max(float(made.get("progress") or 0.0) / 100.0, 0.0), 1.0)
            if status == DONE:
                return
            if status in FAILED:
                raise EngineFailedError(
                    f"The video server could not make the video; it says: {_reason(made)}"
                )
            told(share)
            time.sleep(POLL)
        raise EngineFailedError(f"The video server has not made the video within {LONGEST / 60:.0f} minutes.")

    def _got(self, path: str, waiting: Callable[[], None]) -> httpx2.Response:
        """Return the answer to a question; it is asked again where the server is busy or cannot be reached.

        Args:
            waiting: called before each pause; what it raises ends the asking.
        """
        for pause in PAUSES:
            with suppress(httpx2.TransportError):
                answer = self._client.get(path, follow_redirects=True)
                if not _is_busy(answer):
                    return answer
            waiting()
            time.sleep(pause)
        return self._client.get(path, follow_redirects=True)

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
            reason = f"status {answer.status_code}."
        does = "fails at" if answer.is_server_error else "refuses"
        raise EngineFailedError(f"The video server {does} the request; it says: {reason}")


def _is_busy(answer: httpx2.Response) -> bool:
    """Return whether a server may answer otherwise in a while."""
    unable = answer.is_server_error or answer.status_code == HTTPStatus.TOO_MANY_REQUESTS
    return unable and not _tells_of_failure(answer)


def _tells_of_failure(answer: httpx2.Response) -> bool:
    """Return whether an answer is a video that failed; vLLM-Omni sends it with a status of 400 or more."""
    try:
        told = answer.json()
    except ValueError:
        return False
    return isinstance(told, dict) and told.get("status") in FAILED


def _reason(answer: Any) -> str:
    """Return what a server says went wrong, as one sentence."""
    told = (
        answer.get("error") or answer.get("detail") or answer.get("message")
        if isinstance(answer, dict)
        else answer
    )
    if isinstance(told, list) and told:
        told = told[0]
    if isinstance(told, dict):
        told = told.get("message") or told.get("msg") or told
    return f"{str(told or 'nothing').strip().rstrip('.')[:300]}."
