import numpy as np
import pytest
from numpy.typing import NDArray

from photoplay.sight.matte import Trust, find_subject, guided_filter
from photoplay.sight.networks import Network, Networks
from tests.scenes import OvalMatte, landscape, oval, portrait

Floats = NDArray[np.float32]
SIZE = WIDTH, HEIGHT = 320, 240


class FixedMatte(OvalMatte):
    """Sees one matte, whatever the picture."""

    def __init__(self, alpha: Floats) -> None:
        super().__init__()
        self.alpha = alpha

    def __call__(self, *_inputs: NDArray[np.generic]) -> NDArray[np.generic]:
        return self.alpha[None, None]


class CountedMatte(FixedMatte):
    """Counts how often it is asked."""

    asked = 0

    def __call__(self, *_inputs: NDArray[np.generic]) -> NDArray[np.generic]:
        self.asked += 1
        return super().__call__(*_inputs)


def disc(share: float, *, unsure: float = 0.0) -> Floats:
    """Return a square matte whose subject takes `share` of it, `unsure` of the subject half transparent."""
    alpha = np.zeros((320, 320), np.float32)
    y, x = np.mgrid[:320, :320]
    nearest = np.argsort(np.hypot(x - 159.5, y - 159.5), axis=None)
    count = round(share * alpha.size)
    alpha.flat[nearest[:count]] = 1.0
    alpha.flat[nearest[round((1 - unsure) * count) : count]] = 0.6
    return alpha


class TestTrust:
    @pytest.mark.parametrize(
        ("alpha", "enough"),
        [
            (disc(0.2), True),
            (disc(0.04), True),
            (disc(0.02), False),
            (disc(0.8), True),
            (disc(0.9), False),
            (disc(0.2, unsure=0.3), True),
            (disc(0.2, unsure=0.4), False),
            (np.zeros((20, 20), np.float32), False),
            (np.ones((20, 20), np.float32), False),
            (np.full((20, 20), 0.5, np.float32), False),
        ],
    )
    def test_enough(self, alpha: Floats, enough: bool) -> None:
        assert Trust.of(alpha).enough is enough

    def test_measures_area_and_doubt(self) -> None:
        trust = Trust.of(disc(0.2, unsure=0.25))
        assert trust.area == pytest.approx(0.2, abs=1e-4)
        assert trust.unsure == pytest.approx(0.25, abs=1e-4)


class TestFindSubject:
    def test_none_without_networks(self) -> None:
        assert find_subject(portrait(*SIZE), Networks()) is None

    def test_none_from_the_people_network_alone(self) -> None:
        assert find_subject(portrait(*SIZE), Networks(people=OvalMatte())) is None

    @pytest.mark.parametrize(("width", "height"), [(320, 240), (200, 350), (301, 301)])
    def test_is_the_subject_of_any_shape_of_picture(self, width: int, height: int) -> None:
        alpha = found(portrait(width, height), FixedMatte(oval(width, height)))
        assert alpha.shape == (height, width)
        assert alpha.min() == 0.0
        assert alpha.max() == 1.0
        assert np.abs(alpha - oval(width, height)).mean() < 0.02

    @pytest.mark.parametrize("alpha", [disc(0.01), disc(0.9), disc(0.2, unsure=0.5)])
    def test_none_where_the_matte_is_not_to_be_trusted(self, alpha: Floats) -> None:
        assert find_subject(landscape(*SIZE), Networks(salient=FixedMatte(alpha))) is None

    def test_takes_the_finer_matte_of_the_same_person(self) -> None:
        rough, fine = disc(0.2, unsure=0.1), disc(0.23)
        alone, together = (
            found(landscape(*SIZE), FixedMatte(rough), people) for people in (None, FixedMatte(fine))
        )
        assert together.mean() > 1.1 * alone.mean()

    def test_ignores_a_person_who_is_not_the_subject(self) -> None:
        elsewhere = np.roll(disc(0.1), 130, axis=1)
        alone, together = (
            found(landscape(*SIZE), FixedMatte(disc(0.1)), people) for people in (None, FixedMatte(elsewhere))
        )
        assert np.array_equal(alone, together)

    @pytest.mark.parametrize(
        ("salient", "hurried", "asked"),
        [
            (disc(0.2), False, 1),
            (disc(0.2), True, 0),
            (disc(0.2, unsure=0.2), True, 1),
            (disc(0.005), False, 0),
            (disc(0.02), False, 1),
        ],
        ids=["subject", "fine enough", "unsure", "speck", "part of somebody"],
    )
    def test_people_are_looked_for_where_it_may_be_of_use(
        self, salient: Floats, hurried: bool, asked: int
    ) -> None:
        people = CountedMatte(disc(0.2))
        networks = Networks(salient=FixedMatte(salient), people=people, hurried=hurried)
        find_subject(landscape(*SIZE), networks)
        assert people.asked == asked

    def test_is_of_what_was_seen_before(self) -> None:
        networks = Networks(salient=FixedMatte(disc(0.9)))
        alpha = find_subject(landscape(*SIZE), networks, salient=disc(0.2))
        assert alpha is not None
        assert np.array_equal(alpha, found(landscape(*SIZE), FixedMatte(disc(0.2))))

    def test_drops_specks(self) -> None:
        alpha = disc(0.2)
        alpha[10:16, 10:16] = 1.0
        assert not found(landscape(*SIZE), FixedMatte(alpha))[:20, :20].any()

    def test_snaps_to_the_edge_in_the_picture(self) -> None:
        true = oval(*SIZE)
        shifted = np.roll(true, 3, axis=1)
        picture = np.asarray(np.rint(60 + 150 * true[..., None].repeat(3, axis=-1)), np.uint8)
        snapped = found(picture, FixedMatte(shifted))
        assert np.abs(snapped - true).mean() < 0.85 * np.abs(shifted - true).mean()


def found(picture: NDArray[np.uint8], salient: Network, people: Network | None = None) -> Floats:
    alpha = find_subject(picture, Networks(salient=salient, people=people))
    assert alpha is not None
    return alpha


class TestGuidedFilter:
    def test_keeps_the_edge_of_the_guide(self) -> None:
        guide = np.zeros((60, 60), np.float32)
        guide[:, 30:] = 1.0
        noise = np.random.default_rng(4).normal(0, 0.1, guide.shape).astype(np.float32)
        filtered = guided_filter(guide, guide + noise, 5, 1e-4)
        assert filtered[10:-10, :30].max() < 0.1
        assert filtered[10:-10, 30:].min() > 0.9

    def test_smooths_where_the_guide_is_flat(self) -> None:
        noise = np.random.default_rng(4).normal(0.5, 0.1, (60, 60)).astype(np.float32)
        filtered = guided_filter(np.full((60, 60), 0.5, np.float32), noise, 5, 1e-4)
        assert filtered.std() < 0.2 * noise.std()

    def test_of_a_linear_function_of_the_guide_is_itself(self) -> None:
        guide = landscape(80, 60)[..., 0].astype(np.float32)
        field = np.asarray(0.3 + guide / 512, np.float32)
        assert guided_filter(guide, field, 4, 1e-6) == pytest.approx(field, abs=1e-3)
