import pytest

from photoplay.director.direct import direct
from photoplay.engines.multiplane.aiming.named import named_regions

WATER = {"still_water", "flowing_water"}


@pytest.mark.parametrize(
    ("prompt", "regions"),
    [
        ("A beach with waves at sunset.", WATER),
        ("The loch ripples below the castle.", WATER),
        ("Fog rolls over the lake.", {"still_water"}),
        ("The boats rock gently on the river.", WATER | {"vehicles"}),
        ("The camera glides over the lake.", {"still_water"}),
        ("The campfire burns, static camera.", {"fire"}),
    ],
)
def test_the_prompt_s_nouns_name_regions(prompt: str, regions: set[str]) -> None:
    assert named_regions(direct(prompt, duration=5.0)) >= regions


def test_a_gesture_is_no_water() -> None:
    assert not named_regions(direct("The man waves, slow push-in.", duration=5.0)) & WATER
