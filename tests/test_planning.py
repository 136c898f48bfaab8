from pathlib import Path

import pytest

from photoplay.director.direct import direct
from photoplay.engines.choose import EngineName
from photoplay.errors import EngineUnavailableError, InvalidInputError
from photoplay.planning import load_plan, understand, wording

PLAN = direct("Pan left, she smiles", "rain", duration=5.0)


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "plan.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_plan_comes_back_as_it_was(tmp_path: Path) -> None:
    assert load_plan(written(tmp_path, PLAN.model_dump_json(indent=2))) == PLAN


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "plan invalid JSON"),
        ("pan left", "plan invalid JSON"),
        (b"\xff\xfe", "it is not text in UTF-8"),
        ('{"duration": 5}', "plan.moves field required"),
        (PLAN.model_dump_json().replace('"pan"', '"wobble"'), "plan.moves[0].kind input should be 'static'"),
        (PLAN.model_dump_json().replace('"left"', '"in"'), "plan.moves[0] a pan move takes left, right"),
        (PLAN.model_dump_json().replace('"version":2', '"version":1'), "plan.version"),
    ],
)
def test_what_is_no_plan_says_where_and_why(text: str | bytes, said: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError) as error:
        load_plan(written(tmp_path, text))
    assert said in str(error.value)


def test_a_folder_is_no_plan(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="Is a directory"):
        load_plan(tmp_path)


def test_what_the_engine_does_not_play_is_noted() -> None:
    (note,) = understand("Pan left, the dog wags its tail, rain falls").notes
    assert note.phrase == "the dog wags its tail"
    assert "multiplane" in note.text


def test_an_engine_that_is_not_there_says_so() -> None:
    with pytest.raises(EngineUnavailableError, match="multiplane"):
        understand("Pan left", engine=EngineName.DIFFUSION)


def test_fields_are_checked() -> None:
    with pytest.raises(InvalidInputError, match="duration must be 5 or 10"):
        understand("Pan left", duration=6)


def test_wording_names_everything_on_the_timeline() -> None:
    assert wording(PLAN) == "pan left, she smiles"
    assert wording(direct("a castle", duration=5.0)) == "dolly"
