from pathlib import Path

import numpy as np
import pytest

from photoplay.sight.names import PARTS, WHOLES
from training.labels import Label, read_all

HERE = Path(__file__)
FOLDERS = [HERE.parents[2] / "training" / "labels", HERE.parents[1] / "data" / "regions"]
SKY = '{"is": "sky", "outline": [[0, 0], [100, 0], [100, 50], [0, 50]], "depth": 0}'
TILTED = '"depth": [[50, 50, 0], [50, 100, 80]]'
GROUND = f'{{"is": "ground", "outline": [[0, 50], [100, 50], [100, 100], [0, 100]], {TILTED}}}'
DOG = '{"is": "animals", "outline": [[40, 40], [60, 40], [60, 90], [40, 90]], "depth": 60}'
NOSE = '{"is": "face", "outline": [[40, 40], [60, 40], [60, 50], [40, 50]]}'


def label(folder: Path, *drawn: str) -> Label:
    file = folder / "dog.json"
    file.write_text(f'{{"photograph": "dog.jpg", "drawn": [{", ".join(drawn)}]}}', encoding="utf-8")
    return Label.read(file)


def test_what_is_nearer_replaces_what_is_behind_and_parts_add_to_it(tmp_path: Path) -> None:
    masks = label(tmp_path, SKY, GROUND, DOG, NOSE).masks(100, 100)
    assert masks["animals"][45, 50]
    assert masks["face"][45, 50]
    assert not masks["sky"][45, 50]
    assert not masks["people"].any()
    wholes = np.sum([masks[name] for name in WHOLES], axis=0)
    assert (wholes == 1).all()


def test_depth_is_a_plane_through_its_anchors_and_parts_inherit_it(tmp_path: Path) -> None:
    depth = label(tmp_path, SKY, GROUND, DOG, NOSE).inverse_depth(100, 100)
    assert depth[10, 10] == 0
    assert depth[75, 10] == pytest.approx(0.4, abs=0.02)
    assert depth[45, 50] == depth[80, 50] == pytest.approx(0.6)


def test_what_nothing_is_drawn_on_has_no_depth_and_no_name(tmp_path: Path) -> None:
    sky = label(tmp_path, SKY)
    assert np.isnan(sky.inverse_depth(10, 10)[8]).all()
    assert not any(mask[8].any() for mask in sky.masks(10, 10).values())


@pytest.mark.parametrize(
    ("drawn", "problem"),
    [
        ('{"is": "cheese", "outline": [[0, 0], [1, 0], [0, 1]], "depth": 0}', "none of sky"),
        ('{"is": "sky", "outline": [[0, 0], [1, 0]], "depth": 0}', "three points"),
        ('{"is": "sky", "outline": [[0, 0], [1, 0], [0, 1]]}', "needs a depth"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, drawn: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        label(tmp_path, drawn)


@pytest.mark.parametrize("folder", FOLDERS, ids=["training", "testing"])
def test_every_label_covers_its_photograph(folder: Path) -> None:
    labels = list(read_all(folder))
    assert len(labels) > 40
    for read in labels:
        assert np.isfinite(read.inverse_depth(80, 60)).mean() > 0.98, read.photograph
        assert set(read.masks(8, 6)) == {*WHOLES, *PARTS}


def test_no_photograph_is_both_for_training_and_for_testing() -> None:
    training, testing = ({read.photograph for read in read_all(folder)} for folder in FOLDERS)
    assert not training & testing
