"""Whoever watches hears of every change, once, in order, and sees no more of it than their role may."""

from conversations.realtime.hub import CHANNEL, Hub, Watch, announce

__all__ = ["CHANNEL", "Hub", "Watch", "announce"]
