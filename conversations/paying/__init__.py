"""Money in conversations: what became of it is told, and links are asked for and sent."""
