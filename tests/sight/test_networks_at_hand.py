"""Which networks are taken, given what weights there are: no file is read."""

from pathlib import Path

import pytest

from photoplay.sight.networks import LiteNetwork, Network, Networks


@pytest.mark.parametrize(
    ("names", "fields"),
    [
        ((), set()),
        (("modnet",), {"people"}),
        (("silueta", "u2netp"), {"salient", "glance"}),
        (("u2netp",), {"salient"}),
        (("dinov2", "depth-anything", "migan"), {"features", "depth", "inpaint"}),
        (("unisal", "unisal-data"), {"attention"}),
        (("unisal",), set()),
        (("unisal-data",), set()),
        (("rife", "rife-data"), {"interpolator"}),
        (("rife",), set()),
    ],
)
def test_those_with_weights(names: tuple[str, ...], fields: set[str]) -> None:
    networks = Networks.of({name: Path(name) for name in names}, threads=1)
    assert {
        field for field, network in vars(networks).items() if isinstance(network, Network | LiteNetwork)
    } == fields


def test_the_finer_matte_is_preferred() -> None:
    for names, chosen in ((("u2netp", "silueta"), "silueta"), (("u2netp",), "u2netp")):
        salient = Networks.of({name: Path(name) for name in names}, threads=1).salient
        assert salient is not None
        assert salient.path == Path(chosen)


@pytest.mark.parametrize(
    ("names", "fields"),
    [
        (("silueta", "u2netp", "migan"), {"salient": "u2netp"}),
        (("silueta",), {"salient": "silueta"}),
        (("dinov2", "depth-anything"), {"features": "dinov2"}),
        (("depth-anything", "modnet"), {"depth": "depth-anything", "people": "modnet"}),
    ],
)
def test_in_a_hurry_those_that_take_least_time(names: tuple[str, ...], fields: dict[str, str]) -> None:
    networks = Networks.of({name: Path(name) for name in names}, threads=0, hurried=True)
    found = {field: each for field, each in vars(networks).items() if isinstance(each, Network)}
    assert networks.hurried
    assert {field: str(network.path) for field, network in found.items()} == fields
    assert {network.threads for network in found.values()} == {1}
    assert all(network.memory for network in found.values())


@pytest.mark.parametrize("runs", [True, False])
def test_a_runtime_of_their_own_is_needed_for_objects_and_faces(
    monkeypatch: pytest.MonkeyPatch, runs: bool
) -> None:
    monkeypatch.setattr("photoplay.sight.networks.LITE", runs)
    weights = {name: Path(name) for name in ("efficientdet", "face-landmarks")}
    networks = Networks.of(weights, threads=1)
    found = [networks.objects, networks.faces, networks.landmarks]
    assert [network is not None for network in found] == [runs] * 3
