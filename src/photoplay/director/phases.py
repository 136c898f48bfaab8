"""Phases: what the prompt lets happen together, one phase after another."""

from dataclasses import dataclass, field

from photoplay.director.camera.mentions import Mention
from photoplay.director.camera.retelling import is_mere_travel, merged, only_describes
from photoplay.director.reading.clauses import Link
from photoplay.director.reading.clocks import Clock
from photoplay.director.scene.cues import Cue
from photoplay.director.vocabulary.kinds import DIRECTIONS, ActionKind, MoveKind


@dataclass
class Phase:
    """What happens together."""

    moves: list[Mention] = field(default_factory=list)
    cues: list[Cue] = field(default_factory=list)

    @property
    def clock(self) -> Clock:
        """The phase's own time: the first that one of its moves names; where it has none, one of its cues."""
        return next((one.clock for one in (self.moves or self.cues) if one.clock), Clock())


@dataclass
class Phases:
    """Puts moves and cues into phases in the order in which a prompt tells them."""

    phases: list[Phase] = field(default_factory=list)
    told: list[Mention] = field(default_factory=list)
    """The moves of the sentence being read."""
    order: Link | None = None
    """A "then" or "earlier" that waits for what it orders."""

    def open_sentence(self) -> None:
        """Begin a sentence: its order words are its own."""
        self.told = []
        self.order = None

    def place(self, mention: Mention, link: Link) -> None:
        """Give a move, told in a clause that follows by `link`, its phase."""
        if self.order is None and not mention.reverses and self._retells(mention, link):
            return
        if self.order is Link.THEN and self._was_headed(mention):
            return
        if self.order is None and self._opens(mention):
            self.order = Link.THEN
        self._phase().moves.append(mention)
        self.told.append(mention)

    def place_cue(self, cue: Cue, link: Link) -> None:
        """Give a cue its phase, unless it is told again; weather and light are there from the start."""
        if self.order is None and any(
            _same_cue(cue, earlier) for phase in self.phases for earlier in phase.cues
        ):
            return
        ambient = not isinstance(cue.kind, ActionKind) and link not in (Link.WHILE, Link.AS)
        is_there = self.order is None and ambient and bool(self.phases)
        (self.phases[0] if is_there else self._phase()).cues.append(cue)

    def replace(self, earlier: Mention, later: Mention) -> None:
        """Put `later` where `earlier` is, once."""
        for mentions in (*(phase.moves for phase in self.phases), self.told):
            mentions[:] = dict.fromkeys(later if mention is earlier else mention for mention in mentions)

    def _phase(self) -> Phase:
        """The phase for what comes now; the order that waited is spent."""
        order, self.order = self.order, None
        if not self.phases or order is Link.THEN:
            self.phases.append(Phase())
        elif order is Link.EARLIER:
            self.phases.insert(len(self.phases) - 1, Phase())
            return self.phases[-2]
        return self.phases[-1]

    def _opens(self, mention: Mention) -> bool:
        """Whether a move follows those before it without a word that says so."""
        current = self.phases[-1].moves if self.phases else []
        if not current:
            return False
        if mention.clock is not None and mention.clock.start is not None:
            return mention.clock != current[0].clock
        if mention.reverses or any(_undoes(mention, other) for other in current):
            return True
        goes_on = (
            mention.kind in (MoveKind.HANDHELD, MoveKind.TRACKING) or current[0].kind is MoveKind.HANDHELD
        )
        return mention.spoken and not self.told and not goes_on

    def _was_headed(self, mention: Mention) -> bool:
        """Whether a heading named the move already ("Crane up: the camera waits, then cranes up")."""
        told = [earlier for phase in self.phases for earlier in phase.moves]
        return any(
            not earlier.spoken and (earlier.kind, earlier.direction) == (mention.kind, mention.direction)
            for earlier in told
        )

    def _retells(self, mention: Mention, link: Link) -> bool:
        told = [earlier for phase in self.phases for earlier in phase.moves]
        merges = False
        for earlier in reversed(told):
            together = any(placed is earlier for placed in self.told)
            one = merged(earlier, mention, together=together)
            if one is None:
                continue
            self.replace(earlier, one)
            merges = True
            if one is not mention:
                break
        if merges:
            return True
        if self.told:
            return link is Link.COMMA and is_mere_travel(mention)
        in_passing = link is Link.AS and mention.everyday
        return bool(told) and (in_passing or only_describes(mention))


def _undoes(mention: Mention, other: Mention) -> bool:
    """Whether two moves would cancel each other if they were made together."""
    return (
        mention.kind is other.kind
        and mention.direction is not other.direction
        and len(DIRECTIONS[mention.kind]) == 2
    )


def _same_cue(cue: Cue, earlier: Cue) -> bool:
    same = cue.kind is earlier.kind and cue.direction in (None, earlier.direction)
    return same and (cue.clock is None or cue.clock == earlier.clock)
