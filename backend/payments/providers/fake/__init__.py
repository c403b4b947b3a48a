"""A provider that takes no money: for tests, beside the real ones."""

from backend.payments.providers.fake.provider import FakeLink, FakeProvider, Slip

__all__ = ["FakeLink", "FakeProvider", "Slip"]
