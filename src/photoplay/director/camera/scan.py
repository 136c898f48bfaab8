"""What has been read of a clause, and who its verbs are said of."""

from dataclasses import dataclass, field

from photoplay.director.camera.subjects import Subject, is_camera
from photoplay.director.reading.clauses import Clause
from photoplay.director.vocabulary.heads import HEADS
from photoplay.director.vocabulary.inflection import Form
from photoplay.director.vocabulary.lexicon import FILM_OPENERS, PERFORMERS, RELATIVES, is_filler


@dataclass
class Scan:
    """What has been read of a clause so far."""

    clause: Clause
    carried: Subject
    negated: frozenset[int]
    consumed: int = 0
    """Position after the last word that belongs to a move."""
    subjects: dict[int, Subject] = field(default_factory=dict)
    """The subject of every verb read, by its position."""


def subject_at(scan: Scan, position: int) -> Subject:
    """Who does what the verb at `position` says."""
    before = _nearest_noun(scan, position)
    if before < 0:
        return Subject.CAMERA if scan.carried is Subject.CAMERA else Subject.UNSAID
    if before < scan.consumed:
        before = max(scan.subjects)
    if before in scan.subjects:
        return scan.subjects[before]
    return _subject_named(scan, before, position)


def _nearest_noun(scan: Scan, position: int) -> int:
    """The position before a verb of the word that may say who does it; -1 where none does."""
    words, before = scan.clause.words, position - 1
    while (
        before >= 0 and before not in scan.subjects and is_filler(words[before]) and before >= scan.consumed
    ):
        before -= 1
        if before >= 0 and words[before + 1] in RELATIVES:
            break
    return before


def _subject_named(scan: Scan, before: int, position: int) -> Subject:
    words = scan.clause.words
    if is_camera(words, before):
        return Subject.CAMERA
    if "and" in words[before + 1 : position] and not RELATIVES & set(words[:before]):
        return _coordinated_subject(scan, position)
    if words[before] in PERFORMERS:
        return scan.carried
    return Subject.UNSAID if words[before] in FILM_OPENERS else Subject.OTHER


def _coordinated_subject(scan: Scan, position: int) -> Subject:
    """The subject of a verb after "and": the one of the verb before it, or of the clause."""
    subject = scan.subjects[max(scan.subjects)] if scan.subjects else scan.carried
    imperative = HEADS[scan.clause.words[position]][1] is Form.BASE
    return Subject.UNSAID if subject is Subject.OTHER and imperative else subject
