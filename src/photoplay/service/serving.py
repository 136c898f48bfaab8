"""Running the service: the web server in front, workers, webhooks and the janitor behind it."""

import gc
import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import structlog
import uvicorn
from filelock import FileLock, Timeout
from sqlalchemy.exc import IntegrityError

from photoplay.errors import PhotoplayError
from photoplay.logs import configure_logs
from photoplay.production.courier import Courier
from photoplay.production.crew import Crew
from photoplay.production.house import House
from photoplay.production.janitor import Janitor
from photoplay.service.app import create_app
from photoplay.service.wire.predictions import webhook_body
from photoplay.settings import Settings
from photoplay.store import accounts, ledger
from photoplay.store.accounts import Level

OWNER = "owner"
OWNERS_CREDIT = 1_000_000_000
"""Micro-dollars: a thousand dollars of your own machine's time."""
PARTING = 5
"""Seconds that open requests may take once the service is told to stop."""
BACKLOG = 2048
"""Connections that may wait to be taken up."""
GARBAGE = 20_000
"""New objects after which the collector looks for cycles."""

log = structlog.get_logger()


def run(settings: Settings, host: str, port: int) -> None:
    """Serve until SIGINT or SIGTERM.

    Raises:
        PhotoplayError: another service runs on the same data directory, or the port is taken.
    """
    configure_logs()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(settings.data_dir / "serve.lock", timeout=0), _listening(host, port) as listener:
            _forget_counts(settings)
            house = House.open(settings)
            try:
                _welcome(house, host, port)
                _serve(house, listener)
            finally:
                house.close()
    except Timeout as error:
        raise PhotoplayError(
            f"Another photoplay serve uses {settings.data_dir}; stop it, or set PHOTOPLAY_DATA_DIR to another folder."
        ) from error


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With the protocol named, asyncio sends small answers at once; otherwise they may wait 40 ms for a receipt.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise PhotoplayError(
            f"Cannot listen on {host}, port {port}: {error.strerror}. Choose others with --host and --port."
        ) from error
    return listener


def _forget_counts(settings: Settings) -> None:
    """Remove what processes have counted that are no more; workers may live on."""
    for counts in (settings.data_dir / "metrics").glob("*.db"):
        if not _lives(int(counts.stem.rpartition("_")[2])):
            counts.unlink()


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except PermissionError:
        return True
    except ProcessLookupError:
        return False
    return True


def _serve(house: House, listener: socket.socket) -> None:
    config = uvicorn.Config(
        create_app(house), log_config=None, access_log=False, timeout_graceful_shutdown=PARTING
    )
    gc.freeze()  # what is here now stays; looking through it again and again would stall answers for 100 ms
    gc.set_threshold(GARBAGE)
    with _backstage(house), suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listener])


@contextmanager
def _backstage(house: House) -> Iterator[None]:
    """Keep everything running that is not an answer to a request."""
    stop = threading.Event()
    jobs: dict[str, Callable[[threading.Event], None]] = {
        "crew": Crew(house).run,
        "courier": Courier(house, webhook_body).run,
        "janitor": Janitor(house).run,
    }
    threads = [threading.Thread(target=job, args=(stop,), name=name) for name, job in jobs.items()]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _welcome(house: House, host: str, port: int) -> None:
    """Open the owner's account the first time, and print its key in a link to the page, this once."""
    address = str(house.settings.public_url or f"http://{host}:{port}").rstrip("/")
    try:
        with house.database.begin() as connection:
            if accounts.count_accounts(connection):
                log.info("serving", address=address)
                return
            owner = accounts.create_account(connection, OWNER, Level.ULTRA)
            ledger.credit(connection, owner.id, OWNERS_CREDIT, "the owner's first credit")
            _, key = accounts.issue_key(connection, owner.id)
    except IntegrityError:
        log.info("serving; another front end opened the owner's account", address=address)
        return
    print(f"Your key is in this link and is shown only once: {address}/#key={key}", flush=True)
