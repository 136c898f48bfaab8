import itertools

import numpy as np
import pytest

from bench.flops import SIZES
from bench.random_models import HEAD
from photoplay.director.direct import direct
from photoplay.engines.diffusion.families import FAMILIES
from photoplay.engines.diffusion.family import Take
from photoplay.engines.diffusion.script import Script
from photoplay.engines.diffusion.tiers import Tier
from photoplay.shot import MAX_SEED, Resolution, Shot
from photoplay.stills import Still
from tests.scenes import landscape

PROMPT = "First a slow dolly-in towards the dog, then pan right"
STILL = Still(landscape(640, 360))
SHARED = [name for name, family in FAMILIES.items() if family.heads]


def script_of(family: str, tier: Tier = Tier.EXACT, **asked: object) -> tuple[Script, Shot]:
    shot = Shot(STILL, PROMPT, **asked)  # type: ignore[arg-type]
    return Script.of(shot, FAMILIES[family], tier, gpus=1), shot


def take(family: str, index: int = 0, tier: Tier = Tier.EXACT, **asked: object) -> Take:
    script, shot = script_of(family, tier, **asked)
    plan = direct(PROMPT, duration=shot.duration)
    return script.take(index, shot, plan, STILL.resized(*script.size), STILL.resized(*script.size))


@pytest.mark.parametrize(
    ("family", "duration", "lengths", "overlap"),
    [
        ("wan2.2-i2v-a14b", 5, (81,), 0),
        ("wan2.2-i2v-a14b", 10, (85, 85), 9),
        ("wan2.2-ti2v-5b", 5, (121,), 0),
        ("wan2.2-ti2v-5b", 10, (129, 129), 13),
        ("ltx", 5, (121,), 0),
        ("ltx", 10, (241,), 0),
    ],
)
def test_takes_are_as_long_as_the_model_makes_them(
    family: str, duration: int, lengths: tuple[int, ...], overlap: int
) -> None:
    script, _ = script_of(family, duration=duration)
    assert (script.lengths, script.overlap) == (lengths, overlap)
    assert all(length % script.family.stride == 1 for length in lengths)
    assert 0 <= script.frames - (duration * script.family.fps + 1) <= script.family.stride


@pytest.mark.parametrize(
    ("family", "resolution", "size"),
    [
        ("wan2.2-i2v-a14b", Resolution.P360, (848, 480)),
        ("wan2.2-i2v-a14b", Resolution.P480, (848, 480)),
        ("wan2.2-i2v-a14b", Resolution.P720, (1280, 720)),
        ("wan2.2-i2v-a14b", Resolution.P1080, (1280, 720)),
        ("ltx", Resolution.P1080, (1248, 704)),
    ],
)
def test_sizes_follow_the_photograph_within_what_the_model_was_taught(
    family: str, resolution: Resolution, size: tuple[int, int]
) -> None:
    assert script_of(family, resolution=resolution)[0].size == size


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("shape", [0.4, 0.5625, 1.0, 1.5, 2.5])
def test_sizes_hardly_stretch_any_photograph(family: str, shape: float) -> None:
    known = FAMILIES[family]
    for area in known.areas:
        width, height = known.size(shape, area, known.longest, gpus=1)
        assert width % known.multiple == height % known.multiple == 0
        assert width / height == pytest.approx(shape, rel=0.05)
        assert width * height == pytest.approx(area, rel=0.1)


@pytest.mark.parametrize("family", SHARED)
def test_a_family_knows_its_heads(family: str) -> None:
    assert FAMILIES[family].heads * HEAD == SIZES[family].width


@pytest.mark.parametrize("gpus", [2, 4, 8])
@pytest.mark.parametrize("duration", [5, 10])
@pytest.mark.parametrize("family", SHARED)
def test_several_gpus_have_as_many_tokens_each_of_any_photograph(
    family: str, duration: int, gpus: int
) -> None:
    known = FAMILIES[family]
    length = script_of(family, duration=duration)[0].lengths[0]
    for frames, area, shape in itertools.product(
        [length, known.stride + 1], known.areas, np.linspace(0.4, 2.5, 99)
    ):
        width, height = known.size(shape, area, frames, gpus)
        assert SIZES[family].tokens(width, height, frames) % gpus == 0
        assert width / height == pytest.approx(shape, rel=0.07)
        assert width * height == pytest.approx(area, rel=0.15)


@pytest.mark.parametrize(("gpus", "size"), [(1, (848, 480)), (4, (832, 464)), (8, (832, 480))])
def test_a_shot_is_filmed_in_a_size_that_its_gpus_share(gpus: int, size: tuple[int, int]) -> None:
    shot = Shot(STILL, PROMPT, resolution=Resolution.P480)
    assert Script.of(shot, FAMILIES["wan2.2-i2v-a14b"], Tier.EXACT, gpus).size == size


def test_guidance_is_the_makers_own_in_the_middle_and_none_at_the_end() -> None:
    assert [take("wan2.2-i2v-a14b", guidance_scale=scale).cfg for scale in (0.0, 0.5, 1.0)] == [1.0, 3.5, 6.0]
    assert take("wan2.2-ti2v-5b", guidance_scale=0.5).cfg == 5.0
    assert take("wan2.2-i2v-a14b", tier=Tier.FAST, guidance_scale=1.0).cfg == 1.0


@pytest.mark.parametrize(("tier", "steps"), [(Tier.FAST, 4), (Tier.STANDARD, 40), (Tier.EXACT, 40)])
def test_tiers_have_their_steps(tier: Tier, steps: int) -> None:
    assert take("wan2.2-i2v-a14b", tier=tier).steps == steps


def test_each_take_has_a_seed_of_its_own() -> None:
    assert [take("wan2.2-i2v-a14b", index, duration=10, seed=7).seed for index in (0, 1)] == [7, 8]
    assert take("wan2.2-i2v-a14b", 1, duration=10, seed=MAX_SEED).seed == 0


def test_only_the_last_take_is_steered_to_the_end_image() -> None:
    takes = [take("wan2.2-i2v-a14b", index, duration=10) for index in (0, 1)]
    assert [one.last is not None for one in takes] == [False, True]


def test_each_take_is_told_of_its_own_moves_and_of_all_the_prompt() -> None:
    first, second = (take("wan2.2-i2v-a14b", index, duration=10).prompt for index in (0, 1))
    assert first.startswith("The camera pushes in towards the dog slowly")
    assert "pushes in" not in second
    assert second.startswith("The camera pans right")
    assert first.endswith(PROMPT)
    assert second.endswith(PROMPT)


def test_the_negative_prompt_is_the_models_and_the_persons() -> None:
    negative = take("wan2.2-i2v-a14b", negative_prompt=" rain ").negative_prompt
    assert negative == f"{FAMILIES['wan2.2-i2v-a14b'].negative}, rain"
