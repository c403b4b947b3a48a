"""What travellers ask and the operator knows: answers, general and by destination."""

from alembic import op

revision = "0004_knowledge"
down_revision = "0003_jobs"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE knowledge (
            code varchar CONSTRAINT pk_knowledge PRIMARY KEY,
            topic varchar,
            answer jsonb NOT NULL,
            places jsonb NOT NULL,
            person boolean NOT NULL,
            position integer NOT NULL
        )
    """)


def downgrade() -> None:
    op.execute("DROP TABLE knowledge")
