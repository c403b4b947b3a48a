"""`unit/` runs in the bot's own environment (Python 3.10): see tests/bot/unit/pytest.ini."""

collect_ignore = ["unit"]
