"""Whoever takes the money: one folder each."""
