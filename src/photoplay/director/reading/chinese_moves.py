"""The moves of the camera among the words of a Chinese prompt, said in English."""

import re
from dataclasses import dataclass

from photoplay.director.reading.chinese_order import EnglishOrder, spelt
from photoplay.director.reading.chinese_orders import read_ends
from photoplay.director.reading.chinese_terms import ACTING, FILMING, HAN
from photoplay.director.reading.word import Word
from photoplay.director.vocabulary.chinese import Role, Term, term_at
from photoplay.director.vocabulary.chinese_camera import PASSED, REACHED
from photoplay.director.vocabulary.nouns import ACTORS, NOUNS

_SHIFTS = re.compile(r"从|由|移|转|切|变|拉|过渡|落到|回到|来到|换|滑")
_TO_BREAK = re.compile(r"[^。！？，,.;!?\n]{0,60}")
_FILMED = re.compile(
    r"[^。！？，,.;!?\n]{0,60}?(?:拍|运镜|镜头|旋转|转动|飞行|移动|[一半]周|[一半]圈|一个圈|\d度)"
)
"""What says that the camera goes around something."""
_FOCUS_AGAIN = re.compile(r"[:,][^。！？.!?\n]{0,60}焦")
_ALONGSIDE = re.compile(r"[^,。.!?;\n]{1,20}而(?!是)")
"""What says that the camera moves as something else does."""
_BECOMES = re.compile(r"[^。,！？.!?\n]{0,6}(?:变|转|切|化)[^。,！？.!?\n]{0,3}航拍")
_TURNING = frozenset({"rotate", "move", "fly", "orbit", "turn", "pan"})
_FREE_OF_FOLLOWING = frozenset({"tilt", "pan", "pedestal", "rise", "lower", "pull", "zoom", "turn", "orbit"})
"""Moves that a camera makes "along with" somebody without tracking them."""
_TRACKED = re.compile("跟(?:随|踪|着)?[拍摄]")
_HANDHELD = (("handheld", "shot"), ("shake",))
_FLOWN = ("fly", "dive")
_IN_THE_END = ("最后", "最终")
_GOALS = ("到", "至", "向", "成")
_FARTHEST_MOVE = 8
"""How many characters after a "then" the next move is looked for."""
_BARE = (("pan",), ("tilt",), ("truck",))
"""Film terms that English needs a direction or a camera for."""


@dataclass(kw_only=True)
class MoveReading(EnglishOrder):
    """Where the glossing of a text stands, and how it goes on at a move."""

    source: str
    text: str
    position: int = 0
    last: tuple[str, ...] = ()
    """The move told last."""

    def read_move(self, term: Term, words: list[Word]) -> None:
        """Read a verb that is the camera's."""
        if self._is_no_move(term) or self._colours_another(term, words):
            return
        words = self._refined(term, words)
        if self._begins_anew(term):
            self.break_clause()
        if term.gloss in _BARE and not (self.camera or self.content or self.negated):
            self.name_camera([Word("camera", "")])
        elif self.camera and not self.content:
            self.words.append(Word("it", ""))
        if filming := FILMING.match(self.text, self.position):
            self.position = filming.end()
            if term.gloss[0] == "move":
                words = [*words, Word("camera", "")]
            elif words[-1].text not in ("shot", "camera", "movement"):
                words = [*words, Word("shot", "")]
        self.say(words)
        self.say_around()
        self._go_on(term, named=filming is not None or term.role is Role.FILM_TERM)

    def _go_on(self, term: Term, *, named: bool) -> None:
        """Set what holds after a move."""
        self.moved = self.travelled = True
        self.last = term.gloss
        self.circling = term.gloss[0] == "orbit"
        self.followed = term.role is Role.FOLLOW
        self.shifting = self.shifting or term.gloss[0] == "rackfocus"
        if named:
            self.camera, self.blocked, self.said = True, False, True

    def _is_no_move(self, term: Term) -> bool:
        """Whether the verb only goes with a move, or heads what follows."""
        if term.gloss[0] == "handheld" and "机" in term.text and self._is_held_by_somebody():
            return True
        if (self.circling and term.gloss[0] in _TURNING) or self._only_goes_along(term):
            return True
        return term.gloss[0] == "rackfocus" and _FOCUS_AGAIN.match(self.text, self.position) is not None

    def _is_held_by_somebody(self) -> bool:
        named = self.content and not self.camera and bool(self.words)
        return named and (self.handling or NOUNS.get(self.words[-1].text) in ACTORS)

    def _colours_another(self, term: Term, words: list[Word]) -> bool:
        """Say a verb that tells no move of its own, but where another goes, or with whom."""
        gloss, source = term.gloss[0], words[0].source
        if self.travelled and term.text in PASSED:
            self.say(spelt(("past",), source))
        elif self.travelled and term.text in REACHED and not self.courses:
            self.say(spelt(("to",), source))
        elif self.last in _HANDHELD and term.text == "贴近":
            self.say(spelt(("near",), source))
        elif gloss in ("push", "pull") and self.words and self.words[-1].text == "zoom":
            self.say(spelt(("in" if gloss == "push" else "out",), source))
        elif gloss in ("push", "pull") and self.shifting:
            self.say(spelt(("to", "near" if gloss == "push" else "far"), source))
        elif term.role is Role.FOLLOW and self.content and _ALONGSIDE.match(self.text, self.position):
            self.words += spelt(("as",), source)
            self.open_clause()
            self.camera, self.alongside = False, True
        else:
            return False
        return True

    def _refined(self, term: Term, words: list[Word]) -> list[Word]:
        """The words of a move, by those around it."""
        gloss, source = term.gloss[0], words[0].source
        if gloss == "rise" and _BECOMES.match(self.text, self.position):
            return spelt(("pedestal", "up"), source)
        if term.gloss == ("move", "back") and _TRACKED.match(self.text, self.position):
            return spelt(("dolly", "out"), source)
        if gloss == "cant" and any(word.text in ("upwards", "downwards") for word in self.courses):
            return spelt(("tilt",), source)
        if gloss == "rotate" and self.words and self.words[-1].text == "view":
            return spelt(("roll",), source)
        if gloss in ("pan", "truck") and not self.courses and len(words) == 1:
            self.courses += spelt(read_ends(self.text, self.position), "")
        return words

    def _only_goes_along(self, term: Term) -> bool:
        """Whether the camera moves as something else does, which is said before the move itself."""
        if term.role is not Role.FOLLOW:
            return False
        following = term_at(self.text, self.position, acted=True)
        position = self.position
        while following is not None and following.role in (Role.ADVERB, Role.DIRECTION):
            position += len(following.text)
            following = term_at(self.text, position, acted=True)
        moves = following is not None and following.role in (Role.MOVE, Role.FILM_TERM)
        return following is not None and moves and following.gloss[0] in _FREE_OF_FOLLOWING

    def retells(self, link: Term) -> bool:
        """Whether a "then" only leads to where the last move ends, or goes on with the same flight."""
        ahead = self._move_ahead()
        if ahead is None or not self.last:
            return False
        if self.last[0] in _FLOWN:
            return ahead.gloss[0] in _FLOWN
        ends = link.text in _IN_THE_END and any(goal in ahead.text for goal in _GOALS)
        return ends and all(one == other for one, other in zip(ahead.gloss, self.last, strict=False))

    def _move_ahead(self) -> Term | None:
        for position in range(self.position, min(self.position + _FARTHEST_MOVE, len(self.text))):
            term = term_at(self.text, position, acted=True)
            if not HAN.match(self.text, position) or (term is not None and term.role is Role.NOUN):
                return None
            if term is not None and term.role in ACTING:
                return term
        return None

    def _begins_anew(self, term: Term) -> bool:
        if not self.content:
            return False
        if self.negated and self.moved:
            self.adverbs.insert(0, Word("or", ""))
            return False
        if self.moved and self.acts:
            return True
        follows_sideways = self.blocked and term.gloss[0] == "truck"
        return term.role is Role.FILM_TERM and not (self.acts or follows_sideways)

    def read_circle(self, term: Term, words: list[Word]) -> bool:
        """Read a verb of going around something as the camera's, if it is."""
        filmed = _FILMED.match(self.text, self.position) is not None
        alone = term.text == "环绕" and self._stands_alone()
        if not self.acts and not self.content and (filmed or alone):
            self.name_camera([Word("camera", "")])
        if self.acts:
            self.read_move(term, words)
            return True
        return False

    def _stands_alone(self) -> bool:
        return self.position >= len(self.text) or not HAN.match(self.text, self.position)

    def read_look(self, term: Term, words: list[Word]) -> None:
        if term.gloss == ("focus",) and self._shifts_focus():
            if self.shifting:
                return
            self.say(spelt(("rackfocus",), words[0].source))
            self.shifting = self.camera = self.said = True
            return
        if self.in_place:
            self.places += words
            return
        self.say(words)
        if term.text.endswith(("镜头", "机位")) and "camera" not in term.gloss:
            if "shot" not in term.gloss:
                self.say([Word("camera", "")])
            self.camera = self.said = True

    def _shifts_focus(self) -> bool:
        rest = _TO_BREAK.match(self.text, self.position)
        again, self.focused = self.focused, True
        return (again and self.ordered) or bool(rest and _SHIFTS.search(rest[0]))
