"""Predictions whose client hung up while it waited for the answer."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "unanswered",
        sa.Column("prediction_id", sa.String(32), sa.ForeignKey("predictions.id"), primary_key=True),
        sa.Column("account_id", sa.String(32), sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("request_sha256", sa.String(64), nullable=False),
        sa.Column("hung_up_at", sa.BigInteger, nullable=False),
        sa.Index(None, "account_id", "request_sha256"),
    )
