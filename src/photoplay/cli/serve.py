"""`photoplay serve`: the service on this machine, its workers beside it."""

import os
from typing import Annotated

import typer
from pydantic import HttpUrl, ValidationError

from photoplay.engines.choose import EngineName, capabilities_of
from photoplay.errors import InvalidInputError
from photoplay.settings import get_settings


def serve(
    host: Annotated[
        str, typer.Option(help="The address to listen on; 0.0.0.0 lets other machines in.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.", min=1, max=65535)] = 8000,
    public_url: Annotated[
        str | None, typer.Option(help="The address clients use, where it is another, such as behind a proxy.")
    ] = None,
) -> None:
    """Serve the API and make videos until interrupted.

    The settings PHOTOPLAY_DATA_DIR, PHOTOPLAY_WORKERS and others are listed in docs/operation.md.
    """
    settings = get_settings()
    capabilities_of(EngineName(settings.engine))  # an engine that cannot film is told before anything starts
    if public_url is not None:
        settings = settings.model_copy(update={"public_url": _address(public_url)})
    # Prometheus's client wants to know before it is imported where the workers' counts are shared.
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(settings.data_dir / "metrics")
    (settings.data_dir / "metrics").mkdir(parents=True, exist_ok=True)
    from photoplay.service.serving import run  # noqa: PLC0415 - a second of imports that no other command needs

    run(settings, host, port)


def _address(text: str) -> HttpUrl:
    try:
        return HttpUrl(text)
    except ValidationError as error:
        raise InvalidInputError(
            "--public-url", f"must be like https://video.example.com; {text!r} is not"
        ) from error
