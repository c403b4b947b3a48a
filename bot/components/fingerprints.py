"""Rasa reuses what it trained before unless a component's own class changed; helpers are added by hand."""

from __future__ import annotations

import hashlib
import inspect
from types import ModuleType


def sources_of(*modules: ModuleType) -> str:
    """A digest of the modules' source, for a component's `fingerprint_addon`."""
    return hashlib.sha256("".join(inspect.getsource(module) for module in modules).encode()).hexdigest()
