"""`photoplay status`: who works, who waits, and how fast it goes."""

from rich.console import Console
from rich.table import Table

from photoplay.settings import QUEUE, get_settings
from photoplay.store import queueing, workers
from photoplay.store.database import Database, now_ms
from photoplay.store.predictions import Status
from photoplay.store.workers import Worker

HOUR = 3_600_000
ENDS = (Status.COMPLETED, Status.FAILED, Status.CANCELLED)


def status() -> None:
    """Show the workers, the queues, how long they wait, and what ended in the last hour."""
    settings = get_settings()
    database = Database.of(settings)
    database.migrate()
    now = now_ms()
    with database.read() as connection:
        crew = workers.list_workers(connection)
        waiting = queueing.waiting_by_model(connection)
        running = queueing.running(connection)
        ended = queueing.ended_since(connection, now - HOUR)
    database.close()
    console = Console(highlight=False)
    console.print(_workers(crew, now))
    console.print(_queues(waiting, settings.queues, crew, now))
    counts = ", ".join(f"{ended.get(each, 0)} {each}" for each in ENDS)
    console.print(f"{running} being made; in the last hour {counts}.")


def _workers(crew: list[Worker], now: int) -> Table:
    table = Table("worker", "queue", "state", "heard of", "without", box=None)
    for worker in crew:
        heard = f"{(now - worker.beat_at) / 1000:.0f} s ago"
        table.add_row(worker.id, worker.queue, workers.state_of(worker), heard, " ".join(worker.notes))
    return table


def _queues(
    waiting: dict[str, tuple[int, int]], queues: dict[str, str], crew: list[Worker], now: int
) -> Table:
    table = Table("queue", "workers", "waiting", "longest wait", box=None)
    for queue in sorted({QUEUE, *queues.values(), *(worker.queue for worker in crew)}):
        lines = [line for model, line in waiting.items() if queues.get(model, QUEUE) == queue]
        oldest = min((since for _, since in lines), default=now)
        ready = sum(worker.queue == queue and workers.state_of(worker) == "ready" for worker in crew)
        table.add_row(
            queue, str(ready), str(sum(count for count, _ in lines)), f"{(now - oldest) / 1000:.0f} s"
        )
    return table
