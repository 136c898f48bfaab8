"""Plans for people: from a prompt for a certain engine, or from a file that somebody edited."""

from functools import cache
from pathlib import Path

from pydantic import ValidationError

from photoplay.director.direct import direct
from photoplay.director.honesty import with_notes
from photoplay.director.plan import Plan
from photoplay.engines.choose import EngineName, capabilities_of
from photoplay.engines.engine import Capabilities
from photoplay.errors import InvalidInputError
from photoplay.paraphrase.paraphraser import Paraphraser, load_paraphraser
from photoplay.settings import get_settings
from photoplay.shot import PROMPT_LENGTH, check_direction

DEFAULT_GUIDANCE = 0.5
DEFAULT_DURATION = 5


def understand(
    prompt: str,
    negative_prompt: str = "",
    *,
    duration: int = DEFAULT_DURATION,
    guidance_scale: float = DEFAULT_GUIDANCE,
    engine: EngineName = EngineName.AUTO,
) -> Plan:
    """The plan of a prompt, with notes on what the engine does not play.

    Raises:
        InvalidInputError: a field breaks its rule.
        EngineUnavailableError: the engine asked for cannot run here.
    """
    check_direction(prompt, negative_prompt, guidance_scale, duration)
    paraphraser = _paraphraser()
    plan = direct(
        prompt,
        negative_prompt,
        duration=duration,
        guidance_scale=guidance_scale,
        paraphrase=paraphraser.family if paraphraser else None,
    )
    return promised_by(plan, capabilities_of(engine))


def promised_by(plan: Plan, capabilities: Capabilities) -> Plan:
    """A plan with notes on what an engine that can do so much does not play."""
    if capabilities.invents:
        return plan
    return with_notes(plan, capabilities.name, capabilities.plays)


def load_plan(path: str | Path) -> Plan:
    """Read a plan from a JSON file, such as `photoplay plan --json` prints.

    Raises:
        InvalidInputError: there is no such file, or it holds no plan; the message names the field and the rule.
    """
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInputError("plan", f"cannot be read from {path}: {_reason(error)}") from None
    try:
        return Plan.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in first["loc"])
        rule = first["msg"].removeprefix("Value error, ")
        raise InvalidInputError(f"plan{where}", f"{rule[:1].lower()}{rule[1:]}") from None


def wording(plan: Plan) -> str:
    """A plan's own words, for engines that need a prompt beside it."""
    return ", ".join(one.phrase or one.kind.replace("_", " ") for one in plan.timed)[:PROMPT_LENGTH]


@cache
def _paraphraser() -> Paraphraser | None:
    return load_paraphraser(get_settings().threads)


def _reason(error: OSError | UnicodeDecodeError) -> str:
    return (error.strerror or str(error)) if isinstance(error, OSError) else "it is not text in UTF-8"
