"""Every setting, once. Each can be given as an environment variable with the prefix ``PHOTOPLAY_``."""

from functools import cache
from pathlib import Path

import platformdirs
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from photoplay.errors import InvalidInputError


class Settings(BaseSettings):
    """Process-wide settings, read from the environment at first use."""

    model_config = SettingsConfigDict(env_prefix="PHOTOPLAY_", frozen=True)

    weights_dir: Path = Field(
        default_factory=lambda: platformdirs.user_cache_path("photoplay") / "weights",
        description="Where network weights are kept once pulled.",
    )
    offline: bool = Field(default=False, description="Never fetch weights; use what is already there.")
    threads: int = Field(default=0, ge=0, description="CPU threads for rendering; 0 means all of them.")


@cache
def get_settings() -> Settings:
    """Return the settings of this process.

    Raises:
        InvalidInputError: an environment variable breaks its rule.
    """
    try:
        return Settings()
    except ValidationError as error:
        problem = error.errors()[0]
        name = f"PHOTOPLAY_{problem['loc'][0]}".upper()
        raise InvalidInputError(name, f"cannot be {problem['input']!r}: {problem['msg'].lower()}") from error
