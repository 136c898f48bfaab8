"""Chinese prompts glossed, term by term, into the director's English words, in the order of English."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from photoplay.director.reading.chinese_clocks import read_chinese_clock
from photoplay.director.reading.chinese_order import EnglishOrder, spelt
from photoplay.director.reading.chinese_terms import ACTING, FILMING, HAN, ends_unknown, next_term
from photoplay.director.reading.word import COMMA_BREAK, SENTENCE_BREAK, Word
from photoplay.director.vocabulary.chinese import SIMPLIFIED, Role, Term, is_known
from photoplay.director.vocabulary.chinese_camera import PASSED
from photoplay.director.vocabulary.heads import HEADS

_SENTENCE = frozenset(".。!?;\n|｡")
_COMMA = frozenset(",、()[]{}【】「」『』“”\"'《》〈〉")
_OTHER_SCRIPT = re.compile(r"[^\u3400-\u4dbf\u4e00-\u9fff。、【】「」『』“”《》〈〉,;!?()\[\]{}|\n]+")
_BRACKETS = frozenset("[【")
_FILMED = re.compile(r"拍摄|运镜|镜头|旋转|转动|一周|一圈|\d+度")
_TRANSFER = re.compile(r"(?:转移|移动?|转换?|切换?|变化?|过渡|拉|推)?(?:到|至|向|为)")
_SHIFTS = re.compile(r"从|移|转|切换|变|拉到|过渡")
_TO_BREAK = re.compile(r"[^。！？，,.;!?\n]{0,60}")

_TURNING = frozenset({"rotate", "move", "fly", "orbit", "turn", "pan"})

ReadOther = Callable[[str], list[Word]]


def read_chinese(plain: str, read_other: ReadOther) -> list[Word]:
    """Gloss a Chinese text, NFKC-normalised and casefolded. Never raises.

    Args:
        plain: the text.
        read_other: reads the runs of Latin letters and digits in it.
    """
    text = plain.translate(SIMPLIFIED)
    return _Reader(source=plain, text=text, read_other=read_other).read()


@dataclass(kw_only=True)
class _Reader(EnglishOrder):
    """Where the glossing of a text stands."""

    source: str
    text: str
    read_other: ReadOther
    position: int = 0
    camera: bool = False
    """Whether the camera is the subject."""
    said: bool = False
    """Whether the camera was named in this sentence."""
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
    known: bool = False
    """Whether the word just read was a known one."""

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
            self._end_clause(SENTENCE_BREAK)
            self.position += 1
        elif mark in _COMMA:
            self._read_comma(mark)
        elif mark == ":":
            self.position += 1
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
        self._end_clause(COMMA_BREAK)
        if mark in _BRACKETS and is_known(self.text, self.position, ACTING | {Role.ADVERB, Role.DIRECTION}):
            self._name_camera([Word("camera", "")])

    def _read_other_script(self) -> None:
        match = _OTHER_SCRIPT.match(self.text, self.position)
        run = match[0] if match else self.text[self.position]
        between = self.position > 0 and not run.strip()
        self.position += len(run)
        if between:
            self._end_clause(COMMA_BREAK)
        elif words := self.read_other(run):
            self.say(words)
            self.known = False

    def _read_run(self) -> None:
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

    @property
    def _acts(self) -> bool:
        return self.camera and not self.blocked

    def _term(self) -> Term | None:
        return next_term(self.text, self.position, acted=self._acts, known=self.known)

    def _read_opaque(self) -> None:
        start = self.position
        self.position += 1
        while self.position < len(self.text) and HAN.match(self.text, self.position):
            if ends_unknown(self.text, self.position, acted=self._acts):
                break
            self.position += 1
        run = self.source[start : self.position]
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
                self._read_move(term, words)
            case Role.CIRCLE:
                self._read_circle(term, words)
            case Role.ACT:
                self._read_act(words)
            case Role.NOUN:
                self._read_noun(words)
            case Role.LOOK:
                self._read_look(term, words)
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
        else:
            self.adverbs += words
        if term.role is not Role.NOTHING:
            self.in_place = False

    def _read_camera(self, words: list[Word], before: str) -> None:
        if self.in_place:
            self.places += words
            return
        if self.content and not self._acts and before in ("向", "着", "对"):
            self.say([Word("toward", ""), *words])
            return
        ends = self.position >= len(self.text) or self.text[self.position] in _SENTENCE | _COMMA
        if ends and words[0].text == "camera" and not self.content:
            words = [*words, Word("movement", "")]
        self._name_camera(words)
        if self.text[self.position : self.position + 1] == ":":
            self.position += 1

    def _name_camera(self, words: list[Word]) -> None:
        if self.content and not (self.words and self.words[-1].text in ("closeup", "shot", "or")):
            self._break_clause()
        self.say(words)
        self.camera = self.said = True
        self.blocked = False

    def _read_move(self, term: Term, words: list[Word]) -> None:
        if self.travelled and term.text in PASSED:
            self.say(spelt(("past",), words[0].source))
            return
        gloss = term.gloss[0]
        if self.circling and gloss in _TURNING:
            return
        if self._begins_anew(term):
            self._break_clause()
        if self.camera and not self.said and not self.content:
            self.words.append(Word("it", ""))
        if filming := FILMING.match(self.text, self.position):
            self.position = filming.end()
            if gloss == "move":
                words = [*words, Word("camera", "")]
            elif words[-1].text not in ("shot", "camera", "movement"):
                words = [*words, Word("shot", "")]
        self.say(words)
        self.say_around()
        self.moved = self.travelled = True
        self.followed = term.role is Role.FOLLOW
        if term.role is Role.FILM_TERM or filming:
            self.camera, self.blocked = True, False
            self.said = True

    def _begins_anew(self, term: Term) -> bool:
        if not self.content:
            return False
        if self.negated and self.moved:
            self.adverbs.insert(0, Word("or", ""))
            return False
        if self.moved and self._acts:
            return True
        follows_sideways = self.blocked and term.gloss[0] == "truck"
        return term.role is Role.FILM_TERM and not (self._acts or follows_sideways)

    def _read_circle(self, term: Term, words: list[Word]) -> None:
        rest = _TO_BREAK.match(self.text, self.position)
        filmed = bool(rest and _FILMED.search(rest[0]))
        alone = term.text == "环绕" and self._stands_alone()
        if not self._acts and not self.content and (filmed or alone):
            self._name_camera([Word("camera", "")])
        if self._acts:
            self._read_move(term, words)
            self.circling = True
        else:
            self._read_act(spelt(("surrounds",), words[0].source))

    def _stands_alone(self) -> bool:
        return self.position >= len(self.text) or not HAN.match(self.text, self.position)

    def _read_act(self, words: list[Word]) -> None:
        qualifies = self.text[self.position : self.position + 1] == "的"
        if self.in_place and qualifies:
            self.places += words
            return
        if self._acts and any(word.text in HEADS for word in words):
            words = [Word("of" if qualifies else "someone", ""), *words]
        if not self.content:
            self.camera = False
        self.say(words)
        self.say_around()

    def _read_noun(self, words: list[Word]) -> None:
        if self.in_place:
            self.places += words
            return
        if not self.content:
            self.camera = self.blocked = False
        self.blocked = self.blocked or self.followed
        self.say(words)

    def _read_look(self, term: Term, words: list[Word]) -> None:
        if term.gloss == ("focus",) and self._shifts_focus():
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
        return bool(rest and _SHIFTS.search(rest[0]))

    def _read_link(self, term: Term, words: list[Word]) -> None:
        if term.gloss == ("as",) and self.content:
            self._read_noun(words)
            return
        if term.gloss == ("while",) and not self.content and not self.words:
            return
        self.settle()
        self.words += words
        self.travelled = self.travelled and term.gloss != ("then",)
        self._open_clause()

    def _read_preposition(self, words: list[Word]) -> None:
        if self.shifting:
            self.say(words)
            return
        self.places += words
        self.in_place = True

    def _break_clause(self) -> None:
        """Begin a clause of its own, which the words that wait open."""
        self.mark(COMMA_BREAK)
        self._open_clause()

    def _end_clause(self, mark: str) -> None:
        self.settle()
        self.mark(mark)
        self._open_clause()
        if mark == SENTENCE_BREAK:
            self.said = self.travelled = False

    def _open_clause(self) -> None:
        self.content = self.moved = self.followed = self.blocked = False
        self.negated = self.circling = self.shifting = self.known = False
