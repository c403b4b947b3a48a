"""A database of their own."""

from __future__ import annotations

from tests.databases import own_database

database_url, engine, sessions = own_database()
