import itertools
from collections.abc import Iterator
from dataclasses import replace

import cv2
import numpy as np
import pytest

from photoplay.director.direct import direct
from photoplay.engines.engine import Frame, check_asked
from photoplay.engines.remote import engine as remote
from photoplay.engines.remote import server
from photoplay.engines.remote.engine import RemoteEngine
from photoplay.errors import CancelledError, EngineFailedError, InvalidInputError
from photoplay.progress import unwatched
from photoplay.settings import Settings
from photoplay.shot import Resolution, Shot
from photoplay.stills import Still
from tests.engines.remote.server import KEY, Videos, running
from tests.engines.stopping import stop_at
from tests.scenes import landscape

SIZE = 160, 120
PROMPT = "Slow pan left"
TRIES = len(server.PAUSES)
SHOT = Shot(Still(landscape(400, 300)), PROMPT, fps=12, seed=7)


@pytest.fixture(scope="module")
def house() -> Iterator[Videos]:
    with running() as videos:
        yield videos


@pytest.fixture
def videos(house: Videos, monkeypatch: pytest.MonkeyPatch) -> Videos:
    """A server that makes small videos and has made none."""
    monkeypatch.setattr(server, "POLL", 0.01)
    monkeypatch.setattr(server, "PAUSES", (0.01,) * TRIES)
    monkeypatch.setattr(remote, "AREAS", (SIZE[0] * SIZE[1],))
    monkeypatch.setattr(Resolution, "area", SIZE[0] * SIZE[1])
    house.__init__(url=house.url)  # type: ignore[misc]
    return house


@pytest.fixture
def engine(videos: Videos) -> RemoteEngine:
    return RemoteEngine(Settings(video_server=videos.url, video_server_key=KEY, video_server_model="wan"))


def film(engine: RemoteEngine, shot: Shot = SHOT) -> list[Frame]:
    return list(engine.render(shot, direct(shot.prompt, duration=shot.duration), unwatched))


def test_five_seconds_are_one_video_asked_for_in_the_servers_words(
    engine: RemoteEngine, videos: Videos
) -> None:
    frames = film(engine, replace(SHOT, negative_prompt="rain"))
    assert videos.asked == [
        {
            "prompt": f"The camera pans left slowly. {PROMPT}",
            "negative_prompt": "rain",
            "size": "176x128",
            "seconds": "5",
            "seed": 7,
            "guidance_scale": 3.5,
            "model": "wan",
            "fps": None,
            "num_frames": None,
        }
    ]
    assert {frame.shape for frame in frames} == {(SIZE[1], SIZE[0], 3)}
    assert len(frames) == 60
    assert (frames[0] == SHOT.image.resized(*SIZE)).all()
    assert cv2.PSNR(frames[0], frames[-1]) < 25


def test_ten_seconds_are_two_videos_without_a_seam(engine: RemoteEngine, videos: Videos) -> None:
    frames = film(engine, replace(SHOT, duration=10))
    assert [asked["seed"] for asked in videos.asked] == [7, 8]
    assert len(frames) == 120
    steps = [float(np.abs(b.astype(int) - a).mean()) for a, b in itertools.pairwise(frames)]
    assert max(steps[50:75]) < 1.7 * np.median(steps)


def test_a_rate_is_asked_for_where_the_settings_name_it(videos: Videos) -> None:
    film(RemoteEngine(Settings(video_server=videos.url, video_server_key=KEY, video_server_fps=16)))
    assert [(asked["fps"], asked["num_frames"]) for asked in videos.asked] == [(16, 81)]


def test_a_video_that_is_here_is_not_left_on_the_server(engine: RemoteEngine, videos: Videos) -> None:
    film(engine, replace(SHOT, duration=10))
    assert videos.deleted == ["video_0", "video_1"]
    assert videos.files == {}


def test_a_server_that_forgets_nothing_films_all_the_same(engine: RemoteEngine, videos: Videos) -> None:
    videos.kept = True
    assert len(film(engine)) == 60


@pytest.mark.parametrize("status", [0, 429, 503])
def test_a_server_that_is_out_of_order_for_a_while_is_asked_again(
    engine: RemoteEngine, videos: Videos, status: int
) -> None:
    videos.outages = [*[status] * TRIES, *[None] * 3, *[status] * TRIES]
    assert len(film(engine)) == 60
    assert videos.outages == []


def test_a_render_can_be_cancelled_while_the_server_is_out_of_order(
    engine: RemoteEngine, videos: Videos
) -> None:
    videos.outages = [503] * TRIES
    with pytest.raises(CancelledError):
        list(engine.render(SHOT, direct(PROMPT, duration=5), stop_at(3)))
    assert len(videos.outages) == TRIES - 2
    assert videos.deleted == ["video_0"]


def test_a_cancelled_render_takes_the_video_back(engine: RemoteEngine, videos: Videos) -> None:
    with pytest.raises(CancelledError):
        list(engine.render(SHOT, direct(PROMPT, duration=5), stop_at(3)))
    assert videos.deleted == ["video_0"]


def failure(engine: RemoteEngine, shot: Shot = SHOT) -> str:
    with pytest.raises(EngineFailedError) as failed:
        film(engine, shot)
    return str(failed.value)


class TestFailures:
    def test_of_the_model(self, engine: RemoteEngine, videos: Videos) -> None:
        videos.fails = "CUDA out of memory"
        assert failure(engine) == ("The video server could not make the video; it says: CUDA out of memory.")

    @pytest.mark.parametrize("status", [400, 500])
    def test_of_the_model_told_as_vllm_omni_does(
        self, engine: RemoteEngine, videos: Videos, status: int
    ) -> None:
        videos.fails, videos.fails_with = "CUDA out of memory", status
        assert failure(engine) == ("The video server could not make the video; it says: CUDA out of memory.")
        assert videos.looks == {"video_0": 1}

    def test_of_a_server_that_stays_out_of_order(self, engine: RemoteEngine, videos: Videos) -> None:
        videos.outages = [503] * (TRIES + 2)
        assert failure(engine) == "The video server fails at the request; it says: status 503."
        assert len(videos.outages) == 1
        assert videos.deleted == ["video_0"]

    def test_of_a_server_that_is_gone(self, engine: RemoteEngine, videos: Videos) -> None:
        videos.outages = [0] * (TRIES + 1)
        assert failure(engine).startswith(f"The video server at {videos.url} does not answer")

    def test_of_a_field_that_is_not_understood(
        self, engine: RemoteEngine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(remote, "GUIDANCE", 50.0)
        assert failure(engine).endswith("it says: Input should be less than or equal to 20.")

    def test_of_a_request_that_is_refused(self, engine: RemoteEngine) -> None:
        sentence = failure(engine, replace(SHOT, prompt="forbidden things"))
        assert sentence == "The video server refuses the request; it says: The prompt is not allowed."

    def test_of_a_key(self, videos: Videos) -> None:
        stranger = RemoteEngine(Settings(video_server=videos.url))
        assert "PHOTOPLAY_VIDEO_SERVER_KEY" in failure(stranger)

    def test_of_a_video_that_is_none(self, engine: RemoteEngine, videos: Videos) -> None:
        videos.garbage = True
        assert failure(engine).startswith("What the video server sent is no video")

    def test_of_a_server_that_is_not_there(self) -> None:
        nobody = RemoteEngine(Settings(video_server="http://127.0.0.1:9"))
        assert failure(nobody).startswith("The video server at http://127.0.0.1:9 does not answer")

    def test_of_a_server_that_speaks_something_else(self, videos: Videos) -> None:
        other = RemoteEngine(Settings(video_server=f"{videos.url}/elsewhere"))
        assert failure(other) == "The video server refuses the request; it says: Not Found."


def test_an_end_image_is_refused_at_submit(engine: RemoteEngine) -> None:
    with pytest.raises(InvalidInputError, match=r"^end_image cannot be arrived at by a video server"):
        check_asked(engine.capabilities, end_image=True, negative_prompt="")
