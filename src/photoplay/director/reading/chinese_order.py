"""The order of English for glossed words: the verb first, then its direction, then its places."""

from dataclasses import dataclass, field

from photoplay.director.reading.word import COMMA_BREAK, SENTENCE_BREAK, Word


@dataclass(kw_only=True)
class EnglishOrder:
    """Words said so far, and those of the clause that wait for their place."""

    words: list[Word] = field(default_factory=list)
    adverbs: list[Word] = field(default_factory=list)
    """What waits for the next word of the clause."""
    courses: list[Word] = field(default_factory=list)
    """Directions, which English says after the verb."""
    places: list[Word] = field(default_factory=list)
    """Prepositions with their nouns, which English says after the verb."""
    in_place: bool = False
    content: bool = False
    """Whether the clause has words already."""

    def say(self, words: list[Word]) -> None:
        """Say words after the qualifiers that wait for them."""
        self.words += self.adverbs + words
        self.adverbs = []
        self.in_place = False
        self.content = True

    def say_around(self) -> None:
        """Say the directions and places that wait for a verb."""
        self.words += self.courses + self.places
        self.courses, self.places = [], []
        self.in_place = False

    def settle(self) -> None:
        """Say all that waits."""
        self.words += self.adverbs
        self.adverbs = []
        self.say_around()

    def mark(self, mark: str) -> None:
        """End the clause with a break, a stronger one in place of a weaker."""
        if self.words and self.words[-1].text == COMMA_BREAK:
            self.words.pop()
        if self.words and self.words[-1].text != SENTENCE_BREAK:
            self.words.append(Word(mark, mark))


def spelt(gloss: tuple[str, ...], source: str) -> list[Word]:
    """The words of a gloss; only the first stands for the characters of the prompt."""
    return [Word(text, source if position == 0 else "") for position, text in enumerate(gloss)]
