"""From the bot to a person and back: who owns a conversation, who waits for whom, and who is there."""
