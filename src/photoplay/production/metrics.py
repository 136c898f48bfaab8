"""What the service counts, for Prometheus."""

from prometheus_client import Counter, Histogram

OUTCOMES = Counter("photoplay_predictions_finished", "Predictions that ended, by how.", ["status"])
WAIT = Histogram(
    "photoplay_wait_seconds",
    "From accepted to started.",
    buckets=(0.5, 1, 2, 5, 10, 30, 60, 120, 300, 900, 3600),
)
STAGE = Histogram(
    "photoplay_stage_seconds",
    "Seconds a prediction spent in each stage of its making.",
    ["stage"],
    buckets=(0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60, 120, 300),
)
WEBHOOKS = Counter("photoplay_webhook_attempts", "Webhook deliveries tried, by how they went.", ["outcome"])
