"""Replays written dialogues against the assistant and measures what it kept of them; `docs/dialogue.md` explains."""
