"""What operators ask the service: is it alive, is it ready, what does it count."""

import os
from collections import Counter
from collections.abc import Iterator

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from photoplay.production.house import House
from photoplay.service.callers import house_of
from photoplay.settings import QUEUE
from photoplay.store import queueing, workers
from photoplay.store.workers import STATES, state_of

router = APIRouter(include_in_schema=False)


@router.get("/healthz")
async def healthz() -> dict[str, str]:
    """Answer while the process runs."""
    return {"status": "ok"}


@router.get("/readyz")
def readyz(request: Request) -> JSONResponse:
    """Answer 200 when a request would be filmed at once, else 503; either way with what is amiss."""
    house = house_of(request)
    problems: list[str] = []
    warnings: list[str] = []
    try:
        house.storage.check()
    except Exception as error:
        problems.append(f"Storage cannot be written to: {error}")
    try:
        with house.database.read() as connection:
            crew = [each for each in workers.list_workers(connection) if state_of(each) != "silent"]
        warnings = sorted({note for worker in crew for note in worker.notes})
        if not any(worker.ready for worker in crew):
            problems.append("No worker is warm yet.")
    except Exception as error:
        problems.append(f"The database does not answer: {error}")
    answer = {"status": "unready" if problems else "ready", "problems": problems, "warnings": warnings}
    return JSONResponse(answer, 503 if problems else 200)


@router.get("/metrics")
def metrics(request: Request) -> Response:
    """Answer in Prometheus's text format: this process, the workers, and the queue as it is now."""
    registry = REGISTRY
    shared = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    if shared:
        registry = CollectorRegistry()
        MultiProcessCollector(registry, path=shared)  # type: ignore[no-untyped-call]
    now = CollectorRegistry()
    now.register(_Now(house_of(request)))
    return Response(generate_latest(registry) + generate_latest(now), media_type=CONTENT_TYPE_LATEST)


class _Now(Collector):
    """What is counted anew at every look, from the database."""

    def __init__(self, house: House) -> None:
        self._house = house

    def collect(self) -> Iterator[Metric]:
        with self._house.database.read() as connection:
            by_model, running = queueing.waiting_by_model(connection), queueing.running(connection)
            crew = workers.list_workers(connection)
        waiting = sum(count for count, _ in by_model.values())
        states = Counter(state_of(worker) for worker in crew)
        yield GaugeMetricFamily("photoplay_queue_depth", "Predictions that wait.", value=waiting)
        yield GaugeMetricFamily("photoplay_running", "Predictions that are being made.", value=running)
        yield GaugeMetricFamily("photoplay_workers_ready", "Workers that are warm.", value=states["ready"])
        per_state = GaugeMetricFamily("photoplay_workers", "Workers, by what they are at.", labels=["state"])
        for state in STATES:
            per_state.add_metric([state], states[state])
        yield per_state
        per_queue = GaugeMetricFamily(
            "photoplay_predictions_waiting", "Predictions that wait, by queue.", labels=["queue"]
        )
        queues = self._house.settings.queues
        for queue in sorted({QUEUE, *queues.values()}):
            count = sum(n for model, (n, _) in by_model.items() if queues.get(model, QUEUE) == queue)
            per_queue.add_metric([queue], count)
        yield per_queue
