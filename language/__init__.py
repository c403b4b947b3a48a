"""What words mean. Pure functions, shared by the app and the bot (Python 3.10); see docs/architecture.md."""
