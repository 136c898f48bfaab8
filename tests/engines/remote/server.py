"""A server that speaks OpenAI's `/v1/videos` as SGLang-Diffusion and vLLM-Omni do: it pans over what it is sent."""

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Annotated, Any

import av
import numpy as np
import uvicorn
from fastapi import FastAPI, File, Form, Header, HTTPException, Response, UploadFile
from fastapi.responses import JSONResponse
from PIL import Image

FPS = 8
KEY = "sk-video"


@dataclass
class Videos:
    """What was asked for, and how the server behaves."""

    url: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    looks: dict[str, int] = field(default_factory=dict)
    deleted: list[str] = field(default_factory=list)
    fails: str = ""
    """What each video fails of, where it does."""
    fails_with: int = 200
    """The status with which that is told: vLLM-Omni's is another."""
    garbage: bool = False
    """Whether it sends something that is no video."""
    outages: list[int | None] = field(default_factory=list)
    """With which status the next questions are answered, 0 for a broken line; None for one that is answered well."""
    kept: bool = False
    """Whether it knows no way to forget a video."""

    def look(self, video: str) -> dict[str, Any]:
        self.looks[video] += 1
        done = self.looks[video] >= 3
        status = "completed" if done else "in_progress" if self.looks[video] > 1 else "queued"
        return {"id": video, "object": "video", "status": status, "progress": 50 * (self.looks[video] - 1)}

    def outage(self) -> Response | None:
        """Return what is answered where it is out of order."""
        status = self.outages.pop(0) if self.outages else None
        if status is None:
            return None
        # Less than was announced, so that the line breaks.
        return Response(status_code=status) if status else Response(b"", headers={"content-length": "9"})


def film(still: bytes, size: str, seconds: int) -> bytes:
    """Return an mp4 that begins with the still, and drifts."""
    width, height = map(int, size.split("x"))
    first = np.asarray(Image.open(io.BytesIO(still)).convert("RGB"))
    assert first.shape == (height, width, 3)
    written = io.BytesIO()
    with av.open(written, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=FPS, options={"crf": "10"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for index in range(seconds * FPS + 1):
            frame = av.VideoFrame.from_ndarray(np.roll(first, index, axis=1), format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return written.getvalue()


def application(videos: Videos) -> FastAPI:
    app = FastAPI()

    @app.post("/v1/videos")
    def create(
        prompt: Annotated[str, Form()],
        input_reference: Annotated[UploadFile, File()],
        size: Annotated[str, Form()],
        seconds: Annotated[str, Form()],
        seed: Annotated[int, Form()],
        guidance_scale: Annotated[float, Form(le=20)],
        negative_prompt: Annotated[str | None, Form()] = None,
        model: Annotated[str | None, Form()] = None,
        fps: Annotated[int | None, Form()] = None,
        num_frames: Annotated[int | None, Form()] = None,
        authorization: Annotated[str, Header()] = "",
    ) -> dict[str, Any]:
        if authorization != f"Bearer {KEY}":
            raise HTTPException(401, "Incorrect API key provided.")
        if "forbidden" in prompt:
            raise HTTPException(400, "The prompt is not allowed.")
        video = f"video_{len(videos.asked)}"
        videos.asked.append(
            {
                "prompt": prompt,
                "size": size,
                "seconds": seconds,
                "seed": seed,
                "guidance_scale": guidance_scale,
                "negative_prompt": negative_prompt,
                "model": model,
                "fps": fps,
                "num_frames": num_frames,
            }
        )
        videos.looks[video] = 0
        still = input_reference.file.read()
        videos.files[video] = b"nothing" if videos.garbage else film(still, size, int(seconds))
        return {"id": video, "object": "video", "status": "queued", "progress": 0}

    @app.get("/v1/videos/{video}", response_model=None)
    def look(video: str) -> Response | dict[str, Any]:
        if videos.fails:
            videos.looks[video] += 1
            error = {"code": videos.fails_with, "message": videos.fails}
            return JSONResponse({"id": video, "status": "failed", "error": error}, videos.fails_with)
        return videos.outage() or videos.look(video)

    @app.get("/v1/videos/{video}/content")
    def content(video: str) -> Response:
        return videos.outage() or Response(videos.files[video], media_type="video/mp4")

    @app.delete("/v1/videos/{video}")
    def delete(video: str) -> dict[str, Any]:
        if videos.kept:
            raise HTTPException(405, "Method Not Allowed")
        videos.deleted.append(video)
        del videos.files[video]
        return {"id": video, "deleted": True}

    return app


@contextmanager
def running() -> Iterator[Videos]:
    """Serve on a free port for as long as the block lasts."""
    videos = Videos()
    server = uvicorn.Server(
        uvicorn.Config(application(videos), host="127.0.0.1", port=0, log_level="warning", lifespan="off")
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            thread.join(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        videos.url = f"http://127.0.0.1:{port}"
        yield videos
    finally:
        server.should_exit = True
        thread.join(10)
