"""The order of English for glossed words, clause by clause: the verb, then its direction, then its places."""

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
    camera: bool = False
    """Whether the camera is the subject."""
    said: bool = False
    """Whether the camera was named in this sentence."""
    acted: bool = False
    """Whether somebody or something in the picture acts in this sentence."""
    moved: bool = False
    travelled: bool = False
    """Whether the camera moved since the last sentence or "then"."""
    followed: bool = False
    blocked: bool = False
    """Whether the clause has turned to what the camera follows."""
    negated: bool = False
    circling: bool = False
    shifting: bool = False
    """Whether the clause is about the focus."""
    focused: bool = False
    """Whether the sentence has said what is in focus."""
    ordered: bool = False
    """Whether the clause is one of several in an order, or of two at once."""
    handling: bool = False
    """Whether the clause has said what somebody holds or pushes while doing something else."""
    alongside: bool = False
    """Whether the clause has said what happens while the camera moves."""
    known: bool = False
    """Whether the word just read was a known one."""

    @property
    def acts(self) -> bool:
        """Whether the next verb is the camera's."""
        return self.camera and not self.blocked

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
        if self._goes_without_verb():
            self.say([Word("move", "")])
        self.words += self.adverbs
        self.adverbs = []
        self.say_around()

    def _goes_without_verb(self) -> bool:
        """Whether the clause says of the camera only which way it goes."""
        if not (self.acts and self.words and self.words[-1].text == "camera" and self.courses):
            return False
        return not self.courses[0].source.startswith("朝")

    def mark(self, mark: str) -> None:
        """End the clause with a break, a stronger one in place of a weaker."""
        if self.words and self.words[-1].text == COMMA_BREAK:
            self.words.pop()
        if self.words and self.words[-1].text != SENTENCE_BREAK:
            self.words.append(Word(mark, mark))

    def name_camera(self, words: list[Word]) -> None:
        """Make the camera the subject."""
        if self.content and not (self.words and self.words[-1].text in ("closeup", "shot", "or")):
            self.break_clause()
        self.say(words)
        self.camera = self.said = True
        self.blocked = False

    def break_clause(self) -> None:
        """Begin a clause of its own, which the words that wait open."""
        self.mark(COMMA_BREAK)
        self.open_clause()

    def end_clause(self, mark: str) -> None:
        """Say all that waits, and end the clause with a break."""
        self.settle()
        self.mark(mark)
        self.open_clause()
        if mark == SENTENCE_BREAK:
            self.said = self.travelled = self.acted = self.focused = False

    def open_clause(self) -> None:
        """Forget what was true of the clause before."""
        self.content = self.moved = self.followed = self.blocked = self.negated = False
        self.circling = self.shifting = self.known = False
        self.ordered = self.handling = self.alongside = False


def spelt(gloss: tuple[str, ...], source: str) -> list[Word]:
    """The words of a gloss; only the first stands for the characters of the prompt."""
    return [Word(text, source if position == 0 else "") for position, text in enumerate(gloss)]
