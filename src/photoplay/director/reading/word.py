"""One word of a prompt, and the breaks between clauses."""

from typing import NamedTuple

SENTENCE_BREAK = "."
COMMA_BREAK = ","
ARROW = "→"


class Word(NamedTuple):
    """One word of the prompt."""

    text: str
    """The canonical spelling the rest of the director works with."""
    source: str
    """The words it stands for, in lower case; empty where the word before it stands for them."""
