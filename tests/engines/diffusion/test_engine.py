from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import cv2
import numpy as np
import pytest

from photoplay.director.direct import direct
from photoplay.director.plan import Note
from photoplay.engines.choose import EngineName, choose_engine
from photoplay.engines.diffusion.engine import DiffusionEngine
from photoplay.engines.diffusion.rig import Rig
from photoplay.engines.engine import Engine, Frame
from photoplay.errors import CancelledError
from photoplay.progress import unwatched
from photoplay.shot import Resolution, Shot
from photoplay.stills import Still
from tests.engines.diffusion import tiny
from tests.engines.diffusion.conftest import FRAME, Use

PROMPT = "Slow pan left, the dog runs"
PLAN = direct(PROMPT, duration=5)


def engine() -> Engine:
    return choose_engine(EngineName.DIFFUSION, lambda *_: None)[0]


def shot_of(still: Still, **changes: object) -> Shot:
    return replace(Shot(still, PROMPT, fps=12, seed=7, guidance_scale=0.5), **changes)  # type: ignore[arg-type]


def film(engine: Engine, shot: Shot, progress: Callable[[str, float], None] = unwatched) -> list[Frame]:
    plan = direct(shot.prompt, duration=shot.duration)
    return list(engine.render(shot, plan, progress))


def changes(frames: list[Frame]) -> list[float]:
    return [float(np.abs(after.astype(int) - before).mean()) for before, after in pairwise(frames)]


@pytest.mark.parametrize("family", tiny.TINY)
class TestEveryFamily:
    def test_the_clip_is_as_asked_and_begins_with_the_photograph(
        self, family: str, use: Use, photograph: Still
    ) -> None:
        use(family=family, tier="exact")
        shot = shot_of(photograph)
        stages: list[str] = []
        shares: list[float] = []

        def progress(stage: str, share: float) -> None:
            stages.append(stage)
            shares.append(share)

        frames = film(engine(), shot, progress)
        assert len(frames) == 60
        assert {frame.shape for frame in frames} == {(FRAME[1], FRAME[0], 3)}
        assert (frames[0] == photograph.resized(*FRAME)).all()
        assert cv2.PSNR(frames[0], frames[-1]) < 30
        assert list(dict.fromkeys(stages)) == [
            "Loading the model",
            "Reading the prompt",
            "Denoising",
            "Developing",
            "Filming",
        ]
        assert shares == sorted(shares)

    def test_the_same_seed_gives_the_same_clip_and_another_does_not(
        self, family: str, use: Use, photograph: Still
    ) -> None:
        use(family=family, tier="exact")
        camera = engine()
        first, again, other = (
            film(camera, shot_of(photograph, seed=seed))[-1].astype(int) for seed in (1, 1, 2)
        )
        assert (first == again).all()
        assert np.abs(first - other).max() > 5

    def test_nothing_jumps_where_two_takes_of_ten_seconds_meet(
        self, family: str, use: Use, photograph: Still
    ) -> None:
        use(family=family, tier="exact")
        frames = film(engine(), shot_of(photograph, duration=10))
        assert len(frames) == 120
        steps = changes(frames)
        # An untaught model's takes begin with a start, which machines compute a little differently.
        assert max(steps[45:75]) <= 1.1 * max(steps[:15])


@pytest.mark.parametrize("family", ["wan2.2-i2v-a14b", "ltx"])
@pytest.mark.parametrize("duration", [5, 10])
def test_the_clip_ends_with_the_end_image(
    family: str, duration: int, use: Use, photograph: Still, another: Still
) -> None:
    use(family=family, tier="exact")
    shot = shot_of(photograph, duration=duration, end_image=another)
    frames = film(engine(), shot)
    assert (frames[0] == photograph.resized(*FRAME)).all()
    assert (frames[-1] == another.resized(*FRAME)).all()
    steps = changes(frames)
    assert steps[-1] < 3 * np.median(steps[-12:])


def test_an_end_image_steers_the_model(use: Use, photograph: Still, another: Still) -> None:
    use(tier="exact")
    camera = engine()
    plain, steered = (
        film(camera, shot_of(photograph, end_image=end))[24].astype(int) for end in (None, another)
    )
    assert np.abs(plain - steered).max() > 5


def test_an_end_image_of_another_shape_is_cropped_and_said(use: Use, photograph: Still) -> None:
    use(tier="exact")
    narrow = Still(np.ascontiguousarray(photograph.pixels[:, :300]))
    told: list[Note] = []
    shot = shot_of(photograph, end_image=narrow)
    *_, last = engine().render(shot, PLAN, unwatched, told.append)
    assert (last == narrow.cropped(4 / 3).resized(*FRAME)).all()
    assert [note.text for note in told if "aspect ratio" in note.text] == [
        "The end image has another aspect ratio: it was cropped to its middle."
    ]


@pytest.mark.parametrize("tier", ["standard", "exact"])
def test_cancelling_takes_one_step_and_leaves_nothing_behind(tier: str, use: Use, photograph: Still) -> None:
    use(tier=tier)
    camera, shot = engine(), shot_of(photograph)
    whole = film(camera, shot)
    seen: list[float] = []

    def stop(stage: str, share: float) -> None:
        if stage == "Denoising":
            seen.append(share)
            if len(seen) == 2:
                raise CancelledError("stop")

    with pytest.raises(CancelledError):
        film(camera, shot, stop)
    assert len(seen) == 2
    assert all((one == other).all() for one, other in zip(whole, film(camera, shot), strict=True))


@pytest.mark.parametrize(
    ("part", "stages"),
    [
        ("text_encoder", ["Reading the prompt", "Denoising"]),
        ("encoder", ["Reading the prompt", "Denoising"]),
        ("decoder", ["Reading the prompt", "Denoising", "Developing", "Filming"]),
    ],
)
def test_a_render_that_is_cancelled_while_it_reads_or_writes_ends_at_the_next_word(
    part: str, stages: list[str], use: Use, photograph: Still
) -> None:
    use(tier="exact")
    camera, passed = engine(), list[str]()
    camera.warm()
    assert isinstance(camera, DiffusionEngine)
    assert isinstance(camera._camera, Rig)
    pipeline = camera._camera.pipeline
    work = pipeline.text_encoder if part == "text_encoder" else getattr(pipeline.vae, part)
    cancelled = list[bool]()
    work.register_forward_hook(lambda *_: cancelled.append(True))

    def listen(stage: str, _share: float) -> None:
        passed.append(stage)
        if cancelled:
            raise CancelledError("stop")

    with pytest.raises(CancelledError):
        film(camera, shot_of(photograph), listen)
    assert list(dict.fromkeys(passed)) == stages
    assert passed.count(stages[-1]) == 1


def test_guidance_moves_the_clip_and_the_negative_prompt_with_it(use: Use, photograph: Still) -> None:
    use(tier="exact")
    camera = engine()
    ends = [
        film(camera, shot_of(photograph, guidance_scale=scale, negative_prompt=negative))[-1].astype(int)
        for scale, negative in ((0.0, ""), (0.0, "rain"), (1.0, ""), (1.0, "rain"))
    ]
    unguided, unread, guided, read = ends
    assert (unguided == unread).all()
    assert np.abs(unguided - guided).max() > 0
    assert np.abs(guided - read).max() > 0


@pytest.mark.parametrize(
    ("family", "tier", "asked", "sentence"),
    [
        (
            "ltx",
            "exact",
            {},
            "LTX-Video 13B films 96 x 64 pixels; its frames are enlarged to the 1080p asked for.",
        ),
        ("ltx", "fast", {"guidance_scale": 1.0}, "guidance_scale changes nothing."),
        (
            "wan2.2-i2v-a14b",
            "exact",
            {"guidance_scale": 0.0, "negative_prompt": "rain"},
            "it reads no negative prompt; only the director does.",
        ),
    ],
)
def test_what_is_done_otherwise_is_said(
    family: str, tier: str, asked: dict[str, object], sentence: str, use: Use, photograph: Still
) -> None:
    use(family=family, tier=tier)
    told: list[Note] = []
    frames = engine().render(shot_of(photograph, **asked), PLAN, unwatched, told.append)
    next(frames)
    assert any(note.text.endswith(sentence) for note in told), told


def test_what_is_done_as_asked_is_not_remarked_on(
    use: Use, photograph: Still, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(tier="exact")
    monkeypatch.setattr(Resolution, "area", 64 * 48)
    told: list[Note] = []
    next(engine().render(shot_of(photograph, negative_prompt="rain"), PLAN, unwatched, told.append))
    assert told == []
