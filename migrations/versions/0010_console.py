"""The console: notes, what was read, uploads, canned answers, and a search in what was said."""

from alembic import op

revision = "0010_console"
down_revision = "0009_handoffs"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE notes (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    conversation_id uuid NOT NULL REFERENCES conversations (id),
    agent_id uuid NOT NULL REFERENCES agents (id),
    after_offset integer NOT NULL DEFAULT 0,
    text text NOT NULL,
    mentions uuid[] NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ix_notes_conversation_id ON notes (conversation_id, after_offset);
CREATE TABLE conversation_reads (
    agent_id uuid REFERENCES agents (id),
    conversation_id uuid REFERENCES conversations (id),
    "offset" integer NOT NULL DEFAULT 0,
    PRIMARY KEY (agent_id, conversation_id)
);
CREATE TABLE uploads (
    media_id uuid PRIMARY KEY,
    conversation_id uuid NOT NULL REFERENCES conversations (id),
    agent_id uuid NOT NULL REFERENCES agents (id),
    attachment jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ix_uploads_created_at ON uploads (created_at);
CREATE TABLE canned_answers (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    shortcut text NOT NULL,
    language text NOT NULL,
    text text NOT NULL,
    updated_by uuid REFERENCES agents (id),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT uq_canned_answers_shortcut_language UNIQUE (shortcut, language)
);
"""

# Whole words and beginnings of words, whatever their accents; no language's stems, since three are spoken.
SEARCH = """
CREATE FUNCTION words_of(said text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
            SELECT to_tsvector('simple', translate(
                lower(said), 'áàâãäéèêëíìîïóòôõöúùûüñç', 'aaaaaeeeeiiiiooooouuuunc'))
        $$;
CREATE INDEX ix_messages_words ON messages USING gin (words_of(text));
CREATE INDEX ix_contacts_words ON contacts USING gin (words_of(name));
CREATE INDEX ix_notes_words ON notes USING gin (words_of(text));
"""


def upgrade() -> None:
    op.execute(TABLES)
    op.execute(SEARCH)


def downgrade() -> None:
    op.execute(
        """
        DROP INDEX ix_contacts_words, ix_messages_words;
        DROP TABLE canned_answers, uploads, conversation_reads, notes;
        DROP FUNCTION words_of(text);
        """
    )
