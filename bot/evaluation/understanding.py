"""The trained model, asked as a turn asks it, and how long that takes."""

from __future__ import annotations

import asyncio
import logging
import statistics
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.model_training import train
from rasa.utils.log_utils import configure_structlog
from tqdm import tqdm

from bot.evaluation.measured import Span

# What tells something of a message and mentions nothing in it.
WHOLE_MESSAGE = frozenset({"language", "knowledge"})


class Understood(NamedTuple):
    """What the bot makes of a text: its intent with the confidence, the ranking, and the mentions by place."""

    intent: str
    confidence: float
    ranking: tuple[tuple[str, float], ...]
    spans: tuple[Span, ...]


class Latency(NamedTuple):
    """Milliseconds a text, of one processor core: what else the machine does makes no difference."""

    median: float
    p95: float


class Understanding:
    """The understanding half of a trained model, without the dialogue."""

    def __init__(self, agent: Agent) -> None:
        self._agent = agent
        self._loop = asyncio.new_event_loop()

    @classmethod
    def load(cls, model: Path) -> Understanding:
        """The model of the file, as Rasa serves it: without a log of every message."""
        configure_structlog(logging.WARNING)
        return cls(Agent.load(str(model)))

    def understand(self, text: str) -> Understood:
        """As the first message of a conversation."""
        parsed = self._parse(text)
        return Understood(
            intent=parsed["intent"]["name"],
            confidence=parsed["intent"]["confidence"],
            ranking=tuple((i["name"], i["confidence"]) for i in parsed.get("intent_ranking", ())),
            spans=tuple(
                Span(e["entity"], e["start"], e["end"])
                for e in parsed["entities"]
                if e["entity"] not in WHOLE_MESSAGE
            ),
        )

    def understand_all(self, texts: Sequence[str], what: str) -> list[Understood]:
        """Each of the texts, with a progress bar."""
        return [self.understand(text) for text in _shown(texts, what)]

    def latency(self, texts: Sequence[str], what: str) -> Latency:
        """How long a text takes, all components and Rasa's own work together."""
        taken = [self._timed(text) for text in _shown(texts, what)]
        return Latency(statistics.median(taken), statistics.quantiles(taken, n=20)[-1])

    def _timed(self, text: str) -> float:
        start = time.process_time()
        self._parse(text)
        return 1000 * (time.process_time() - start)

    def _parse(self, text: str) -> dict[str, Any]:
        message = UserMessage(text, metadata={"language": None})
        parsed: dict[str, Any] = self._loop.run_until_complete(self._agent.processor.parse_message(message))
        return parsed


def train_understanding(model: Path, lookups: Path) -> None:
    """Trains the whole model from the files of this folder into `model`; `lookups` holds the catalogue's names."""
    trained = train(
        domain="domain.yml",
        config="config.yml",
        training_files=["nlu_data", "bot/rules", "bot/stories", str(lookups)],
        output=str(model.parent),
        fixed_model_name=model.name.removesuffix(".tar.gz"),
    )
    if trained.code != 0:
        raise RuntimeError("Rasa could not train a model; its messages stand above")


def _shown(texts: Sequence[str], what: str) -> Iterable[str]:
    return tqdm(texts, desc=what, unit="text", mininterval=1)
