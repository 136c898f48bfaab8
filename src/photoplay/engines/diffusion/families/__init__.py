"""The families, each in a file of its own that holds its `FAMILY`; a new file is a new family."""

from importlib import import_module
from pkgutil import iter_modules

from photoplay.engines.diffusion.family import Family
from photoplay.errors import InvalidInputError
from photoplay.weights import Checkpoint


def _families() -> dict[str, Family]:
    modules = (import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__))
    found: list[Family] = [module.FAMILY for module in modules]
    return {family.name: family for family in found}


FAMILIES = _families()
"""By their names."""


def checkpoints() -> dict[str, Checkpoint]:
    """Return every checkpoint that some tier of some family needs, by name."""
    few = (family.few_steps.checkpoint for family in FAMILIES.values() if family.few_steps)
    every = (*(family.checkpoint for family in FAMILIES.values()), *few)
    return {checkpoint.name: checkpoint for checkpoint in every}


def find_family(name: str) -> Family:
    """Return the family called `name`.

    Raises:
        InvalidInputError: there is none.
    """
    if name in FAMILIES:
        return FAMILIES[name]
    names = " or ".join(f"'{known}'" for known in FAMILIES)
    raise InvalidInputError("PHOTOPLAY_FAMILY", f"must be {names}; '{name}' is not")
