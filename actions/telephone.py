"""Telephone numbers as people write them, with or without their country."""

from __future__ import annotations

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

MOBILE = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)
# Where travellers who write in a language usually come from.
REGIONS = {
    "es": ("CO", "MX", "PE", "AR", "CL", "EC", "UY", "BO", "PY", "VE", "CR", "PA", "GT", "DO", "ES", "US"),
    "en": ("US", "CA", "GB", "IE", "AU", "NZ"),
    "pt": ("BR", "PT"),
}


def read_phone(
    written: str, language: str, country: str | None = None, home: str | None = None
) -> str | None:
    """The number in international form, or None where it is none or could be of several countries.

    A number without its country code is one of ``home`` (ISO 3166-1), where they come from, if it can be; else of the
    destination's ``country`` or of the countries where the language is spoken, if it is a mobile number, or else any
    number, in just one of them.
    """
    if written.strip().startswith(("+", "00")):
        number = _valid("+" + written.strip().removeprefix("00").lstrip("+"), None)
        return _international(number) if number else None
    if home and (number := _valid(written, home)):
        return _international(number)
    found = possible_numbers(written, language, country)
    return next(iter(found.values())) if len(found) == 1 else None


def possible_numbers(written: str, language: str, country: str | None = None) -> dict[str, str]:
    """The numbers in international form that a local one may be, by country, the likeliest first.

    Countries that share a calling code (the United States and Canada) share no number.
    """
    regions = dict.fromkeys([*([country] if country else []), *REGIONS[language]])
    found = {
        region: number
        for region in regions
        if (number := _valid(written, region)) and phonenumbers.region_code_for_number(number) == region
    }
    mobile = {
        region: number for region, number in found.items() if phonenumbers.number_type(number) in MOBILE
    }
    return {region: _international(number) for region, number in (mobile or found).items()}


def number_in(written: str, country: str) -> str | None:
    """A local number as one of a country, in international form."""
    number = _valid(written, country)
    return _international(number) if number else None


def country_of(number: str) -> str | None:
    """The country (ISO 3166-1) of a number in international form."""
    parsed = _valid(number, None)
    return phonenumbers.region_code_for_number(parsed) if parsed else None


def country_by_code(code: int) -> str | None:
    """The main country of a calling code: 51 is Peru."""
    region = phonenumbers.region_code_for_country_code(code)
    return None if region in ("ZZ", "001") else region


def example_number(language: str, country: str | None = None) -> str:
    """A number of the right shape to show, in international form."""
    region = {"pt": "BR", "en": "US"}.get(language) or country or "PE"
    number = phonenumbers.example_number_for_type(region, PhoneNumberType.MOBILE)
    return _international(number) if number else "+51 912 345 678"


def _valid(written: str, region: str | None) -> phonenumbers.PhoneNumber | None:
    try:
        number = phonenumbers.parse(written, region)
    except NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


def _international(number: phonenumbers.PhoneNumber) -> str:
    return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
