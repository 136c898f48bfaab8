"""Chinese prompts glossed, term by term, into the director's English words, in the order of English."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from photoplay.director.reading.chinese_clocks import read_chinese_clock
from photoplay.director.reading.chinese_follow import joined_by_camera
from photoplay.director.reading.chinese_moves import MoveReading
from photoplay.director.reading.chinese_order import spelt
from photoplay.director.reading.chinese_orders import film_follows, read_order
from photoplay.director.reading.chinese_shots import read_heading, tells_a_move
from photoplay.director.reading.chinese_terms import ACTING, HAN, ends_unknown, is_drawn_out, next_term
from photoplay.director.reading.word import COMMA_BREAK, SENTENCE_BREAK, Word
from photoplay.director.vocabulary.chinese import SIMPLIFIED, Role, Term, is_known
from photoplay.director.vocabulary.chinese_camera import LOOKS_THERE
from photoplay.director.vocabulary.chinese_scene import SAID_OF
from photoplay.director.vocabulary.heads import HEADS
from photoplay.director.vocabulary.nouns import ACTORS, NOUNS

_SENTENCE = frozenset(".。!?;\n|｡")
_COMMA = frozenset(",+、()[]{}【】「」『』“”\"'《》〈〉")
_OTHER_SCRIPT = re.compile(r"[^\u3400-\u4dbf\u4e00-\u9fff。、【】「」『』“”《》〈〉,+;!?()\[\]{}|\n]+")
_DONE_SOMEHOW = ACTING | {Role.ACT, Role.ADVERB, Role.DIRECTION}
_BRACKETS = frozenset("[【")
_TRANSFER = re.compile(
    r"(?:慢慢|缓缓)?(?:转移|移动?|转换?|切换?|变化?|过渡|拉|推|落|滑|换|来)?(?:到|至|向|为|回)"
)
_MEASURES = frozenset("个只名位条匹辆艘座朵片盏杯把棵群张")

_LATEST = 6
"""How many of the adverbs that wait may set a move among others."""
_WATCHING = ("看着", "望着", "盯着", "听着", "注视着", "凝视着")

ReadOther = Callable[[str], list[Word]]


def read_chinese(plain: str, read_other: ReadOther) -> list[Word]:
    """Gloss a Chinese text, NFKC-normalised and casefolded. Never raises.

    Args:
        plain: the text.
        read_other: reads the runs of Latin letters and digits in it.
    """
    text = plain.translate(SIMPLIFIED)
    return joined_by_camera(_Reader(source=plain, text=text, read_other=read_other).read())


@dataclass(kw_only=True)
class _Reader(MoveReading):
    """Where the glossing of a text stands."""

    read_other: ReadOther
    peopled: bool = False
    """Whether anybody or anything in the picture has been named."""

    def read(self) -> list[Word]:
        """Read all of the text."""
        while self.position < len(self.text):
            if HAN.match(self.text, self.position) or self.text[self.position].isdigit():
                self._read_run()
            else:
                self._read_mark()
        self.settle()
        return self.words

    def _read_mark(self) -> None:
        mark = self.text[self.position]
        if mark in _SENTENCE or (mark == ":" and not self._continues_after_colon()):
            self.end_clause(SENTENCE_BREAK)
            self.position += 1
        elif mark in _COMMA:
            self._read_comma(mark)
        elif mark == ":":
            self.position += 1
        elif mark.isspace() and self._read_heading(self.position + 1, opens=True):
            return
        else:
            self._read_other_script()

    def _continues_after_colon(self) -> bool:
        """Whether a colon follows the camera or a clock time, and so opens what they do."""
        return self.camera or (not self.content and bool(self.adverbs))

    def _read_comma(self, mark: str) -> None:
        self.position += 1
        if self.negated and self.moved and mark == "、":
            self.say([Word("or", "")])
            return
        self.end_clause(COMMA_BREAK)
        if mark in _BRACKETS and is_known(self.text, self.position, ACTING | {Role.ADVERB, Role.DIRECTION}):
            self.name_camera([Word("camera", "")])

    def _read_other_script(self) -> None:
        match = _OTHER_SCRIPT.match(self.text, self.position)
        run = match[0] if match else self.text[self.position]
        between = self.position > 0 and not run.strip()
        self.position += len(run)
        if between:
            if self.content:
                self.end_clause(COMMA_BREAK)
        else:
            self._say_other(self.read_other(run))

    def _say_other(self, words: list[Word]) -> None:
        for word in words:
            if word.text in (COMMA_BREAK, SENTENCE_BREAK):
                self.end_clause(word.text)
            elif word.text.isdigit():
                self.adverbs.append(word)
            else:
                self.say([word])
        self.known = False
        if words and words[-1].text.isdigit() and self.text[self.position : self.position + 1] in _MEASURES:
            self.position += 1

    def _read_heading(self, position: int, *, opens: bool) -> bool:
        """Read the heading of a shot, if one begins at a position."""
        heading = read_heading(self.text, position, opens=opens)
        if heading is None:
            return False
        self.end_clause(SENTENCE_BREAK)
        self.position = heading.end
        self.ordered = True
        if self.words and tells_a_move(self.text, heading.end):
            self.words.append(Word("then", ""))
        if heading.of_shot and is_known(self.text, heading.end, ACTING):
            self.name_camera([Word("camera", "")])
        return True

    def _read_run(self) -> None:
        if is_drawn_out(self.text, self.position):
            self.position += 1
            return
        if self._read_heading(self.position, opens=not self.content):
            return
        clock = read_chinese_clock(self.text, self.position)
        if clock is not None:
            self.adverbs += spelt(clock.words, self.source[self.position : clock.end])
            self.position = clock.end
            self.in_place, self.known = False, True
            return
        if self.text[self.position].isdigit():
            self._read_other_script()
            return
        term = self._term()
        if term is None:
            self._read_opaque()
            return
        self._read_term(term)

    def _term(self) -> Term | None:
        if not (self.acts or self.content) and self._is_ordered():
            self.name_camera([Word("camera", "")])
        return next_term(self.text, self.position, acted=self.acts, known=self.known)

    def _is_ordered(self) -> bool:
        if self.acted and not film_follows(self.text, self.position):
            return False
        aimed = bool(self.courses or self.places) and not self.negated
        told = self.ordered or any(word.text == "first" for word in self.adverbs[-_LATEST:])
        lone = not (self.acted or self.peopled)
        return read_order(self.text, self.position, told=told, aimed=aimed, lone=lone) is not None

    def _read_opaque(self) -> None:
        start = self.position
        self.position += 1
        while self.position < len(self.text) and HAN.match(self.text, self.position):
            if ends_unknown(self.text, self.position, acted=self.acts):
                break
            self.position += 1
        run = self.source[start : self.position]
        if run.endswith("地") and len(run) > 1 and is_known(self.text, self.position, _DONE_SOMEHOW):
            self.known = True
            return
        if self.content and NOUNS.get(self.words[-1].text) in ACTORS:
            self.acted = True
        self._read_noun([Word(run, run)])
        self.known = False

    def _read_term(self, term: Term) -> None:
        if self.shifting and (match := _TRANSFER.match(self.text, self.position)):
            self.say([Word("to", match[0])])
            self.position = match.end()
            return
        start, self.position = self.position, self.position + len(term.text)
        self.known = True
        words = spelt(term.gloss, self.source[start : self.position])
        match term.role:
            case Role.CAMERA:
                self._read_camera(words, self.text[start - 1 : start])
            case Role.FILM_TERM | Role.MOVE | Role.FOLLOW:
                self.read_move(term, words)
            case Role.CIRCLE:
                self._read_circle(term, words)
            case Role.ACT:
                self._read_act(term.text, words)
            case Role.NOUN:
                self._read_noun(words)
            case Role.LOOK:
                self.read_look(term, words)
            case Role.LINK:
                self._read_link(term, words)
            case Role.PREPOSITION:
                self._read_preposition(words)
            case _:
                self._read_qualifier(term, words)

    def _read_qualifier(self, term: Term, words: list[Word]) -> None:
        if term.role is Role.NEGATION:
            self.negated = True
        if term.role is Role.DIRECTION:
            self.courses += words
        elif term.gloss == ("throughout",):
            self.places += words
        else:
            self.adverbs += words
        if term.role is not Role.NOTHING:
            self.in_place = False

    def _read_camera(self, words: list[Word], before: str) -> None:
        if self.in_place:
            self.places += words
            return
        if self.content and not self.acts and before in ("向", "着", "对"):
            self.say([Word("toward", ""), *words])
            return
        ends = not self.text[self.position : self.position + 2].strip()[:1].isalnum()
        if ends and words[0].text == "camera" and not self.content:
            words = [*words, Word("movement", "")]
        self.name_camera(words)
        if self.text[self.position : self.position + 1] == ":":
            self.position += 1

    def _read_circle(self, term: Term, words: list[Word]) -> None:
        if not self.read_circle(term, words):
            self._read_act(term.text, spelt(("surrounds",), words[0].source))

    def _read_act(self, text: str, words: list[Word]) -> None:
        if self.acts and self.courses and text in LOOKS_THERE:
            self.read_move(Term(text, Role.MOVE, ("turn",)), spelt(("turn",), words[0].source))
            return
        qualifies = self.text[self.position : self.position + 1] == "的"
        if self.in_place and qualifies:
            self.places += words
            return
        acts_of, act = SAID_OF.get(self.words[-1].text if self.words else "", ((), ""))
        if words[0].text in acts_of:
            words = spelt((act,), words[0].source)
        if self.acts and any(word.text in HEADS for word in words):
            words = [Word("of" if qualifies else "someone", ""), *words]
        if not self.content:
            self.camera = False
        if not self.camera:
            self.acted = self.peopled = True
        if self.handling:
            self.adverbs.insert(0, Word("and", ""))
        self.say(words)
        self.say_around()
        source = words[-1].source or words[0].source
        self.handling = source.endswith("着") and source not in _WATCHING

    def _read_noun(self, words: list[Word]) -> None:
        if self.in_place:
            self.places += words
            return
        if not self.content:
            self.camera = self.blocked = False
            self.peopled = True
        self.blocked = self.blocked or self.followed
        self.say(words)

    def _read_link(self, term: Term, words: list[Word]) -> None:
        if term.gloss == ("as",) and self.content:
            self._read_noun(words)
            return
        if self.alongside and term.text == "而":
            self.name_camera([Word("camera", "")])
            return
        if term.gloss == ("while",) and not self.content and self._opens_sentence():
            self.ordered = True
            return
        if term.gloss == ("then",) and self.camera and self.retells(term):
            self.end_clause(COMMA_BREAK)
            return
        told_of_camera = self.camera or not self.content
        self.settle()
        self.words += words
        self.travelled = self.travelled and term.gloss != ("then",)
        self.open_clause()
        self.ordered = told_of_camera

    def _opens_sentence(self) -> bool:
        return not self.words or self.words[-1].text in (COMMA_BREAK, SENTENCE_BREAK)

    def _read_preposition(self, words: list[Word]) -> None:
        if self.shifting:
            self.say(words)
            return
        self.places += words
        self.in_place = True
