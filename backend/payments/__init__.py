"""Deposits and balances: links that providers take money by, what they tell of it, and what follows from it."""
