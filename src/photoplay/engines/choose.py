"""Which engine films a shot, and why."""

from collections.abc import Callable
from enum import StrEnum
from functools import cache

from photoplay.engines.diffusion.availability import Diffusion
from photoplay.engines.diffusion.tiers import Tier
from photoplay.engines.engine import Capabilities, Engine
from photoplay.engines.multiplane.engine import CAPABILITIES, MultiplaneEngine
from photoplay.engines.remote.engine import CAPABILITIES as REMOTE
from photoplay.engines.remote.engine import RemoteEngine
from photoplay.errors import EngineUnavailableError, InvalidInputError
from photoplay.settings import get_settings
from photoplay.sight.networks import WANTED, Network, Networks
from photoplay.weights import ensure

Fetching = Callable[[str, int, int | None], None]
"""Called as (weights, bytes so far, bytes in all) while weights are fetched."""
INTERPOLATOR = ("rife", "rife-data")


class EngineName(StrEnum):
    """What a person can ask for."""

    AUTO = "auto"
    MULTIPLANE = "multiplane"
    DIFFUSION = "diffusion"
    REMOTE = "remote"


def choose_engine(
    name: EngineName, fetching: Fetching, tier: Tier | None = None
) -> tuple[Engine, tuple[str, ...]]:
    """Return the engine for `name`, its weights fetched, and sentences on what a person should know of it.

    The weights of video models are not fetched: they are too large to come unasked.

    Args:
        tier: of the diffusion engine; as the settings say where there is none.

    Raises:
        EngineUnavailableError: the engine asked for cannot run here.
        WeightsUnavailableError: its model's weights are missing.
        InvalidInputError: there is no such tier of it.
    """
    chosen, why = _chosen(name, tier)
    if chosen is EngineName.REMOTE:
        return _remote(_between(fetching)), why
    if chosen is EngineName.DIFFUSION:
        return _diffusion(_able(tier), _between(fetching)), why
    weights = ensure(WANTED, fetching)
    return _multiplane(tuple(sorted(weights))), (*why, *_apologies(set(weights)))


def capabilities_of(name: EngineName, tier: Tier | None = None, *, elsewhere: bool = False) -> Capabilities:
    """What the engine for `name` can do; nothing is fetched or loaded.

    Args:
        elsewhere: whether other machines film, of which this one cannot tell whether they can.

    Raises:
        EngineUnavailableError: the engine asked for cannot run here.
        WeightsUnavailableError: its model's weights are missing.
        InvalidInputError: there is no such tier of it.
    """
    chosen, _ = _chosen(name, tier)
    if chosen is EngineName.REMOTE:
        return REMOTE
    if chosen is EngineName.DIFFUSION:
        return (Diffusion.of(tier) if elsewhere else _able(tier)).capabilities
    return CAPABILITIES


def check_workers(name: EngineName, workers: int) -> None:
    """Check that so many workers of this machine can film with the engine for `name` at the same time.

    Raises:
        EngineUnavailableError, WeightsUnavailableError, InvalidInputError: see `capabilities_of`.
    """
    chosen, _ = _chosen(name, None)
    if chosen is EngineName.DIFFUSION:
        Diffusion.of(None).check(workers)


def draft_engine(fetching: Fetching) -> tuple[MultiplaneEngine, tuple[str, ...]]:
    """Return the engine for drafts, whatever films in the end: quick on any CPU; and what it does without."""
    weights = ensure(WANTED, fetching)
    return _quick(tuple(sorted(weights))), tuple(_apologies(set(weights)))


def _chosen(name: EngineName, tier: Tier | None) -> tuple[EngineName, tuple[str, ...]]:
    """Return what films for `name`, and why, where a person might have expected another."""
    if name is EngineName.REMOTE and get_settings().video_server is None:
        raise EngineUnavailableError(
            "The remote engine has no server to film with; set PHOTOPLAY_VIDEO_SERVER to its address, such as "
            "http://127.0.0.1:30010, or use --engine multiplane."
        )
    chosen, why = _automatic(tier) if name is EngineName.AUTO else (name, ())
    if tier is not None and chosen is not EngineName.DIFFUSION:
        raise InvalidInputError("tier", f"is not known to the {chosen} engine; leave it out or use diffusion")
    return chosen, why


@cache
def _able(tier: Tier | None) -> Diffusion:
    """Return the diffusion engine as it is asked for, if it can film here."""
    diffusion = Diffusion.of(tier)
    diffusion.check()
    return diffusion


@cache
def _automatic(tier: Tier | None) -> tuple[EngineName, tuple[str, ...]]:
    server = get_settings().video_server
    if server is not None:
        return EngineName.REMOTE, (f"Filmed by the video server at {server}.",)
    diffusion = Diffusion.of(tier)
    obstacle = diffusion.obstacle()
    if obstacle is None:
        why = f"Filmed by the diffusion engine with {diffusion.family.title}: {diffusion.reason()}."
        return EngineName.DIFFUSION, (why,)
    expected = diffusion.is_expected()
    return EngineName.MULTIPLANE, (f"Filmed by the multiplane engine: {obstacle}",) if expected else ()


@cache
def _quick(names: tuple[str, ...]) -> MultiplaneEngine:
    threads = get_settings().threads
    return MultiplaneEngine(Networks.of(ensure(names), threads, hurried=True), threads)


@cache
def _multiplane(names: tuple[str, ...]) -> Engine:
    threads = get_settings().threads
    return MultiplaneEngine(Networks.of(ensure(names), threads), threads)


@cache
def _diffusion(diffusion: Diffusion, names: tuple[str, ...]) -> Engine:
    return diffusion.engine(_interpolator(names))


@cache
def _remote(names: tuple[str, ...]) -> Engine:
    return RemoteEngine(get_settings(), _interpolator(names))


def _between(fetching: Fetching) -> tuple[str, ...]:
    """Return the names of the weights at hand of what finds the motion between two frames."""
    return tuple(sorted(ensure(INTERPOLATOR, fetching)))


def _interpolator(names: tuple[str, ...]) -> Network | None:
    return Networks.of(ensure(names), get_settings().threads).interpolator


def _apologies(weights: set[str]) -> list[str]:
    without = [loss for name, loss in WANTED.items() if loss and name not in weights]
    if not without:
        return []
    listed = "; ".join(without)
    return [
        f"Some weights are missing, so this clip does without {listed}. Run 'photoplay weights pull' to fetch them."
    ]
