"""The bot learns the catalogue's names from its YAML."""

from __future__ import annotations

from pathlib import Path

import yaml

from backend.catalogue.lookups import write_lookups
from tests.backend.conftest import SMALL


def test_names_and_aliases_in_all_languages_mean_a_code(tmp_path: Path) -> None:
    out = tmp_path / "nlu" / "catalogue.yml"
    assert write_lookups(SMALL, out)
    written = {
        entry["synonym"]: entry["examples"]
        for entry in yaml.safe_load(out.read_text(encoding="utf-8"))["nlu"]
    }
    assert written["destination:cusco"].splitlines() == ["- Cusco", "- Cuzco", "- Qosqo"]
    assert written["product:ciudadela"].splitlines() == [
        "- Ciudadela en un día",
        "- Citadel in a Day",
        "- Cidadela em um dia",
    ]
    assert len(written) == 9


def test_the_file_is_only_written_when_it_changes(tmp_path: Path) -> None:
    out = tmp_path / "catalogue.yml"
    write_lookups(SMALL, out)
    before = out.stat().st_mtime_ns
    assert not write_lookups(SMALL, out)
    assert out.stat().st_mtime_ns == before
