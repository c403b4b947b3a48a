"""The SQL of this room."""
