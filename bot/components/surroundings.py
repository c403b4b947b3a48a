"""Which of our destinations lie near a place that we do not sell: great circles from the atlas's coordinates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

from bot.components.atlas import Atlas, WorldPlace, key_of, meanings

EARTH_RADIUS_KM = 6371.0
FARTHEST_KM = 1_500
"""Beyond this nobody would call it near."""
MOST = 3


class Point(NamedTuple):
    """Where a destination lies, or may lie: the atlas knows it by name only, so its country is told too."""

    destination: str
    country: str
    lat: float
    lon: float


def locate(names: Mapping[str, str], atlas: Atlas) -> list[Point]:
    """The destinations among `names`, which lead to `destination:<code>`, that the atlas knows; the first name counts."""
    by_code: dict[str, list[str]] = {}
    for name, target in names.items():
        kind, _, code = target.partition(":")
        if kind == "destination":
            by_code.setdefault(code, []).append(name)
    return [
        Point(code, place.country, place.lat, place.lon)
        for code, called in by_code.items()
        for place in _located(called, atlas)
    ]


def near(points: Iterable[Point], lat: float, lon: float) -> list[dict[str, object]]:
    """The nearest points, at most `MOST`, as `{"destination", "country", "km"}`."""
    by_distance = sorted((distance_km(point.lat, point.lon, lat, lon), point) for point in points)
    return [
        {"destination": point.destination, "country": point.country, "km": round(km)}
        for km, point in by_distance[:MOST]
        if km <= FARTHEST_KM
    ]


def kilometres(one: WorldPlace, other: WorldPlace) -> float:
    """Between two places, as a bird flies."""
    return distance_km(one.lat, one.lon, other.lat, other.lon)


def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Between two points of the earth: the haversine formula."""
    here, there = radians(lat), radians(other_lat)
    half = sin((there - here) / 2) ** 2 + cos(here) * cos(there) * sin(radians(lon - other_lon) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(half))


def _located(names: Iterable[str], atlas: Atlas) -> list[WorldPlace]:
    found = [places for name in names if (places := _cities(atlas, name))]
    if not found:
        return []
    others = {(place.lat, place.lon) for places in found[1:] for place in places}
    agreed = [place for place in found[0] if (place.lat, place.lon) in others]
    return agreed[:1] or found[0]


def _cities(atlas: Atlas, name: str) -> list[WorldPlace]:
    cities = [place for place in atlas.look_up(key_of(name)) if place.kind == "city"]
    return meanings(cities) if cities else []
