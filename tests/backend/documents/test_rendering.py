"""Documents as PDF: all that matters is on them, in their language, whatever names people have."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, date, datetime
from typing import Any

import pytest

from backend.documents.rendering import render
from backend.documents.schemas import Content, CreditReason, DocumentKind, DocumentView, Service
from backend.terms import Issuer
from tests.pdf import pdf_pages, pdf_text

ISSUER = Issuer("Viajes Altamar", "RUC 20601234567", "Av. Larco 123\nLima, Perú", "America/Lima")
SERVICES = (
    Service("Casa del Inti · Doble", "room", 1, date(2027, 5, 10), date(2027, 5, 14), 80_000),
    Service("Tren a Machu Picchu", "adult", 2, date(2027, 5, 12), date(2027, 5, 12), 43_400),
)


def document(kind: DocumentKind, language: str = "es", **told: Any) -> DocumentView:
    usual: dict[str, Any] = {
        "issuer": ISSUER,
        "customer": "Ana Quispe",
        "email": "ana.quispe@correo.example",
        "trip": "Casa del Inti",
        "start_on": date(2027, 5, 10),
        "end_on": date(2027, 5, 14),
        "currency": "USD",
        "amount": 123_400,
        "total": 123_400,
    }
    return DocumentView(
        id=uuid.uuid4(),
        kind=kind,
        number="F-2027-000012",
        booking_id=uuid.uuid4(),
        booking="K7PQ2M",
        language=language,
        content=Content(**{**usual, **told}),
        issued_at=datetime(2027, 3, 1, 3, tzinfo=UTC),
    )


def receipt(**told: Any) -> DocumentView:
    paid: dict[str, Any] = {
        **{"amount": 37_020, "paid": 37_020, "left": 86_380, "method": "stripe", "payment": "pi_3Pq"},
        "paid_at": datetime(2027, 3, 1, 2, 58, tzinfo=UTC),
    }
    return document(DocumentKind.RECEIPT, **{**paid, **told})


def said(pdf: bytes) -> list[str]:
    return [line.replace("\xa0", " ").strip() for line in pdf_text(pdf).splitlines()]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "es",
            ["Recibo", "Fecha: 28 de febrero de 2027", "Tarjeta (Stripe)", "USD 370.20", "Saldo pendiente"],
        ),
        ("en", ["Receipt", "Date: February 28, 2027", "Card (Stripe)", "USD 370.20", "Balance due"]),
        ("pt", ["Recibo", "Data: 28 de fevereiro de 2027", "Cartão (Stripe)", "USD 370,20", "Saldo a pagar"]),
    ],
)
def test_a_receipt_says_who_paid_what_and_how_in_the_issuers_day(language: str, words: list[str]) -> None:
    lines = said(render(receipt(language=language)))
    for word in (*words, "F-2027-000012", "K7PQ2M", "pi_3Pq", "Ana Quispe", "Viajes Altamar", "Lima, Perú"):
        assert word in lines
    assert any("20601234567" in line for line in lines)


def test_an_invoice_lists_services_tax_and_total() -> None:
    told: dict[str, Any] = {"tax": 18_824, "services": SERVICES, "paid": 37_020, "left": 86_380}
    lines = said(render(document(DocumentKind.INVOICE, "en", **told)))
    for word in (
        "Casa del Inti · Doble",
        "May 12, 2027, 2 adults",
        "USD 1,045.76",
        "USD 188.24",
        "USD 863.80",
    ):
        assert word in lines
    assert lines.count("USD 1,234.00") == 1
    assert lines[-1] == "Page 1 / 1"


def test_a_credit_note_names_what_it_corrects_and_the_penalty() -> None:
    told: dict[str, Any] = {
        "reason": CreditReason.CANCELLATION,
        "corrects": "F-2027-000007",
        "penalty": 61_700,
    }
    lines = said(render(document(DocumentKind.CREDIT_NOTE, amount=61_700, tax=18_824, **told)))
    for word in ("F-2027-000007", "USD 1,234.00", "-USD 617.00", "USD 617.00", "USD 188.24"):
        assert word in lines


def test_many_services_go_on_pages_with_numbers_and_the_heads_again() -> None:
    pdf = render(document(DocumentKind.INVOICE, tax=18_824, services=SERVICES * 40))
    lines, pages = said(pdf), pdf_pages(pdf)
    assert pages > 2
    assert lines.count("Concepto") == pages
    assert f"Página {pages} / {pages}" in lines


@pytest.mark.parametrize(
    "name",
    [
        '#panic("gone") #import "x.typ"',
        "*strong* _soft_ $x^2$ [body] \\ `raw` <label> @reference // end /* not",
        "= No heading",
        '"quoted" \' \\u{41} ~ -- --- ...',
    ],
)
def test_what_is_markup_elsewhere_is_only_a_name_here(name: str) -> None:
    assert name in said(render(receipt(customer=name)))


def test_a_word_without_end_stays_on_the_page() -> None:
    written = pdf_text(render(receipt(customer="W" * 200)))
    assert written.count("W") == 200
    assert max(len(line) for line in written.splitlines() if "WWW" in line) < 60


@pytest.mark.parametrize("name", ["山田太郎", "Ana 🎉 Pérez", "مريم", "Ana\x00\x1b\u202e Pérez"])
def test_no_name_keeps_anybody_from_their_receipt(name: str) -> None:
    assert "USD 370.20" in said(render(receipt(customer=name)))


@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_readers_are_told_title_language_and_structure(language: str) -> None:
    pdf = render(receipt(language=language))
    assert f"/Lang({language})".encode() in pdf
    assert re.search(rb"/Title\((Recibo|Receipt) F-2027-000012, Viajes Altamar\)", pdf)
    assert b"pdfuaid" in pdf, "it says that it keeps to PDF/UA, which typst checks"
    assert b"/S/Table" in pdf and b"/S/H1" in pdf


def test_the_same_document_is_drawn_the_same() -> None:
    one = receipt()
    assert render(one) == render(one)
