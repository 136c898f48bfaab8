"""Words for what the photograph itself would do: actions, weather and fluids, not played by the stage."""

from collections.abc import Sequence

from photoplay.director.vocabulary.lexicon import word_set

_VERBS = (
    "smile laugh blink nod wave walk run jump dance sing talk speak breathe cry sleep eat drink swim "
    "wink kiss hug clap yawn bark gallop flap sway ripple flow pour burn flicker billow "
    "flutter rain snow drizzle splash explode melt bloom grow grin cheer leap whisper shout trot hop "
    "twirl stretch sip swish rustle"
)
_DOUBLED = word_set("run nod swim clap hug flap hop trot sip")
_OTHER = "cries rainfall snowfall lightning fog mist smoke sparks embers fireworks wind breeze"
SHOWN = 3
"""How many of the words found a note names."""


def _forms(verb: str) -> tuple[str, str, str]:
    stem = verb + verb[-1] if verb in _DOUBLED else verb.removesuffix("e")
    third = verb + "es" if verb.endswith(("sh", "ss", "ch")) else verb + "s"
    return verb, third, stem + "ing"


ACTION_WORDS = word_set(_OTHER) | {form for verb in _VERBS.split() for form in _forms(verb)}


def find_actions(words: Sequence[str]) -> list[str]:
    """The words of a prompt that ask the photograph itself to move, each once, in their order."""
    return [word for word in dict.fromkeys(words) if word in ACTION_WORDS]
