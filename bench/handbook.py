"""The parts of docs/prompting.md that come out of the code: `python -m bench.handbook`."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from photoplay.director.direct import direct
from photoplay.director.handbook import HANDBOOK, Entry
from photoplay.director.honesty import with_notes
from photoplay.director.plan import Plan
from photoplay.director.timeline import describe
from photoplay.director.vocabulary.heads import HEADS, READINGS, Gesture
from photoplay.director.vocabulary.inflection import Form
from photoplay.director.vocabulary.kinds import ActionKind, MoveKind
from photoplay.director.vocabulary.lexicon import AMOUNTS, EASINGS, PACES
from photoplay.director.vocabulary.stand_ins import STAND_INS
from photoplay.director.vocabulary.wordings import Wording
from photoplay.engines.choose import EngineName, capabilities_of

PAGE = Path(__file__).parents[1] / "docs" / "prompting.md"
MOST_WORDS = 12
"""How many words of a wording or a language are shown of a camera move."""
DURATION, GUIDANCE = 5.0, (0.0, 0.25, 0.5, 0.75, 1.0)
PROMPT = (
    "Slow push in toward the lighthouse while waves crash against the rocks, then pan right to the harbour. "
    "Seagulls fly past. Golden hour, low angle."
)
NEGATIVE_PROMPT = "shaky camera, zoom"


def rewritten(page: str) -> str:
    """The page with everything between its markers as the code has it now."""
    for name, text in _sections().items():
        before, begin, rest = page.partition(f"<!-- {name}: begin -->")
        _, end, after = rest.partition(f"<!-- {name}: end -->")
        page = f"{before}{begin}\n\n{text}\n\n{end}{after}"
    return page


def _sections() -> dict[str, str]:
    return {
        "handbook": "\n\n".join(f"### {title}\n\n{_family(entries)}" for title, entries in HANDBOOK.items()),
        "verbs": _everyday_verbs(),
        "qualifiers": _qualifiers(),
        "guidance": _guidance(),
        "plan": _timeline(),
        "fields": _fields(),
    }


def _family(entries: Sequence[Entry]) -> str:
    acts = isinstance(entries[0].kind, ActionKind)
    is_written = any(entry.chinese for entry in entries)
    titles = ["name", "English words", *(["Chinese words"] if is_written else [])]
    rows = [
        [
            entry.name,
            _listed(entry),
            *([_glossary(entry)] if is_written else []),
            *([STAND_INS.get(ActionKind(entry.kind), "itself").replace("_", " ")] if acts else []),
            entry.example.english,
            entry.example.chinese,
        ]
        for entry in entries
    ]
    return _table([*titles, *(["played as"] if acts else []), "example", "中文示例"], rows)


def _listed(entry: Entry) -> str:
    shown = [_shown(wording, cut=isinstance(entry.kind, MoveKind)) for wording in entry.english]
    return "; ".join(dict.fromkeys(shown))


def _shown(wording: Wording, *, cut: bool) -> str:
    before = f"*{', '.join(wording.before)}:* " if wording.before else ""
    after = f" *({' / '.join(wording.after)})*" if wording.after else ""
    words = [*wording.words[:MOST_WORDS], "…"] if cut and len(wording.words) > MOST_WORDS else wording.words
    return f"{before}{', '.join(words)}{after}"


def _glossary(entry: Entry) -> str:
    return "、".join(entry.chinese[:MOST_WORDS]) + ("等" if len(entry.chinese) > MOST_WORDS else "")


def _everyday_verbs() -> str:
    rows = []
    for gesture in Gesture:
        verbs = [word for word, (head, form) in HEADS.items() if head.calls is gesture and form is Form.BASE]
        moves = [
            f"{said}: {kind.replace('_', ' ')} {direction}"
            for (calls, said), (kind, direction) in READINGS.items()
            if calls is gesture
        ]
        rows.append([", ".join(verbs), "; ".join(moves)])
    return _table(["words said of the camera", "with this direction they are"], rows)


def _qualifiers() -> str:
    rows = [
        *([f"pace {pace.replace('_', ' ')}", words] for pace, words in _by_meaning(PACES.items())),
        *([f"size × {amount}", words] for amount, words in _by_meaning(AMOUNTS.items())),
        *([easing.replace("_", " "), words] for easing, words in _by_meaning(EASINGS.items())),
    ]
    return _table(["", "words"], rows)


def _by_meaning(words: Iterable[tuple[str, Any]]) -> list[tuple[Any, str]]:
    listed: dict[Any, list[str]] = {}
    for word, meaning in words:
        listed.setdefault(meaning, []).append(word)
    return [(meaning, ", ".join(words)) for meaning, words in listed.items()]


def _guidance() -> str:
    plans = [(scale, direct("pan left", duration=DURATION, guidance_scale=scale)) for scale in GUIDANCE]
    return _table(
        ["guidance", "size of everything that moves", "drift"],
        [[f"{scale:g}", f"× {plan.amplitude:g}", f"{plan.drift:g}"] for scale, plan in plans],
    )


def _timeline() -> str:
    engine = capabilities_of(EngineName.MULTIPLANE)
    plan = with_notes(direct(PROMPT, NEGATIVE_PROMPT, duration=DURATION), engine.name, engine.plays)
    command = f'photoplay plan "{PROMPT}" \\\n    --negative-prompt "{NEGATIVE_PROMPT}"'
    return f"```sh\n{command}\n```\n\n```text\n{describe(plan)}\n```"


def _fields() -> str:
    """Every field of a plan and of what is in it; what several hold alike is told once."""
    schema = Plan.model_json_schema()
    holders: dict[tuple[str, str], list[str]] = {}
    for holder, name, text in _described(schema, schema["$defs"], "plan"):
        holders.setdefault((name, text), []).append(holder)
    rows = [[", ".join(of), f"`{name}`", text] for (name, text), of in holders.items()]
    return _table(["of", "field", "what"], rows)


def _described(model: dict[str, Any], models: dict[str, Any], holder: str) -> Iterator[tuple[str, str, str]]:
    """The fields of a model and of the models in it: of what, the field's name, and what it says."""
    inside: list[tuple[str, dict[str, Any]]] = []
    for name, field in model["properties"].items():
        referred = re.findall(r"#/\$defs/(\w+)", json.dumps(field))
        inner = models[referred[0]] if len(referred) == 1 else {}
        values = [f"`{value}`" for value in inner.get("enum", ())]
        told = f"One of {', '.join(values)}." if 0 < len(values) < MOST_WORDS else ""
        yield holder, name, f"{field.get('description') or inner.get('description', '')} {told}".strip()
        if "properties" in inner:
            inside.append((name, inner))
    for name, inner in inside:
        yield from _described(inner, models, name)


def _table(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [titles, ["---"] * len(titles), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    PAGE.write_text(rewritten(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
