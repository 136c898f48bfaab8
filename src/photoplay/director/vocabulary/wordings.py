"""How people write the words that the director knows: for the handbook."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import TypeVar

from photoplay.director.vocabulary.inflection import Form, forms, number_forms
from photoplay.director.vocabulary.spellings import SPELLINGS
from photoplay.director.vocabulary.terms import Terms

Meaning = TypeVar("Meaning")

MOST_BESIDE = 8
"""How many of the words that may stand before or after those that call something are listed."""


@dataclass(frozen=True)
class Wording:
    """Words that call something: one of `words`, with one of those before and after it where there are any."""

    words: tuple[str, ...]
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    def sentences(self) -> Iterator[str]:
        """Every combination."""
        for parts in product(self.before or ("",), self.words, self.after or ("",)):
            yield " ".join(filter(None, parts))


_SPELLINGS: dict[str, list[str]] = {}
"""The ways to write a term in more than one word."""
for _spelling, _term in SPELLINGS.items():
    _SPELLINGS.setdefault(" ".join(_term), []).append(" ".join(_spelling))


def named(
    table: Mapping[str, Meaning], meaning: object, before: tuple[str, ...] = (), after: tuple[str, ...] = ()
) -> tuple[Wording, ...]:
    """The words to which a table gives this meaning."""
    words = without_forms(word for word, meant in table.items() if meant is meaning)
    return (Wording(words, before, after),) if words else ()


def terms_of(terms: Terms[Meaning], meaning: Meaning) -> tuple[Wording, ...]:
    """The terms with this meaning; one that another repeats with "shot" behind it is left out."""
    spellings = terms.spellings.get(meaning, ())
    kept = [term for term in spellings if f"{term} shot" not in spellings]
    texts = tuple(" ".join(written(word)[0] for word in term.split()) for term in kept)
    return (Wording(texts),) if texts else ()


def written(term: str) -> tuple[str, ...]:
    """How people write a term: itself, its words apart, and then other terms for the same."""
    spellings = without_forms(_SPELLINGS.get(term, []))
    apart = [spelt for spelt in spellings if spelt.replace("'", "").replace(" ", "") == term]
    return *(apart[:1] or [term]), *(spelt for spelt in spellings if spelt not in apart)


def without_forms(terms: Iterable[str]) -> tuple[str, ...]:
    """The terms that are not another's plural or another form of its verb."""
    listed = [term.split() for term in terms]
    return tuple(" ".join(term) for term in listed if not any(_is_form(term, other) for other in listed))


def _is_form(term: list[str], base: list[str]) -> bool:
    if len(term) != len(base):
        return False
    changed = [(mine, its) for mine, its in zip(term, base, strict=True) if mine != its]
    return len(changed) == 1 and changed[0][0] in {*forms(changed[0][1]), *number_forms(changed[0][1])}


def third_person(base: str) -> str:
    """What somebody does: "glides" for "glide"."""
    return next(spelling for spelling, form in forms(base).items() if form is Form.THIRD_PERSON)


def plainest(words: Iterable[str]) -> tuple[str, ...]:
    """The shortest words of a set, in a settled order."""
    return tuple(sorted(words, key=lambda word: (len(word), word))[:MOST_BESIDE])
