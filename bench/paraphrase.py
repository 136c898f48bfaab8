"""How well paraphrased camera moves are told: `python -m bench.paraphrase`, with the weights at hand.

The labelled clauses are split in two by their hash: margins are compared on one half and on the examples
(each judged by what the others teach), and the margin in use is then judged on the other half.
"""

import hashlib
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from photoplay.director.vocabulary.kinds import MoveKind
from photoplay.paraphrase.families import MARGIN, Families, Floats, choose
from photoplay.paraphrase.labelled import EXAMPLES, Labelled, read_labelled
from photoplay.paraphrase.paraphraser import Paraphraser, absence, load_paraphraser
from photoplay.paraphrase.wording import reduced

CLAUSES = Path(__file__).parents[1] / "tests" / "data" / "paraphrases.tsv"
MARGINS = (0.0, 0.05, 0.1, 0.12, 0.14, 0.16, 0.18, 0.2, 0.25)
FOLDS = 20


Embed = Callable[[Sequence[str]], Floats]
Chosen = Callable[[float], list[MoveKind | None]]
"""The families proposed with a margin."""


class Rates(NamedTuple):
    """Of the moves proposed, the share that is right; of the moves called, the share proposed rightly."""

    precision: float
    recall: float
    proposed: int

    def __str__(self) -> str:
        return f"precision {self.precision:.3f} of {self.proposed}, recall {self.recall:.3f}"


def rates(called: Iterable[MoveKind | None], proposed: Iterable[MoveKind | None]) -> Rates:
    """Compare what each clause calls with what was proposed for it."""
    pairs = list(zip(called, proposed, strict=True))
    right = sum(call is proposal for call, proposal in pairs if proposal is not None)
    proposals = sum(proposal is not None for _, proposal in pairs)
    calls = sum(call is not None for call, _ in pairs)
    return Rates(right / max(proposals, 1), right / max(calls, 1), proposals)


def halves(labelled: Iterable[Labelled]) -> tuple[list[Labelled], list[Labelled]]:
    """Split clauses into those to tune with and those held back."""
    split: tuple[list[Labelled], list[Labelled]] = ([], [])
    for entry in labelled:
        split[hashlib.sha256(entry.clause.encode()).digest()[0] % 2].append(entry)
    return split


def main() -> None:
    """Print the rates of several margins, those of the one in use, every mistake, and the time."""
    paraphraser = load_paraphraser(threads=1)
    if paraphraser is None:
        sys.exit(absence())
    examples = read_labelled(EXAMPLES)
    tuning, held_back = halves(read_labelled(CLAUSES))
    _compare_margins("tuning half", tuning, _taught(paraphraser.embed, examples, tuning))
    _compare_margins("examples", examples, _cross_taught(paraphraser.embed, examples))
    _judge(paraphraser, held_back)


def _compare_margins(name: str, labelled: Sequence[Labelled], chosen: Chosen) -> None:
    for margin in MARGINS:
        print(f"{name}, margin {margin:.2f}: {rates((entry.family for entry in labelled), chosen(margin))}")


def _taught(embed: Embed, examples: Sequence[Labelled], asked: Sequence[Labelled]) -> Chosen:
    learnt = Families.learn(_embedded(embed, examples), [entry.family for entry in examples])
    scores = learnt.scores(_embedded(embed, asked))
    return lambda margin: [choose(row, learnt.kinds, margin=margin) for row in scores]


def _cross_taught(embed: Embed, examples: Sequence[Labelled]) -> Chosen:
    labels, embeddings = [entry.family for entry in examples], _embedded(embed, examples)
    scored = {}
    for fold in range(FOLDS):
        others = [number for number in range(len(examples)) if number % FOLDS != fold]
        learnt = Families.learn(embeddings[others], [labels[other] for other in others])
        for number in range(fold, len(examples), FOLDS):
            scored[number] = learnt.scores(embeddings[number : number + 1])[0], learnt.kinds
    return lambda margin: [choose(*scored[number], margin=margin) for number in range(len(examples))]


def _embedded(embed: Embed, labelled: Iterable[Labelled]) -> Floats:
    return embed([reduced(entry.clause) for entry in labelled])


def _judge(paraphraser: Paraphraser, held_back: Sequence[Labelled]) -> None:
    started = time.perf_counter()
    paraphraser.load()
    loaded = time.perf_counter()
    proposed = [paraphraser.family(entry.clause) for entry in held_back]
    asked = time.perf_counter()
    paraphraser.families([entry.clause for entry in held_back])
    together = time.perf_counter() - asked
    for entry, proposal in zip(held_back, proposed, strict=True):
        if proposal not in (None, entry.family):
            print(f"{proposal} for {entry.family}: {entry.clause}")
    print(f"half held back, margin {MARGIN}: {rates((entry.family for entry in held_back), proposed)}")
    count = len(held_back) / 1000
    print(
        f"{loaded - started:.1f} s to learn, then {(asked - loaded) / count:.1f} ms a clause, "
        f"{together / count:.1f} ms where all are asked together"
    )


if __name__ == "__main__":
    main()
