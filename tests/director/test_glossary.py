"""Every phrase of the glossary asks for what it is listed under, put into a prompt as the playground does it."""

import pytest

from photoplay.director.direct import direct
from photoplay.director.glossary import Term, glossary
from photoplay.director.plan import Plan

GLOSSARY = glossary()
LOCKS, ARRIVALS, PACE = "The negative prompt", "The way to an end image", "Pace"
BEFORE = "A quiet scene. "


def kinds(plan: Plan) -> set[str]:
    """Everything that a plan holds, by name."""
    framing = [plan.framing.size, plan.framing.angle]
    arrival = [plan.arrival.kind] if plan.arrival else []
    moves = [f"{move.kind} {move.direction}" for move in plan.moves]
    named = [*(one.kind for one in plan.timed), *moves, *framing, *arrival]
    return {str(name).replace("_", " ") for name in named}


PHRASES = [
    pytest.param(term, id=f"{family}-{term.name}")
    for family, terms in GLOSSARY.items()
    if family not in (LOCKS, PACE)
    for term in terms
]


@pytest.mark.parametrize("term", PHRASES)
def test_the_first_phrase_is_a_sentence_that_asks_for_it(term: Term) -> None:
    plan = direct(f"{BEFORE}{term.phrases[0].capitalize()}.", duration=5.0)
    assert term.name in kinds(plan)


@pytest.mark.parametrize("term", GLOSSARY[PACE], ids=lambda term: term.name)
def test_a_pace_counts_for_the_move_before_it(term: Term) -> None:
    plan = direct(f"Pan left {term.phrases[0]}.", duration=5.0)
    assert [move.pace.replace("_", " ") for move in plan.moves] == [term.name]


def test_a_phrase_that_has_the_name_comes_first() -> None:
    firsts = {term.name: term.phrases[0] for terms in GLOSSARY.values() for term in terms}
    assert firsts["zoom in"] == "zoom in"
    assert firsts["dusk"] == "dusk falls"
