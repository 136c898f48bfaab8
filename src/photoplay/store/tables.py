"""The tables. Money is integer micro-dollars, a time is integer milliseconds since 1970 (UTC)."""

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Micros = sa.BigInteger
Millis = sa.BigInteger
RowId = sa.BigInteger().with_variant(sa.Integer, "sqlite")

accounts = sa.Table(
    "accounts",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("name", sa.String(200), nullable=False, unique=True),
    sa.Column("level", sa.String(16), nullable=False),
    sa.Column("available", Micros, nullable=False, default=0),
    sa.Column("held", Micros, nullable=False, default=0),
    sa.Column("created_at", Millis, nullable=False),
    sa.CheckConstraint("available >= 0", name="available"),
    sa.CheckConstraint("held >= 0", name="held"),
)

api_keys = sa.Table(
    "api_keys",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("account_id", sa.ForeignKey("accounts.id"), nullable=False, index=True),
    sa.Column("prefix", sa.String(16), nullable=False, unique=True),
    sa.Column("sha256", sa.String(64), nullable=False, unique=True),
    sa.Column("webhook_secret", sa.String(64), nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("created_at", Millis, nullable=False),
)

ledger_entries = sa.Table(
    "ledger_entries",
    metadata,
    sa.Column("id", RowId, primary_key=True, autoincrement=True),
    sa.Column("transaction_id", sa.String(32), nullable=False, index=True),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("book", sa.String(16), nullable=False),
    sa.Column("account_id", sa.ForeignKey("accounts.id"), nullable=False),
    sa.Column("amount", Micros, nullable=False),
    sa.Column("prediction_id", sa.String(32)),
    sa.Column("note", sa.String(200), nullable=False, default=""),
    sa.Column("created_at", Millis, nullable=False),
    sa.Index(None, "account_id", "book"),
    sa.Index(None, "prediction_id", "kind", "book", unique=True),
)
"""One line of a transaction; the lines of a transaction add up to nothing."""

settlements = sa.Table(
    "settlements",
    metadata,
    sa.Column("prediction_id", sa.String(32), primary_key=True),
    sa.Column("kind", sa.String(16), nullable=False),
)
"""How a hold ended, once: a second capture or release of the same hold cannot be written."""

predictions = sa.Table(
    "predictions",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("account_id", sa.ForeignKey("accounts.id"), nullable=False),
    sa.Column("key_id", sa.ForeignKey("api_keys.id"), nullable=False),
    sa.Column("model", sa.String(100), nullable=False),
    sa.Column("input", sa.JSON, nullable=False),
    sa.Column("status", sa.String(16), nullable=False),
    sa.Column("stage", sa.String(100), nullable=False, default=""),
    sa.Column("progress", sa.Float, nullable=False, default=0.0),
    sa.Column("outputs", sa.JSON, nullable=False),
    sa.Column("has_nsfw_contents", sa.JSON, nullable=False),
    sa.Column("error", sa.Text, nullable=False, default=""),
    sa.Column("error_code", sa.Integer),
    sa.Column("inference_ms", sa.Integer, nullable=False, default=0),
    sa.Column("price", Micros, nullable=False),
    sa.Column("webhook", sa.Text),
    sa.Column("base_url", sa.Text, nullable=False),
    sa.Column("idempotency_key", sa.String(255)),
    sa.Column("request_sha256", sa.String(64), nullable=False),
    sa.Column("created_at", Millis, nullable=False),
    sa.Column("started_at", Millis),
    sa.Column("finished_at", Millis),
    sa.Column("deleted_at", Millis),
    sa.Column("media_removed_at", Millis),
    sa.Column("takeovers", sa.Integer, nullable=False, server_default="0"),
    sa.UniqueConstraint("account_id", "idempotency_key"),
    sa.Index(None, "account_id", "created_at"),
    sa.Index(None, "status", "created_at"),
)

plans = sa.Table(
    "plans",
    metadata,
    sa.Column("prediction_id", sa.ForeignKey("predictions.id"), primary_key=True),
    sa.Column("plan", sa.JSON, nullable=False),
    sa.Column("notes", sa.JSON, nullable=False),
)
"""How a prediction's prompt was understood: a table of its own, for the prediction's row is read at every poll."""

unanswered = sa.Table(
    "unanswered",
    metadata,
    sa.Column("prediction_id", sa.ForeignKey("predictions.id"), primary_key=True),
    sa.Column("account_id", sa.ForeignKey("accounts.id"), nullable=False),
    sa.Column("request_sha256", sa.String(64), nullable=False),
    sa.Column("hung_up_at", Millis, nullable=False),
    sa.Index(None, "account_id", "request_sha256"),
)
"""Whose client hung up while it waited for the answer."""

uploads = sa.Table(
    "uploads",
    metadata,
    sa.Column("token", sa.String(64), primary_key=True),
    sa.Column("account_id", sa.ForeignKey("accounts.id"), nullable=False),
    sa.Column("media_key", sa.String(120), nullable=False, unique=True),
    sa.Column("filename", sa.String(255), nullable=False),
    sa.Column("content_type", sa.String(100), nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("created_at", Millis, nullable=False),
    sa.Column("stored_at", Millis),
    sa.Index(None, "created_at"),
)
"""A picture that a client sent, or has announced and may send until its ticket ends."""

webhook_deliveries = sa.Table(
    "webhook_deliveries",
    metadata,
    sa.Column("prediction_id", sa.ForeignKey("predictions.id"), primary_key=True),
    sa.Column("attempts", sa.Integer, nullable=False, default=0),
    sa.Column("next_at", Millis),
    sa.Column("delivered_at", Millis),
    sa.Column("last_error", sa.Text, nullable=False, default=""),
    sa.Index(None, "next_at"),
)
"""The outbox: one row for each webhook owed; `next_at` is empty once it is delivered or given up."""

workers = sa.Table(
    "workers",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("pid", sa.Integer, nullable=False),
    sa.Column("ready", sa.Boolean, nullable=False),
    sa.Column("notes", sa.JSON, nullable=False),
    sa.Column("started_at", Millis, nullable=False),
    sa.Column("beat_at", Millis, nullable=False),
    sa.Column("queue", sa.String(64), nullable=False, server_default="production"),
)
