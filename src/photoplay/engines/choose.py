"""Which engine films a shot, and why."""

from collections.abc import Callable
from enum import StrEnum
from functools import cache

from photoplay.engines.engine import Capabilities, Engine
from photoplay.engines.multiplane.engine import CAPABILITIES, MultiplaneEngine
from photoplay.errors import EngineUnavailableError
from photoplay.settings import get_settings
from photoplay.sight.networks import WANTED, Networks
from photoplay.weights import ensure

Fetching = Callable[[str, int, int | None], None]
"""Called as (weights, bytes so far, bytes in all) while weights are fetched."""


class EngineName(StrEnum):
    """What a person can ask for."""

    AUTO = "auto"
    MULTIPLANE = "multiplane"
    DIFFUSION = "diffusion"


def choose_engine(name: EngineName, fetching: Fetching) -> tuple[Engine, tuple[str, ...]]:
    """Return the engine for `name`, its weights fetched, and sentences on what it does without.

    Raises:
        EngineUnavailableError: the engine asked for cannot run here.
    """
    capabilities_of(name)
    weights = ensure(WANTED, fetching)
    return _multiplane(tuple(sorted(weights))), tuple(_apologies(set(weights)))


def capabilities_of(name: EngineName) -> Capabilities:
    """What the engine for `name` can do; nothing is fetched or loaded.

    Raises:
        EngineUnavailableError: the engine asked for cannot run here.
    """
    if name is EngineName.DIFFUSION:
        raise EngineUnavailableError(
            "The diffusion engine is not part of this version; use --engine multiplane, which runs on any CPU."
        )
    return CAPABILITIES


def draft_engine(fetching: Fetching) -> tuple[MultiplaneEngine, tuple[str, ...]]:
    """Return the engine for drafts, whatever films in the end: quick on any CPU; and what it does without."""
    weights = ensure(WANTED, fetching)
    return _quick(tuple(sorted(weights))), tuple(_apologies(set(weights)))


@cache
def _quick(names: tuple[str, ...]) -> MultiplaneEngine:
    threads = get_settings().threads
    return MultiplaneEngine(Networks.of(ensure(names), threads, hurried=True), threads)


@cache
def _multiplane(names: tuple[str, ...]) -> Engine:
    threads = get_settings().threads
    return MultiplaneEngine(Networks.of(ensure(names), threads), threads)


def _apologies(weights: set[str]) -> list[str]:
    without = [loss for name, loss in WANTED.items() if loss and name not in weights]
    if not without:
        return []
    listed = "; ".join(without)
    return [
        f"Some weights are missing, so this clip does without {listed}. Run 'photoplay weights pull' to fetch them."
    ]
