"""Clauses with the camera move each calls."""

from pathlib import Path
from typing import NamedTuple

from photoplay.director.vocabulary.kinds import MoveKind

EXAMPLES = Path(__file__).with_name("examples.tsv")
"""What the families are learnt from."""
NO_MOVE = "none"
"""How a file of clauses writes that no camera move is called."""


class Labelled(NamedTuple):
    """A clause, and the family of the camera move it calls, if it calls one."""

    family: MoveKind | None
    clause: str


def read_labelled(path: Path) -> list[Labelled]:
    """Read a file with a family, a tab and a clause on every line."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return [Labelled(None if family == NO_MOVE else MoveKind(family), clause) for family, clause in rows]
