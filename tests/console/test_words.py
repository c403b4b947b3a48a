"""Everything that the page says has its words, in every language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

import texts
from conversations.console.pages import STATIC
from tests.texts.test_catalogues import sentences

SAID = re.compile(r"""\bt\(\s*(?:[\w.]+ \? )?["'`]([a-z_0-9.]+)(\$\{)?""")
OTHERWISE = re.compile(r""" \? ["']([a-z_]+\.[a-z_.]+)["'] : ["']([a-z_]+\.[a-z_.]+)["']""")
NAMED = re.compile(r"""\bnamed\(["']([a-z_.]+)["']""")
MODULES = sorted(STATIC.rglob("*.js"))


def said(module: Path) -> tuple[set[str], set[str]]:
    """The keys that a module says, and the branches of those it composes."""
    source = module.read_text(encoding="utf-8")
    whole = {key for key, composed in SAID.findall(source) if not composed}
    whole |= {key for pair in OTHERWISE.findall(source) for key in pair}
    branches = {key.rstrip(".") for key, composed in SAID.findall(source) if composed}
    return whole, branches | set(NAMED.findall(source))


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.stem)
def test_a_module_says_only_what_there_are_words_for(module: Path) -> None:
    known = {key.removeprefix("console_page.") for key in sentences("es") if key.startswith("console_page.")}
    forms = {key.rsplit(".", 1)[0] for key in known if key.endswith(".other")}
    whole, branches = said(module)
    assert sorted(whole - known - forms) == []
    assert sorted(branch for branch in branches if not any(key.startswith(branch) for key in known)) == []


def test_the_modules_were_found_to_say_something() -> None:
    assert len(MODULES) > 40
    assert sum(len(said(module)[0]) for module in MODULES) > 250


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_whatever_the_bot_may_understand_has_a_name_for_agents(language: str) -> None:
    domain = yaml.safe_load((Path(__file__).parents[2] / "domain.yml").read_text(encoding="utf-8"))
    intents = {one if isinstance(one, str) else next(iter(one)) for one in domain["intents"]}
    assert sorted(intents - texts.subtree(language, "console_page.intent").keys()) == []


def test_no_module_makes_markup() -> None:
    makers = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\beval\(|style: `")
    assert [module.name for module in MODULES if makers.search(module.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_agents_read_short_words_for_the_ways_to_go(language: str) -> None:
    ways = texts.subtree(language, "console_page.nav")
    assert [
        name
        for name in ("inbox", "board", "reports", "audit", "canned", "team", "hours")
        if len(ways[name]) > 12
    ] == []
