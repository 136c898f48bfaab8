"""Which words of a clause are negated."""

from photoplay.director.reading.clauses import Clause, Link
from photoplay.director.vocabulary.heads import HEADS
from photoplay.director.vocabulary.lexicon import DIRECTION_WORDS, NEGATORS, PACES, word_set

_ENDS = word_set("but just only except besides apart instead it")
_CANCELS = word_set("stop stops stopping cease ceases ceasing only")
"""After a negator these turn "not" into "yes" ("never stops moving")."""


def negated_positions(clause: Clause, *, continues: bool) -> frozenset[int]:
    """Positions of the words under a "no", "not" or "without".

    Args:
        continues: whether the clause before ended under a negation that may run on ("no pan, zoom or tilt").
    """
    negated: set[int] = set()
    active = continues and runs_on(clause)
    for position, word in enumerate(clause.words):
        if word in _CANCELS and clause.words[max(position - 1, 0)] in NEGATORS - _CANCELS:
            active = False
        elif word in _CANCELS:
            active = clause.words[position + 1 : position + 2] != () and clause.words[position + 1].endswith(
                "ing"
            )
        elif word in NEGATORS:
            active = True
        elif word in _ENDS:
            active = False
        elif active:
            negated.add(position)
    return frozenset(negated)


def runs_on(clause: Clause) -> bool:
    """Whether a clause merely continues a list of nouns: no direction, no pace, no subject."""
    if clause.link is not Link.COMMA:
        return False
    listed = [word for word in clause.words if word not in ("or", "nor", "and", "any")]
    if clause.words[0] in ("or", "nor") or (clause.words[0] in HEADS and "or" in clause.words):
        return True
    qualified = any(word in DIRECTION_WORDS or word in PACES for word in listed)
    return len(listed) <= 2 and not qualified and any(word in HEADS for word in listed)
