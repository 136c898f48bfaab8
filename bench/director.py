"""How well the director reads prompts: `python bench/director.py PROMPTS.jsonl`.

Every line of the file is an object with `prompt`, `negative_prompt` (or null) and `expect`: the camera moves
named, such as "pan_left", "orbit_cw" or "tracking"; [] where none is, null where the line is not judged.
"""

import json
import sys
from pathlib import Path
from typing import Any

from photoplay.director.direct import ENGLISH, direct
from photoplay.director.plan import CameraMove
from photoplay.director.reading.words import share_of_latin

SHORT = {"clockwise": "cw", "counterclockwise": "ccw"}
ALIASES = {"aerial_dolly": "aerial"}
DURATION = 5.0

Judged = tuple[dict[str, Any], list[str], list[str], list[str]]
"""A line, and the moves it expects, those missed and those found beyond."""


def label(move: CameraMove) -> str:
    """A move as the prompt files write it."""
    return f"{move.kind}_{SHORT.get(move.direction, move.direction)}" if move.direction else str(move.kind)


def matches(expected: str, found: str) -> bool:
    """Whether a found move is the expected one; an expected move without a direction takes any."""
    return found == expected or found.startswith(expected + "_")


def is_wrong(judged: Judged) -> bool:
    """Whether a line's plan misses a move or has one too many."""
    return bool(judged[2] or judged[3])


def judge(line: dict[str, Any]) -> tuple[list[str], list[str], list[str]]:
    """(expected, missed, surplus) camera moves of one line."""
    plan = direct(line["prompt"], line.get("negative_prompt") or "", duration=DURATION)
    surplus = [label(move) for move in plan.moves if move.phrase]
    expected = [ALIASES.get(name, name) for name in line["expect"]]
    missed = []
    for name in expected:
        found = next((candidate for candidate in surplus if matches(name, candidate)), None)
        if found is None:
            missed.append(name)
        else:
            surplus.remove(found)
    return expected, missed, surplus


def main(path: Path) -> None:
    """Print the recall, the share of plans exactly right, and every miss."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    judged = [(line, *judge(line)) for line in lines if line["expect"] is not None]
    for line, _, missed, surplus in filter(is_wrong, judged):
        print(f"missed {missed}, surplus {surplus}: {line['prompt'][:200]}")
    english = [entry for entry in judged if share_of_latin(entry[0]["prompt"]) >= ENGLISH]
    report("all prompts", judged)
    report("in English", english)


def report(name: str, judged: list[Judged]) -> None:
    """Print the two rates over some judged lines."""
    expected = sum(len(entry[1]) for entry in judged)
    missed_count = sum(len(entry[2]) for entry in judged)
    wrong = sum(map(is_wrong, judged))
    print(
        f"{name}: recall {1 - missed_count / max(expected, 1):.3f} of {expected} moves, "
        f"exactly right {1 - wrong / max(len(judged), 1):.3f} of {len(judged)} prompts"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
