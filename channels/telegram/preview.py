"""Pictures beside a text: as the preview of a link that does not stand in it, which an edit can exchange."""

from __future__ import annotations

from telegram import LinkPreviewOptions


def preview_of(picture: str | None) -> LinkPreviewOptions | None:
    """A picture above a text."""
    return LinkPreviewOptions(url=picture, prefer_large_media=True, show_above_text=True) if picture else None
