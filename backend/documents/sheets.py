"""What stands on a document's page, in its language, as plain text. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from backend import wording
from backend.documents.schemas import Content, CreditReason, DocumentKind, DocumentView, Service
from texts import say, subtree

PEOPLE = {"adult": "party.adults", "child": "party.children", "infant": "party.infants"}
Row = dict[str, str]
Total = dict[str, Any]


def sheet_of(document: DocumentView) -> dict[str, Any]:
    """The document as `templates/document.typ` draws it; amounts are written out, nothing is markup."""
    page = Page(document, document.content, document.language)
    issuer = page.content.issuer
    tax_id = [page.say("tax_id", number=issuer.tax_id)] if issuer.tax_id else []
    return {
        "language": document.language,
        "title": page.say("title", kind=page.kind, number=document.number, operator=issuer.name),
        "kind": page.kind,
        "number": document.number,
        "date": {"year": page.today.year, "month": page.today.month, "day": page.today.day},
        "issued": page.say("issued", day=wording.day(page.language, page.today)),
        "issuer": {"name": issuer.name, "details": [*tax_id, *filter(None, issuer.address.splitlines())]},
        "facts": page.facts(),
        "columns": page.columns(),
        "rows": page.rows(),
        "totals": page.totals(),
        "notes": page.notes(),
        "footer": page.say("footer", operator=issuer.name, number=document.number),
        "page": page.say("page"),
    }


@dataclass(frozen=True, slots=True)
class Page:
    """One document on its way to the sheet."""

    document: DocumentView
    content: Content
    language: str

    @property
    def kind(self) -> str:
        """ "Factura"."""
        return self.say(f"kind_{self.document.kind}")

    @property
    def today(self) -> date:
        """The day on which it was issued, where its issuer is."""
        return self.document.issued_at.astimezone(ZoneInfo(self.content.issuer.timezone)).date()

    def say(self, key: str, **values: object) -> str:
        """A text of documents."""
        return say(self.language, f"document.{key}", **values)

    def money(self, minor: int) -> str:
        """An amount as it is written, in one piece."""
        return wording.money(self.language, self.content.money(minor)).replace(" ", "\N{NO-BREAK SPACE}")

    def facts(self) -> list[tuple[str, str]]:
        """For whom and about what."""
        content = self.content
        trip = f"{content.trip}, {wording.days(self.language, content.start_on, content.end_on)}"
        facts = [
            ("customer", content.customer),
            ("email", content.email),
            ("booking", self.document.booking),
            ("trip", trip),
            ("corrects", content.corrects or ""),
            ("method", self.method(content.method) if content.method else ""),
            ("payment", content.payment or ""),
        ]
        if content.paid_at is not None:
            at = content.paid_at.astimezone(ZoneInfo(content.issuer.timezone))
            day, time = wording.day(self.language, at.date()), wording.clock_time(self.language, at.time())
            facts.append(("paid_at", f"{day}, {time}"))
        return [(self.say(label), value) for label, value in facts if value]

    def method(self, name: str) -> str:
        """How it was paid; a provider without words of its own by its name."""
        return str(subtree(self.language, "document.methods").get(name, name.capitalize()))

    def columns(self) -> list[str]:
        """The heads of the table; only services are counted."""
        counted = ["quantity"] if self.content.services else []
        return [self.say(name) for name in ("service", *counted, "amount")]

    def rows(self) -> list[Row]:
        """The services of an invoice; else what the money is for."""
        content = self.content
        if content.services:
            return [self.service(service) for service in content.services]
        if content.reason is CreditReason.CANCELLATION:
            rows = [self.row("cancelled", content.total)]
            return [*rows, self.row("penalty", -content.penalty)] if content.penalty else rows
        return [self.row("returned" if content.reason else "received", content.amount)]

    def row(self, key: str, minor: int) -> Row:
        """One line of words of ours."""
        name = self.say(key, reference=self.document.booking)
        return {"name": name, "detail": "", "quantity": "", "amount": self.money(minor)}

    def service(self, service: Service) -> Row:
        """ "Casa del Inti · Doble", its days, and for whom."""
        when = wording.days(self.language, service.start_on, service.end_on)
        if service.unit in PEOPLE:
            detail = f"{when}, {wording.counted(self.language, PEOPLE[service.unit], service.quantity)}"
        elif service.end_on > service.start_on:
            detail = f"{wording.nights(self.language, (service.end_on - service.start_on).days)}, {when}"
        else:
            detail = when
        amount = self.money(service.amount)
        return {"name": service.name, "detail": detail, "quantity": str(service.quantity), "amount": amount}

    def totals(self) -> list[Total]:
        """What it comes to, the tax in it, and how the booking stands."""
        content = self.content
        totals = [self.total(f"total_{self.document.kind}", content.amount, strong=True)]
        if content.tax and self.document.kind is DocumentKind.INVOICE:
            before = self.total("before_tax", content.amount - content.tax)
            totals = [before, self.total("tax", content.tax), *totals]
        elif content.tax:
            totals = [self.total("tax_credited", content.tax), *totals]
        if self.document.kind is DocumentKind.RECEIPT and content.paid is not None:
            totals.append(self.total("booking_total", content.total))
        if content.paid is not None and content.left is not None:
            totals += [self.total("paid", content.paid), self.total("left", content.left)]
        return totals

    def total(self, key: str, minor: int, *, strong: bool = False) -> Total:
        """One line of the sums."""
        return {"label": self.say(key), "amount": self.money(minor), "strong": strong}

    def notes(self) -> list[str]:
        """What is to be said about it."""
        return [self.say(f"note_{self.content.reason or self.document.kind}")]
