"""Queues that workers serve, and how often a prediction was taken over from one that was gone."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add both, with values for what programs of the version before write."""
    op.add_column("workers", sa.Column("queue", sa.String(64), nullable=False, server_default="production"))
    op.add_column("predictions", sa.Column("takeovers", sa.Integer, nullable=False, server_default="0"))
