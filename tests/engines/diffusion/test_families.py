from importlib import import_module
from pathlib import Path

import pytest

from photoplay.engines.diffusion import families
from photoplay.engines.diffusion.families import FAMILIES, checkpoints
from photoplay.engines.diffusion.placement import Placement, below, least, needed, placement
from photoplay.engines.diffusion.tiers import Tier

GIB = 1 << 30


def test_a_family_is_a_file() -> None:
    files = {file.stem for file in Path(families.__file__).parent.glob("*.py")} - {"__init__"}
    named = {import_module(f"{families.__name__}.{file}").FAMILY.name for file in files}
    assert named == set(FAMILIES)
    assert len(named) == len(files)


@pytest.mark.parametrize("name", FAMILIES)
class TestEach:
    def test_declares_what_fits_together(self, name: str) -> None:
        family = FAMILIES[name]
        assert family.longest % family.stride == 1
        assert family.longest >= 5 * family.fps + 1
        assert list(family.areas) == sorted(family.areas)
        assert set(family.transformers) <= set(family.memory.parts)
        assert family.checkpoint.licence
        assert family.negative

    def test_has_weights_of_its_own_name(self, name: str) -> None:
        family = FAMILIES[name]
        assert checkpoints()[name] is family.checkpoint
        assert family.checkpoints(Tier.EXACT) == (family.checkpoint,)

    def test_has_a_place_in_less_and_less_memory(self, name: str) -> None:
        memory = FAMILIES[name].memory
        sizes = [needed(memory, where) for where in Placement]
        assert sizes == sorted(sizes, reverse=True)
        assert [placement(memory, size) for size in sizes] == list(Placement)
        assert placement(memory, least(memory) - 1) is None

    def test_the_cache_takes_room_wherever_it_is_on(self, name: str) -> None:
        memory = FAMILIES[name].memory
        for where in (Placement.TILED, Placement.ONE_PART):
            assert placement(memory, needed(memory, where), cached=True) is below(where)
            assert placement(memory, needed(memory, where) + memory.kept, cached=True) is where
        assert placement(memory, least(memory), cached=True) is Placement.STREAMED


def test_the_largest_model_is_resident_on_a_large_gpu_and_streamed_on_a_small_one() -> None:
    memory = FAMILIES["wan2.2-i2v-a14b"].memory
    assert [placement(memory, gib * GIB) for gib in (139, 48, 24)] == [
        Placement.RESIDENT,
        Placement.ONE_PART,
        Placement.STREAMED,
    ]


def test_the_fast_tier_lays_adapters_over_a_model_or_takes_another() -> None:
    wan, ltx = (FAMILIES[name].checkpoints(Tier.FAST) for name in ("wan2.2-i2v-a14b", "ltx"))
    assert [checkpoint.name for checkpoint in wan] == ["wan2.2-i2v-a14b", "wan2.2-i2v-a14b-fast"]
    assert [checkpoint.name for checkpoint in ltx] == ["ltx-fast"]


def test_gpus_that_share_a_take_hold_all_of_the_model_whatever_ran_out() -> None:
    assert below(Placement.RESIDENT, shared=True) is below(Placement.TILED, shared=True) is Placement.TILED
