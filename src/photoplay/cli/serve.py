"""`photoplay serve`, the service on this machine; `photoplay worker`, which works for it on any; `photoplay status`."""

import os
from typing import Annotated

import typer
from pydantic import HttpUrl, ValidationError

from photoplay.engines.choose import EngineName, capabilities_of, check_workers
from photoplay.errors import InvalidInputError, PhotoplayError
from photoplay.settings import QUEUE, Settings, get_settings


def serve(
    host: Annotated[
        str, typer.Option(help="The address to listen on; 0.0.0.0 lets other machines in.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.", min=1, max=65535)] = 8000,
    public_url: Annotated[
        str | None, typer.Option(help="The address clients use, where it is another, such as behind a proxy.")
    ] = None,
    worker: Annotated[
        bool, typer.Option(help="Make videos here too; without, `photoplay worker` does so elsewhere.")
    ] = True,
) -> None:
    """Serve the API and make videos until interrupted.

    The settings PHOTOPLAY_DATA_DIR, PHOTOPLAY_WORKERS and others are listed in docs/operation.md.
    """
    settings = get_settings()
    if public_url is not None:
        settings = settings.model_copy(update={"public_url": _address(public_url)})
    if not worker:
        settings = settings.model_copy(update={"workers": 0})
    if settings.workers:  # an engine that cannot film is told before anything starts
        check_workers(EngineName(settings.engine), settings.workers)
    _count_together(settings)
    from photoplay.service.serving import run  # noqa: PLC0415 - a second of imports that no other command needs

    run(settings, host, port)


def work(
    number: Annotated[
        int, typer.Option(help="Which of this machine's workers it is; no two are the same.")
    ] = 0,
    queue: Annotated[str, typer.Option(help="The queue whose jobs it takes.")] = QUEUE,
    metrics_port: Annotated[
        int,
        typer.Option(help="A port that Prometheus may ask for what it counts; 0 for none.", min=0, max=65535),
    ] = 0,
) -> None:
    """Make videos for the services that use the same database, until SIGTERM.

    It then has PHOTOPLAY_STOP_GRACE seconds to end the one it is at; after them another worker does that one again.
    """
    settings = get_settings()
    if settings.database_url is None:
        raise InvalidInputError(
            "PHOTOPLAY_DATABASE_URL",
            "must name the PostgreSQL database of the service; without one, photoplay serve has workers of its own",
        )
    capabilities_of(EngineName(settings.engine))  # likewise
    _count_together(settings)
    from photoplay.production.crew import name_of  # noqa: PLC0415 - likewise
    from photoplay.production.worker import run  # noqa: PLC0415 - likewise

    if metrics_port:
        _count_aloud(settings, metrics_port)
    run(name_of(settings, number), queue)


def _count_together(settings: Settings) -> None:
    """Have the processes of this machine count together; Prometheus's client reads where as it is imported."""
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(settings.data_dir / "metrics")
    (settings.data_dir / "metrics").mkdir(parents=True, exist_ok=True)


def _count_aloud(settings: Settings, port: int) -> None:
    from prometheus_client import CollectorRegistry, start_http_server  # noqa: PLC0415 - see above
    from prometheus_client.multiprocess import MultiProcessCollector  # noqa: PLC0415 - see above

    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=str(settings.data_dir / "metrics"))  # type: ignore[no-untyped-call]
    try:
        start_http_server(port, registry=registry)
    except OSError as error:
        raise PhotoplayError(
            f"Cannot listen on port {port}: {error.strerror}. Choose another with --metrics-port."
        ) from error


def _address(text: str) -> HttpUrl:
    try:
        return HttpUrl(text)
    except ValidationError as error:
        raise InvalidInputError(
            "--public-url", f"must be like https://video.example.com; {text!r} is not"
        ) from error
