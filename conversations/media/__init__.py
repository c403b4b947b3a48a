"""What travellers send besides words: checked by what it is, kept out of the database, read by agents only."""
