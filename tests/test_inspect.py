import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from photoplay.arrays import Floats, floats
from photoplay.cli.main import main
from photoplay.cli.sheet import draw_sheet
from photoplay.director.plan import CameraMove, Plan
from photoplay.director.vocabulary.kinds import DIRECTIONS, Direction, MoveKind
from photoplay.engines.multiplane import governor, scouting, stage
from photoplay.engines.multiplane.filming.camera import View
from photoplay.engines.multiplane.filming.path import CameraPath
from photoplay.engines.multiplane.inspection import Inspection, examine
from photoplay.engines.multiplane.reach import Limit, Unit, reaches_of
from photoplay.engines.multiplane.staging.geometry import lay_out
from photoplay.shot import Resolution
from photoplay.sight.faces import Face
from photoplay.sight.figures import Figure
from photoplay.sight.networks import Networks
from photoplay.sight.objects import Box, Thing
from photoplay.sight.scene import Scene
from photoplay.stills import Still
from tests.scenes import landscape

RIM = stage.MIRRORED_RIM


@pytest.fixture(scope="module", autouse=True)
def hasty_governor() -> Iterator[None]:
    """A governor that looks less often and closes in less."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(governor, "LOOKS", 3)
        patch.setattr(governor, "HALVINGS", 3)
        yield


def disc(rows: int, columns: int) -> Floats:
    y, x = np.indices((rows, columns))
    away = np.hypot(x - columns / 2, y - rows / 2)
    return np.asarray(np.clip(0.5 + 0.3 * rows - away, 0.0, 1.0), np.float32)


@pytest.fixture(scope="module")
def scene() -> Scene:
    """A subject and a car before a landscape, everything seen that can be."""
    picture = landscape(240, 160)
    halves = np.zeros((96, 144), np.float32)
    halves[:48] = 1.0
    block = np.zeros((160, 240), np.float32)
    block[80:128, 12:60] = 1.0
    oval = np.stack([np.linspace(0.4, 0.6, 478), np.linspace(0.3, 0.5, 478)], axis=1).astype(np.float32)
    depth = np.linspace(0.1, 0.9, 96, dtype=np.float32)[:, None].repeat(144, axis=1)
    return Scene(
        picture,
        disc(160, 240),
        depth,
        disc(64, 104),
        things=(Thing("person", 0.8, Box(0.3, 0.2, 0.7, 0.8)), Thing("dog", 0.5, Box(0.31, 0.2, 0.5, 0.6))),
        faces=(Face(oval),),
        figures=(Figure("car", Box(0.05, 0.5, 0.25, 0.8), block),),
        regions={"sky": halves, "strange_things": 0.25 * (1.0 - halves)},
    )


@pytest.fixture(scope="module")
def inspection(scene: Scene) -> Inspection:
    """Of moves towards the dog, which is there, and a zebra, which is not."""
    named = ("the dog", "the zebra")
    moves = [CameraMove(kind=MoveKind.DOLLY, direction=Direction.IN, target=name, end=5.0) for name in named]
    moves.append(CameraMove(kind=MoveKind.RACK_FOCUS, direction=Direction.FAR, target="background", end=5.0))
    return examine(scene, "drawn", RIM, Plan(duration=5.0, moves=tuple(moves)))


class TestFigures:
    def test_every_move_in_every_direction(self, inspection: Inspection) -> None:
        moves = [(reach.move.kind, reach.move.direction) for reach in inspection.moves]
        placeless = (MoveKind.STATIC, MoveKind.RACK_FOCUS)
        assert moves == [
            (kind, way) for kind in MoveKind if kind not in placeless for way in DIRECTIONS[kind] or (None,)
        ]

    @pytest.mark.parametrize(
        ("kind", "way"),
        [(MoveKind.DOLLY, Direction.OUT), (MoveKind.TRUCK, Direction.LEFT), (MoveKind.PAN, Direction.LEFT)],
    )
    def test_agree_with_the_stage_that_is_filmed(
        self,
        kind: MoveKind,
        way: Direction,
        scene: Scene,
        inspection: Inspection,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(scouting, "look", lambda *_, **_named: scene)
        plan = Plan(duration=5.0, moves=(CameraMove(kind=kind, direction=way, end=5.0),))
        still, view, times = Still(scene.picture), View(240, 160), np.linspace(0.0, 5.0, 61)
        filmed = stage.Stage.build(still, view, plan, times, Networks(), rest=0.0, seed=0)
        told = json.loads(json.dumps(inspection.figures()))["moves"]
        (move,) = [move for move in told if (move["kind"], move["direction"]) == (kind, way)]
        assert move["share"] == pytest.approx(filmed.framing.path.gains[0], abs=1e-4)
        assert (move["limit"] is None) == (move["share"] == 1.0)

    def test_sizes_are_what_is_left_of_a_move(self, inspection: Inspection) -> None:
        by_name = {(reach.move.kind, reach.move.direction): reach for reach in inspection.moves}
        pan = by_name[MoveKind.PAN, Direction.LEFT]
        assert pan.unit is Unit.DEGREES
        assert pan.size == pytest.approx(np.degrees(0.095) * pan.share, rel=1e-3)
        zoom = by_name[MoveKind.ZOOM, Direction.OUT]
        assert zoom.unit is Unit.MAGNIFICATION
        assert zoom.size == pytest.approx(np.exp(-0.14 * zoom.share), rel=1e-3)

    def test_moves_that_crowd_each_other(self, scene: Scene) -> None:
        out = CameraMove(kind=MoveKind.ZOOM, direction=Direction.OUT, end=5.0)
        pan = CameraMove(kind=MoveKind.PAN, direction=Direction.LEFT, end=5.0)
        still = CameraMove(kind=MoveKind.STATIC, end=5.0)
        geometry = lay_out(scene)
        path = CameraPath(Plan(duration=5.0, moves=(out, still, pan)), geometry.target)
        asked = reaches_of(geometry, path, RIM * geometry.view.focal)
        assert [reach.move for reach in asked] == [out, pan]
        assert Limit.OTHERS in {reach.limit for reach in asked}

    def test_what_is_named_and_seen(self, inspection: Inspection) -> None:
        (dog,) = inspection.aims
        assert dog.words == "the dog"
        assert 0.31 < dog.x < 0.5
        assert 0.2 < dog.y < 0.6
        assert inspection.unseen == ("the zebra",)

    def test_layers_make_up_the_picture(self, scene: Scene, inspection: Inspection) -> None:
        assert sum(plane.share for plane in inspection.planes) == pytest.approx(1.0, abs=1e-4)
        assert {plane.name for plane in inspection.planes} == {"backdrop", "car", "subject"}
        assert inspection.planes[0].name == "backdrop"
        depths = [plane.inverse_depth for plane in inspection.planes]
        assert depths[0] < min(depths[1:])
        assert inspection.depth.shape == scene.picture.shape[:2]

    def test_regions(self, inspection: Inspection) -> None:
        figures = inspection.figures()
        assert figures["regions"] == {"sky": 0.5, "strange_things": 0.125}
        assert figures["unknown"] == pytest.approx(0.375, abs=0.01)


class TestSheet:
    @pytest.mark.parametrize("size", [(240, 160), (160, 240), (400, 160), (100, 250)])
    def test_of_any_shape(self, size: tuple[int, int], scene: Scene, inspection: Inspection) -> None:
        picture = np.asarray(Image.fromarray(scene.picture).resize(size))
        shown = [replace(plane, shown=np.ones((size[1], size[0]), np.float32)) for plane in inspection.planes]
        seen = replace(
            inspection, scene=replace(scene, picture=picture, matte=shown[0].shown), planes=tuple(shown)
        )
        page = draw_sheet(seen, "照片.jpg", "pan left – 慢", ["A sentence."])
        assert page.width == 2000
        assert 1000 < page.height < 2000

    def test_of_a_scene_in_which_nothing_is_seen(self, scene: Scene, inspection: Inspection) -> None:
        bare = replace(inspection, scene=Scene(scene.picture, None, None, None), planes=inspection.planes[:1])
        assert draw_sheet(bare, "photo.jpg").width == 2000
        assert bare.figures()["unknown"] == 1.0

    def test_shows_the_photograph(self, inspection: Inspection) -> None:
        page = np.asarray(draw_sheet(inspection, "photo.jpg"), np.float32)
        colours = inspection.scene.picture.reshape(-1, 3).mean(axis=0)
        assert np.abs(page.reshape(-1, 3) - floats(*colours)).sum(axis=1).min() < 30.0


class TestCommand:
    @pytest.fixture(autouse=True)
    def small_frames(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A photograph in the current folder, filmed in frames of the area of 160 x 90."""
        monkeypatch.setattr(Resolution, "area", 160 * 90)
        Image.fromarray(landscape(480, 300)).save(tmp_path / "photo.png")
        monkeypatch.chdir(tmp_path)

    def run(self, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
        monkeypatch.setattr(sys, "argv", ["photoplay", "inspect", *arguments])
        monkeypatch.setattr("signal.signal", lambda *_: None)
        with pytest.raises(SystemExit) as ended:
            main()
        assert isinstance(ended.value.code, int)
        return ended.value.code

    def test_writes_a_sheet_beside_the_photograph(
        self, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
    ) -> None:
        assert self.run(monkeypatch, "photo.png", "--prompt", "whip pan left", "--json", "why.json") == 0
        assert capfd.readouterr().out == "photo-sheet.png\nwhy.json\n"
        with Image.open("photo-sheet.png") as sheet:
            assert sheet.width == 2000
        told = json.loads(Path("why.json").read_text(encoding="utf-8"))
        assert [move["kind"] for move in told["asked"]] == ["pan"]
        assert told["sentences"][-1].startswith("To fetch what is missing: photoplay weights pull silueta")
        assert "unisal-data" in told["sentences"][-1]

    @pytest.mark.parametrize(
        ("arguments", "sentence"),
        [
            (["nothing.jpg"], "image must be an existing file; nothing.jpg is missing."),
            (["photo.png", "-o", "photo.png"], "output must not be the photograph itself."),
            (
                ["photo.png", "-o", "sheet.jpg"],
                "output must be a file name that ends in .png; sheet.jpg does not.",
            ),
            (
                ["photo.png", "--json", "no/why.json"],
                "json must be in an existing folder; no is not one.",
            ),
        ],
    )
    def test_failures_are_one_sentence_and_leave_nothing(
        self,
        arguments: list[str],
        sentence: str,
        monkeypatch: pytest.MonkeyPatch,
        capfd: pytest.CaptureFixture[str],
    ) -> None:
        assert self.run(monkeypatch, *arguments) == 2
        assert capfd.readouterr().err == f"Error: {sentence}\n"
        assert [path.name for path in Path().iterdir()] == ["photo.png"]
