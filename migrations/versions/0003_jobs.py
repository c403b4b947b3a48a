"""The tables of the job queue, as the installed procrastinate has them.

The requirements pin its release. A newer release that changes the schema brings its own steps in
`procrastinate/sql/migrations`; each goes into a revision of ours after this one, guarded by what it adds, since a
new database gets the newest schema here already.
"""

from alembic import op
from procrastinate.schema import SchemaManager

revision = "0003_jobs"
down_revision = "0002_conversations"
branch_labels = None
depends_on = None

DROP = """
DO $$
DECLARE found record;
BEGIN
    DROP TABLE procrastinate_events, procrastinate_periodic_defers, procrastinate_jobs, procrastinate_workers CASCADE;
    FOR found IN SELECT oid::regprocedure AS name FROM pg_proc WHERE proname LIKE 'procrastinate\\_%' LOOP
        EXECUTE 'DROP FUNCTION ' || found.name || ' CASCADE';
    END LOOP;
    DROP TYPE procrastinate_job_to_defer_v1, procrastinate_job_event_type, procrastinate_job_status;
END $$;
"""


def _run(script: str) -> None:
    """Many statements at once, with percent signs that are no parameters: only the driver itself takes that."""
    op.get_bind().connection.cursor().execute(script)


def upgrade() -> None:
    _run(SchemaManager.get_schema())


def downgrade() -> None:
    _run(DROP)
