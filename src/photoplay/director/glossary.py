"""The glossary: words to put into a prompt, by family, each with what it asks for; out of the vocabulary."""

from typing import NamedTuple

from photoplay.director.handbook import HANDBOOK, Entry
from photoplay.director.vocabulary.kinds import Pace
from photoplay.director.vocabulary.lexicon import PACES

_PACE_EXAMPLES = {
    Pace.VERY_SLOW: "Imperceptibly dolly in on the letter",
    Pace.SLOW: "Slowly pan right across the bay",
    Pace.FAST: "Quickly tilt up to the balcony",
    Pace.WHIP: "Whip pan left to the door",
}


class Term(NamedTuple):
    """One thing to ask for."""

    name: str
    phrases: tuple[str, ...]
    """Words that ask for it, the plainest first; what stands for a name in them is to be replaced."""
    example: str
    """A whole prompt."""


def glossary() -> dict[str, tuple[Term, ...]]:
    """Return the terms of each family under its title."""
    families = {title: tuple(map(_term, entries)) for title, entries in HANDBOOK.items()}
    return {**families, "Pace": tuple(map(_pace, _PACE_EXAMPLES))}


def _term(entry: Entry) -> Term:
    """One phrase of each wording; those come first that have the name in them, in whole or in part."""
    called = entry.kind.split("_")[0]

    def likeness(phrase: str) -> int:
        return 2 * (phrase == entry.name) + (called in phrase)

    phrases = [max(wording.sentences(), key=likeness) for wording in entry.english]
    return Term(entry.name, tuple(sorted(phrases, key=likeness, reverse=True)), entry.example.english)


def _pace(pace: Pace) -> Term:
    """Adverbs go anywhere in a prompt, so they come first."""
    words = sorted(
        (word for word, meant in PACES.items() if meant is pace), key=lambda word: not word.endswith("ly")
    )
    return Term(pace.replace("_", " "), tuple(words), _PACE_EXAMPLES[pace])
