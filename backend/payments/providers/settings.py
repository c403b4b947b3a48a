"""What the settings of all providers have in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from pydantic_settings import BaseSettings, SettingsConfigDict


class ProviderSettings(BaseSettings):
    """Each has its own prefix; what is wrong in them is told without showing a secret."""

    model_config = SettingsConfigDict(
        env_file=".env", extra="ignore", populate_by_name=True, hide_input_in_errors=True
    )


class CountrySettings(ProviderSettings):
    """Where the account's country says what it charges in: that of ``charging``; empty: any of them."""

    charging: ClassVar[Mapping[str, frozenset[str]]]

    country: str = ""

    @property
    def currencies(self) -> frozenset[str]:
        """What can be charged in."""
        return self.charging.get(self.country.upper(), frozenset[str]().union(*self.charging.values()))

    @property
    def countries(self) -> frozenset[str]:
        """Whose travellers can pay: those of the account's country; empty: all."""
        return frozenset({self.country.upper()} if self.country else ())
