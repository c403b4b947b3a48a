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


def read_phone(written: str, language: str, country: str | None = None) -> str | None:
    """The number in international form, or None where it is none or could be of several countries.

    A number without its country code is taken for one of the destination's ``country`` (ISO 3166-1) or of the countries
    where the language is spoken, if it is a mobile number, or else any number, in just one of them.
    """
    if written.strip().startswith(("+", "00")):
        number = _valid("+" + written.strip().removeprefix("00").lstrip("+"), None)
        return _international(number) if number else None
    regions = dict.fromkeys([*([country] if country else []), *REGIONS[language]])
    found = [number for region in regions if (number := _valid(written, region))]
    found = [number for number in found if phonenumbers.number_type(number) in MOBILE] or found
    return _international(found[0]) if len(found) == 1 else None


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
