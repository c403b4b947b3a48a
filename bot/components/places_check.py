"""Checks `places.yml` and says what is wrong with it by file and line."""

from __future__ import annotations

from pathlib import Path

from bot.components.atlas_sources import unknown_cities
from bot.components.known_places import UnreadablePlaces, read_places


def check_places(path: Path) -> list[str]:
    """A message for every mistake in the list: what cannot be read, names twice, cities that nobody knows."""
    try:
        known = read_places(path)
    except UnreadablePlaces as error:
        return str(error).splitlines()
    return [
        f"{place.where}: GeoNames knows no {place.city} in {place.country}"
        for place in unknown_cities(known.places)
    ]
