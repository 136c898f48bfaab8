"""Every setting, once. Each can be given as an environment variable with the prefix ``PHOTOPLAY_``."""

from functools import cache
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Literal

import platformdirs
from pydantic import BeforeValidator, Field, HttpUrl, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from photoplay.errors import InvalidInputError

QUEUE = "production"
"""Where jobs wait whose model has no queue of its own."""


def _split(value: object) -> object:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


class Settings(BaseSettings):
    """Process-wide settings, read from the environment at first use."""

    model_config = SettingsConfigDict(env_prefix="PHOTOPLAY_", frozen=True)

    weights_dir: Path = Field(
        default_factory=lambda: platformdirs.user_cache_path("photoplay") / "weights",
        description="Where network weights are kept once pulled.",
    )
    offline: bool = Field(
        default=False, description="Never fetch weights or code; use what is already there."
    )
    threads: int = Field(default=0, ge=0, description="CPU threads for rendering; 0 means all of them.")

    engine: Literal["auto", "multiplane", "diffusion", "remote"] = Field(
        default="auto", description="What the service films with, and the command unless told."
    )
    family: str = Field(default="wan2.2-i2v-a14b", description="The model of the diffusion engine.")
    tier: Literal["fast", "standard", "exact"] = Field(
        default="standard", description="How much time a clip of the diffusion engine may take."
    )
    device: Literal["cuda", "cpu"] = Field(
        default="cuda",
        description="What the diffusion engine runs on; a processor takes hours for a clip of a large model.",
    )
    gpus: int = Field(default=1, ge=1, le=16, description="GPUs that make one clip together.")
    video_server: HttpUrl | None = Field(
        default=None, description="A server with OpenAI's /v1/videos that films for the remote engine."
    )
    video_server_key: SecretStr | None = Field(
        default=None, description="The key of that server, where it asks for one."
    )
    video_server_model: str = Field(
        default="", description="The model to ask that server for; its own where there is none."
    )
    video_server_fps: int | None = Field(
        default=None,
        ge=1,
        le=60,
        description="Frames a second to ask that server for: those its model was taught.",
    )

    data_dir: Path = Field(
        default_factory=lambda: platformdirs.user_data_path("photoplay"),
        description="Where the service keeps everything: its database, pictures and clips.",
    )
    database_url: str | None = Field(
        default=None,
        pattern=r"^postgresql://",
        description="PostgreSQL, postgresql://user:password@host/name; without it a file in the folder.",
    )
    storage_url: str | None = Field(
        default=None,
        pattern=r"^(s3|file)://",
        description="Where pictures and clips are, such as s3://bucket/prefix; without it in the folder.",
    )
    machine: str = Field(
        default="",
        pattern=r"^[A-Za-z0-9._-]{0,48}$",
        description="What the workers of this machine are called, with a number; its host name where there are many.",
    )
    queues: dict[str, str] = Field(
        default={},
        description='Queues of models, as JSON such as {"kwaivgi/kling-v1.6-i2v-pro": "gpu"}; others in production.',
    )
    public_url: HttpUrl | None = Field(
        default=None,
        description="The address clients reach the service under; each request's own host where there is none.",
    )
    allowed_private_networks: Annotated[
        tuple[IPv4Network | IPv6Network, ...], NoDecode, BeforeValidator(_split)
    ] = Field(
        default=(),
        description="Private networks (CIDR, separated by commas) that pictures and webhooks may be on.",
    )
    moderation: Literal["mark", "block"] = Field(
        default="mark", description="What happens to nudity: mark it in the result, or block the clip."
    )
    workers: int = Field(default=1, ge=0, le=64, description="Worker processes that serve starts.")
    drafts: int = Field(
        default=1,
        ge=0,
        le=16,
        description="Processes that draw storyboards, when asked; 0 for no storyboards.",
    )
    queue_depth: int = Field(default=500, ge=1, description="Predictions that may wait in all.")
    retention_days: int = Field(default=7, ge=1, description="Days that pictures and clips are kept.")
    stop_grace: float = Field(
        default=30.0, ge=0.0, description="Seconds a render may still take when the service is told to stop."
    )


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
