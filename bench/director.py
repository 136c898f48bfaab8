"""How well the director reads prompts, and how fast: `python -m bench.director [PROMPTS.jsonl ...]`.

Without files, those of tests/data/prompts are read. Every line of a file is an object with `prompt`,
`negative_prompt` (or null) and `expect`: the camera moves named, such as "pan_left", "orbit_cw" or "tracking"; []
where none is, null where the line is not judged. A line may also have `scene`: the names of the actions, effects,
lights, grades, "size:..", "angle:.." and "lens:.." it asks for; and `arrival`, how it asks to get to an end image: a
line without asks for nothing of the kind.
"""

import json
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from photoplay.director.direct import direct
from photoplay.director.plan import CameraMove, Plan
from photoplay.director.reading.language import language_of
from photoplay.director.vocabulary.actions import ACTS
from photoplay.director.vocabulary.chinese import TERMS
from photoplay.director.vocabulary.heads import HEADS
from photoplay.director.vocabulary.lexicon import DIRECTION_WORDS
from photoplay.director.vocabulary.nouns import NOUNS
from photoplay.shot import PROMPT_LENGTH

SHORT = {"clockwise": "cw", "counterclockwise": "ccw"}
ALIASES = {"aerial_dolly": "aerial"}
DURATION = 5.0
PROMPTS = sorted((Path(__file__).parents[1] / "tests" / "data" / "prompts").glob("*.jsonl"))
ANYTHING = [chr(code) for code in (*range(0x20, 0x7F), *range(0xA0, 0x250), *range(0x4E00, 0x4F00))]


@dataclass(frozen=True)
class Judged:
    """What was expected of a line and what its plan misses or has beyond."""

    line: dict[str, Any]
    expected: list[str]
    missed: list[str]
    surplus: list[str]

    @property
    def wrong(self) -> bool:
        """Whether the plan is not exactly right."""
        return bool(self.missed or self.surplus)


def label(move: CameraMove) -> str:
    """A move as the prompt files write it."""
    return f"{move.kind}_{SHORT.get(move.direction, move.direction)}" if move.direction else str(move.kind)


def scene_labels(plan: Plan) -> list[str]:
    """Everything in a plan beside its camera moves, as the prompt files write it."""
    sizes = [size for size in (plan.framing.size, plan.framing.closing) if size]
    angle = [f"angle:{plan.framing.angle}"] if plan.framing.angle else []
    lens = [
        *(["lens:shallow_focus"] if plan.lens.depth_of_field else []),
        *(["lens:focal_length"] if plan.lens.focal_length else []),
    ]
    names = [str(cue.kind) for cue in plan.cues] + [f"size:{size}" for size in sizes] + angle + lens
    return list(dict.fromkeys(names))


def matches(expected: str, found: str) -> bool:
    """Whether a found move is the expected one; an expected move without a direction takes any."""
    return found == expected or found.startswith(expected + "_")


def judge(line: dict[str, Any], expected: list[str], found: list[str]) -> Judged:
    """Compare what a line expects with what was found."""
    surplus, missed = list(found), []
    for name in expected:
        match = next((candidate for candidate in surplus if matches(name, candidate)), None)
        if match is None:
            missed.append(name)
        else:
            surplus.remove(match)
    return Judged(line, expected, missed, surplus)


def plan_of(line: dict[str, Any]) -> Plan:
    """The plan of a line."""
    return direct(line["prompt"], line.get("negative_prompt") or "", duration=DURATION)


def judge_moves(line: dict[str, Any]) -> Judged:
    """Judge the camera moves that a line's prompt calls."""
    found = [label(move) for move in plan_of(line).moves if move.phrase]
    return judge(line, [ALIASES.get(name, name) for name in line["expect"]], found)


def judge_arrival(line: dict[str, Any]) -> Judged:
    """Judge the way to an end image that a line's prompt asks for."""
    arrival = plan_of(line).arrival
    return judge(line, [line["arrival"]] if line.get("arrival") else [], [arrival.kind] if arrival else [])


def report(name: str, judged: list[Judged]) -> None:
    """Print recall, precision and the share of lines exactly right."""
    expected = sum(len(one.expected) for one in judged)
    missed = sum(len(one.missed) for one in judged)
    surplus = sum(len(one.surplus) for one in judged)
    wrong = sum(one.wrong for one in judged)
    print(
        f"{name}: recall {1 - missed / max(expected, 1):.3f} of {expected}, "
        f"precision {1 - surplus / max(expected - missed + surplus, 1):.3f}, "
        f"exactly right {1 - wrong / max(len(judged), 1):.3f} of {len(judged)} prompts"
    )


def long_prompts() -> Iterator[str]:
    """Prompts of the greatest length: real ones after each other, words and terms in any order, any characters."""
    draw = random.Random(1)
    english = [*HEADS, *DIRECTION_WORDS, *ACTS, *NOUNS, "the", "then", "while", "no", ",", ".", "2", "s"]
    prompts = [
        json.loads(line)["prompt"] for file in PROMPTS for line in file.read_text("utf-8").splitlines()
    ]
    for pool, between in ((prompts, " "), (english, " "), ([*TERMS, "，", "。"], ""), (ANYTHING, "")):
        for _ in range(10):
            yield between.join(draw.choices(pool, k=PROMPT_LENGTH))[:PROMPT_LENGTH]
    for repeated in ("camera ", "pans ", "镜头", "推", "1", ",.", "dogs run ", "pan left then "):
        yield (repeated * PROMPT_LENGTH)[:PROMPT_LENGTH]


def seconds_for(prompt: str) -> float:
    """How long a prompt takes: the quickest of three times, which leaves out what else the process does."""
    times = []
    for _ in range(3):
        start = time.process_time()
        direct(prompt, duration=DURATION)
        times.append(time.process_time() - start)
    return min(times)


def report_speed() -> None:
    """Print how long the longest prompts take."""
    seconds = sorted(map(seconds_for, long_prompts()))
    print(
        f"{PROMPT_LENGTH} characters: {1000 * seconds[len(seconds) // 2]:.0f} ms in the median, "
        f"{1000 * seconds[-1]:.0f} ms at most, of {len(seconds)} prompts"
    )


def main(paths: list[Path]) -> None:
    """Print the speed, every miss, then the rates by language, and the scene's where it is labelled."""
    report_speed()
    texts = [line for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    lines = [json.loads(text) for text in texts if text.strip()]
    moves = [judge_moves(line) for line in lines if line["expect"] is not None]
    scenes = [judge(line, line["scene"], scene_labels(plan_of(line))) for line in lines if line.get("scene")]
    arrivals = [judge_arrival(line) for line in lines]
    for one in filter(lambda one: one.wrong, [*moves, *arrivals]):
        print(f"missed {one.missed}, surplus {one.surplus}: {one.line['prompt'][:400]}")
    report("camera moves", moves)
    for language in sorted({language_of(one.line["prompt"]) for one in moves}):
        report(f"camera moves, {language}", [m for m in moves if language_of(m.line["prompt"]) is language])
    if scenes:
        report("scene", scenes)
    report("arrivals", arrivals)


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]] or PROMPTS)
