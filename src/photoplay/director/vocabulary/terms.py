"""Terms of one or more words, and finding them in a text."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

Meaning = TypeVar("Meaning")


class Found(NamedTuple, Generic[Meaning]):
    """A term in a text: the positions of its first word and after its last, and what it means."""

    start: int
    end: int
    meaning: Meaning


class Terms(Generic[Meaning]):
    """What some terms mean. At each place the longest term wins."""

    def __init__(self, table: Mapping[Meaning, str]) -> None:
        """Take the terms of each meaning, divided by commas."""
        self.spellings = {meaning: tuple(listed.split(", ")) for meaning, listed in table.items()}
        self._meanings = {
            tuple(term.split()): meaning for meaning, terms in self.spellings.items() for term in terms
        }
        self._longest: dict[str, int] = {}
        for term in self._meanings:
            self._longest[term[0]] = max(self._longest.get(term[0], 0), len(term))

    def find(self, words: Sequence[str]) -> Iterator[Found[Meaning]]:
        """The terms in a text, none overlapping another."""
        position = 0
        while position < len(words):
            longest = self._longest.get(words[position], 0)
            for length in range(min(longest, len(words) - position), 0, -1):
                meaning = self._meanings.get(tuple(words[position : position + length]))
                if meaning is not None:
                    yield Found(position, position + length, meaning)
                    position += length
                    break
            else:
                position += 1
