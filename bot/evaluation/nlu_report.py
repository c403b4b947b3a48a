"""Measures what the assistant understands and writes it down as a page and as figures.

tools/bot-python -m bot.evaluation.nlu_report --shared ../shared/data/dev \
  --model var/models/assistant.tar.gz --out var/reports [--check tests/bot/baseline.json | --write-baseline ...]
"""

from __future__ import annotations

import os

# One thread, set before anything that computes is loaded: a server runs many conversations on its cores.
os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import yaml

from bot.components.intent_classifier import TurnIntentClassifier
from bot.components.sentence_embeddings import SentenceEmbeddings
from bot.evaluation.baseline import drops, read_baseline, write_baseline
from bot.evaluation.cross_validation import cross_validate
from bot.evaluation.examples import Example, read_examples
from bot.evaluation.findings import Findings, Part, judge_dev, judge_own
from bot.evaluation.measured import Table, read_utterances
from bot.evaluation.page import render
from bot.evaluation.understanding import Understanding, train_understanding

# Every so many of our examples is timed: a few hundred texts of every intent and language.
TIMED = 25
LOOKUPS = Path("var/nlu")


def main(arguments: Sequence[str] | None = None) -> int:
    """Writes the report; 1 where it was asked to check and a figure dropped."""
    options = _options(arguments)
    notes: list[str] = []
    if not options.model.exists():
        notes.append(f"There was no model at {options.model}: one was trained there.")
        print(notes[-1])
        train_understanding(options.model, LOOKUPS)
    findings = _measure(options, notes)
    _write(options.out, findings, notes)
    figures = findings.figures()
    for name, value in sorted(figures.items()):
        print(f"{name:40} {value:8.3f}")
    print(*notes, f"The report: {options.out / 'nlu.html'}", sep="\n")
    if options.write_baseline:
        write_baseline(options.write_baseline, figures)
    return _check(options.check, findings) if options.check else 0


def _measure(options: argparse.Namespace, notes: list[str]) -> Findings:
    table, understanding, examples = Table.read(), Understanding.load(options.model), read_examples()
    timed = [example.text for example in examples[::TIMED]]
    understanding.latency(timed[:3], "Warming up")
    return Findings(
        cold=understanding.latency(timed[3:], "Timing new texts"),
        cached=understanding.latency(timed[3:], "Timing known texts"),
        dev=_measure_dev(options.shared, understanding, table, notes),
        own=_measure_own(examples, table),
    )


def _measure_dev(
    shared: Path | None, understanding: Understanding, table: Table, notes: list[str]
) -> Sequence[Part]:
    utterances = list(read_utterances(shared)) if shared else []
    if not utterances:
        notes.append(
            f"Other people's utterances are not here ({shared}): that part is left out and not checked."
        )
        return []
    answers = understanding.understand_all([u.text for u in utterances], "Other people's utterances")
    return judge_dev(utterances, answers, table)


def _measure_own(examples: Sequence[Example], table: Table) -> Sequence[Part]:
    pipeline = yaml.safe_load(Path("config.yml").read_text(encoding="utf-8"))["pipeline"]
    embeddings = _settings(pipeline, SentenceEmbeddings.get_default_config(), "SentenceEmbeddings")
    classifier = _settings(pipeline, TurnIntentClassifier.get_default_config(), "TurnIntentClassifier")
    threshold = _settings(pipeline, {}, "FallbackClassifier")["threshold"]
    return judge_own(cross_validate(examples, embeddings, classifier), table, threshold)


def _settings(pipeline: Sequence[dict[str, Any]], defaults: dict[str, Any], component: str) -> dict[str, Any]:
    """A component's settings as config.yml has them over its own defaults."""
    given = next(entry for entry in pipeline if entry["name"].rpartition(".")[2] == component)
    return {**defaults, **given}


def _write(folder: Path, findings: Findings, notes: Sequence[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    made_at = datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M UTC")
    (folder / "nlu.html").write_text(render(findings, notes, made_at), encoding="utf-8")
    content = {"made_at": made_at, "notes": notes, "figures": findings.figures()}
    (folder / "nlu.json").write_text(json.dumps(content, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def _check(baseline: Path, findings: Findings) -> int:
    parts = frozenset({"own", "latency", *(["dev"] if findings.dev else [])})
    found = list(drops(read_baseline(baseline), findings.figures(), parts))
    for line in found:
        print(f"WORSE {line}")
    print(f"{len(found)} figures are worse than {baseline}" if found else f"Nothing is worse than {baseline}")
    return 1 if found else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure what the assistant understands.")
    parser.add_argument("--shared", type=Path, help="the folder of other people's utterances")
    parser.add_argument("--model", type=Path, default=Path("var/models/assistant.tar.gz"))
    parser.add_argument("--out", type=Path, default=Path("var/reports"))
    parser.add_argument("--check", type=Path, help="fail where a figure is worse than in this file")
    parser.add_argument("--write-baseline", type=Path, help="write the figures into this file")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
