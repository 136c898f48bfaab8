"""How the prompt of a prediction was understood."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "plans",
        sa.Column("prediction_id", sa.String(32), sa.ForeignKey("predictions.id"), primary_key=True),
        sa.Column("plan", sa.JSON, nullable=False),
        sa.Column("notes", sa.JSON, nullable=False),
    )
