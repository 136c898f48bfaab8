import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photoplay.catalogue.fields import Field, is_plain
from photoplay.errors import InvalidInputError


def field(**about: Any) -> Field:
    return Field(**{"name": "it", "title": "It", "description": "What it is.", "example": None} | about)


TEXT = field(type="string", required=True, max_length=5)
NUMBER = field(type="number", default=0.5, minimum=0.0, maximum=1.0)
CHOICE = field(type="integer", default=5, choices=(5, 10))
SEED = field(type="integer", minimum=-1, maximum=99, empty=(-1,))
SWITCH = field(type="boolean", default=False)


@pytest.mark.parametrize(
    ("field", "given", "meant"),
    [
        (TEXT, "abc", "abc"),
        (TEXT, " ab ", " ab "),
        (TEXT, "äöü😀!", "äöü😀!"),
        (NUMBER, None, 0.5),
        (NUMBER, "", 0.5),
        (NUMBER, 0, 0.0),
        (NUMBER, "1", 1.0),
        (NUMBER, " .25 ", 0.25),
        (CHOICE, None, 5),
        (CHOICE, 10, 10),
        (CHOICE, 10.0, 10),
        (CHOICE, "10", 10),
        (CHOICE, " 5 ", 5),
        (SEED, None, None),
        (SEED, -1, None),
        (SEED, "-1", None),
        (SEED, -1.0, None),
        (SEED, 0, 0),
        (SWITCH, None, False),
        (SWITCH, True, True),
        (SWITCH, "True", True),
        (SWITCH, "false", False),
    ],
)
def test_what_is_meant(field: Field, given: object, meant: object) -> None:
    read = field.read(given)
    assert read == meant
    assert type(read) is type(meant)


@pytest.mark.parametrize(
    ("field", "given", "rule"),
    [
        (TEXT, None, "is required and must not be empty"),
        (TEXT, "", "is required and must not be empty"),
        (TEXT, "\n ", "is required and must not be empty"),
        (TEXT, "abcdef", "must be at most 5 characters long; it has 6"),
        (TEXT, 5, "must be a string"),
        (TEXT, ["a"], "must be a string"),
        (TEXT, "a\0", "must be valid Unicode without NUL characters"),
        (TEXT, "\udc00", "must be valid Unicode without NUL characters"),
        (NUMBER, 1.5, "must be between 0.0 and 1.0"),
        (NUMBER, "2", "must be between 0.0 and 1.0"),
        (NUMBER, "x", "must be a number"),
        (NUMBER, "nan", "must be a number"),
        (NUMBER, math.inf, "must be a number"),
        (NUMBER, True, "must be a number"),
        (NUMBER, {}, "must be a number"),
        (CHOICE, 6, "must be 5 or 10"),
        (CHOICE, 5.5, "must be 5 or 10"),
        (CHOICE, "x", "must be 5 or 10"),
        (CHOICE, "5" * 40, "must be 5 or 10"),
        (SEED, 100, "must be between -1 and 99"),
        (SEED, -2, "must be between -1 and 99"),
        (SEED, 1.5, "must be an integer"),
        (SEED, math.nan, "must be an integer"),
        (SEED, True, "must be an integer"),
        (SEED, [], "must be an integer"),
        (SWITCH, 1, "must be true or false"),
        (SWITCH, "on", "must be true or false"),
    ],
)
def test_what_breaks_a_rule(field: Field, given: object, rule: str) -> None:
    with pytest.raises(InvalidInputError) as raised:
        field.read(given)
    assert str(raised.value) == f"it {rule}."


@given(
    st.sampled_from([TEXT, NUMBER, CHOICE, SEED, SWITCH]),
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.integers()),
)
def test_anything_is_read_or_refused(field: Field, given: object) -> None:
    try:
        read = field.read(given)
    except InvalidInputError:
        return
    assert read == field.default or field.read(read) == read


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0")))
def test_text_of_every_script_is_plain(text: str) -> None:
    assert is_plain(text)
    assert not is_plain(text + "\ud800")
    assert not is_plain(text + "\0")
