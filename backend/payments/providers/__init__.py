"""Whoever takes the money: one folder each, with its settings, its API, what its answers mean, and its emulator."""
