"""Every setting, read from the environment (or `.env`), with its default; `docs/settings.md` lists them."""

from __future__ import annotations

import secrets
from functools import cached_property
from pathlib import Path
from typing import Self
from zoneinfo import available_timezones

from pydantic import Field, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from backend.terms import Issuer

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """What an operator may set. Secrets left empty are made on first use and kept in the data folder."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", hide_input_in_errors=True)

    data_dir: Path = Field(ROOT / "var", description="Folder of the database, models, logs and secrets")
    database_url: str | None = Field(None, description="A PostgreSQL server; empty: the embedded one")
    app_host: str = Field("127.0.0.1", description="Address the app listens on")
    app_port: int = Field(8080, description="Port of the app")
    bot_port: int = Field(5005, description="Port of the bot, on the loop-back only")
    public_url: str | None = Field(
        None, description="Address people reach the app by; empty: http://localhost:APP_PORT"
    )
    catalogue_dir: Path = Field(
        ROOT / "backend" / "catalogue" / "demo", description="Folder of the catalogue's YAML files"
    )
    operator_name: str = Field("Viajes Altamar", description="The tour operator's name, said in greetings")
    operator_tax_id: str = Field("", description="The operator's tax number, on receipts and invoices")
    operator_address: str = Field("", description="The operator's address on them; \\n begins a new line")
    operator_timezone: str = Field(
        "America/Lima",
        description="Where the operator keeps its books: the day and the year of a document, and how tables write numbers",
    )
    widget_origins: str = Field("*", description="Sites that may embed the widget, separated by commas")
    quote_valid_hours: int = Field(72, description="How long a quote holds")
    hold_minutes: int = Field(
        30, description="How long places are held while the traveller gives their details"
    )
    booking_hold_hours: int = Field(24, description="How long a booking stays on hold for its deposit")
    deposit_percent: int = Field(
        30, ge=1, le=100, description="What part of its total confirms a booking, in percent"
    )
    simulator: bool = Field(
        True, description="Serve /simulator, where the channels without credentials can be tried"
    )
    worker_in_app: bool = Field(True, description="Run the job worker inside the app process")
    bot_timeout_seconds: float = Field(
        20.0, description="How long a turn may take before it is tried again later"
    )
    handoff_over_amount: str = Field(
        "", description="A person sees dearer quotes before they are booked, as USD 10000; empty: no limit"
    )
    handoff_over_people: int | None = Field(
        None, description="A person sees trips of more people before they are booked; empty: no limit"
    )
    handoff_products: str = Field(
        "", description="Codes of products on request, separated by commas: a person sees them first"
    )
    refund_limit: str = Field(
        "",
        description="Agents give back at most this much of a booking without somebody who leads, as USD 500; empty: no limit",
    )
    demo: bool = Field(
        False,
        description="Make agents with a known password, to try the console; never where others can reach it",
    )
    bot_secret: str = Field("", description="Shared by app and bot; made on first use")
    console_token: str = Field("", description="Opens the console endpoints; made on first use")
    visitor_secret: str = Field("", description="Signs the widget's visitor tokens; made on first use")
    simulator_secret: str = Field("", description="Signs the simulator's webhooks; made on first use")
    smtp_url: str = Field(
        "",
        description="Mail server for codes: smtp://name:password@host:587, or smtps://...; empty: none are offered, "
        "and where the simulator runs they are written to DATA_DIR/mail",
    )
    mail_from: str = Field("", description="Sender of mail, as Viajes Altamar <reservas@altamar.example>")
    realtime_redis_url: str | None = Field(
        None, description="A Redis by which processes wake each other; empty: PostgreSQL does it"
    )
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR")

    @model_validator(mode="after")
    def _mail_has_a_sender(self) -> Self:
        if self.smtp_url and "@" not in self.mail_from:
            raise ValueError("SMTP_URL needs MAIL_FROM, the address that mail comes from")
        return self

    @field_validator("operator_timezone")
    @classmethod
    def _zone_is_known(cls, name: str) -> str:
        if name not in available_timezones():
            raise ValueError(f"OPERATOR_TIMEZONE: there is no time zone {name}")
        return name

    @property
    def issuer(self) -> Issuer:
        """Who issues documents."""
        address = self.operator_address.replace("\\n", "\n")
        return Issuer(self.operator_name, self.operator_tax_id, address, self.operator_timezone)

    @property
    def bot_url(self) -> str:
        """Where the bot listens."""
        return f"http://127.0.0.1:{self.bot_port}"

    @property
    def address(self) -> str:
        """Where people reach the app."""
        return self.public_url or f"http://localhost:{self.app_port}"

    @cached_property
    def secrets(self) -> dict[str, str]:
        """The secrets by name: set ones as set, the others kept in files that only we can read."""
        return {
            name: getattr(self, name) or self._kept(name)
            for name in ("bot_secret", "console_token", "visitor_secret", "simulator_secret")
        }

    def _kept(self, name: str) -> str:
        path = self.data_dir / "secrets" / name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(32), encoding="utf-8")
        return path.read_text(encoding="utf-8").strip()
