"""What the patient gets when the engine gives no answer: the pure red-flag rules, or the line to call."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from rugwijzer.knowledge.contract import LEVELS
from rugwijzer.knowledge.leveltexts import LevelTexts, Phones
from rugwijzer.knowledge.office_hours import ALWAYS_OPEN, PracticeClock
from rugwijzer.logs import lines as logs
from rugwijzer.triage.late import Told

from .messages import Message

_YES = re.compile(r"(ja\b|jawel|jazeker|klopt|inderdaad|helaas wel|dat heb ik)", re.IGNORECASE)
_NO = re.compile(r"(nee\b|neen\b|niet\b|geen\b(?! idee)|nooit\b)", re.IGNORECASE)
_IF_SO = "Als dit bij u zo is:"
#: How long the first message may wait for the rules to load.
_LOAD_WAIT_S = 5.0
_NO_PHONES = Phones()


class Assessment(Protocol):
    """What the rules say about a text."""

    @property
    def outcome(self) -> str:
        """'escalate', 'ask' or 'none'."""

    @property
    def level(self) -> str:
        """The level of the flags."""

    @property
    def flags(self) -> tuple[str, ...]:
        """The flags, most urgent first."""


class Triage(Protocol):
    """The pure rules of rugwijzer.triage."""

    def assess(self, text: str) -> Assessment:
        """Judge one message."""


class Texts(Protocol):
    """The texts of the levels, of rugwijzer.knowledge."""

    def message(self, level: str, flags: tuple[str, ...], surface: str, phones: Phones) -> Message:
        """The escalation message of a level."""


@dataclass(frozen=True)
class Rules:
    """The rules and their texts, which only work together."""

    triage: Triage
    texts: Texts


def load_rules(data_dir: Path, clock: PracticeClock) -> Rules:
    """Read the rules from the content folder; raises whatever is wrong with them."""
    from rugwijzer.triage import Triage as PureTriage

    folder = data_dir / "red_flags"
    return Rules(PureTriage.load(folder), LevelTexts.load(folder / "niveaus.yml", clock))


def told_by(messages: Iterable[Message]) -> Iterator[Told]:
    """What these messages of a Failsafe advise, for the engine to hold once it is back."""
    for message in messages:
        if message["kind"] == "escalation":
            unsure = message["text"].startswith(_IF_SO)
            yield Told(message["level"], tuple(message["red_flags"]), unsure)


class Failsafe:
    """Answers by the rules alone; whatever breaks, a text with the line to call comes out."""

    def __init__(
        self,
        load: Callable[[], Rules],
        phones: Phones = _NO_PHONES,
        clock: PracticeClock = ALWAYS_OPEN,
    ) -> None:
        """Take what loads the rules, the numbers and the opening hours.

        `load` is called once, in a thread.
        """
        self._load = load
        self._phones = phones
        self._clock = clock
        self._loading: asyncio.Task[Rules] | None = None

    def start(self) -> asyncio.Task[Rules]:
        """Begin loading the rules, once; needs a running loop."""
        if self._loading is None:
            self._loading = asyncio.create_task(asyncio.to_thread(self._load))
            self._loading.add_done_callback(_report)
        return self._loading

    @property
    def ready(self) -> bool:
        """Whether the rules are loaded."""
        loading = self._loading
        return bool(
            loading and loading.done() and not loading.cancelled() and not loading.exception()
        )

    async def answer(self, text: str, surface: str, pending: tuple[str, ...] = ()) -> list[Message]:
        """One message for a text the engine did not answer.

        `pending` are the flags the last question asked about: a yes to it counts as those flags, and
        any other answer than a no repeats what to do if it is so.
        """
        try:
            found = await self.judge(text, surface, pending)
        except Exception as error:
            logs.failure("failsafe", error)
            found = None
        return [found or self._unreachable()]

    async def judge(self, text: str, surface: str, pending: tuple[str, ...] = ()) -> Message | None:
        """The escalation for a text, or None; raises whatever is wrong with the rules."""
        rules = await asyncio.wait_for(asyncio.shield(self.start()), _LOAD_WAIT_S)
        return self._judge(rules, text, surface, pending)

    def _judge(
        self, rules: Rules, text: str, surface: str, pending: tuple[str, ...]
    ) -> Message | None:
        result = rules.triage.assess(text)
        outcome, level, flags = result.outcome, result.level, tuple(result.flags)
        if outcome != "escalate" and pending and not _NO.match(text.strip()):
            also = flags if outcome == "ask" and not _YES.match(text.strip()) else ()
            outcome = "escalate" if _YES.match(text.strip()) else "ask"
            flags = tuple(dict.fromkeys((*pending, *also)))
            level = _level_of(rules.triage, flags)
        if outcome not in ("escalate", "ask"):
            return None
        try:
            message = dict(rules.texts.message(level, flags, surface, self._phones))
            message["text"] = str(message["text"])
        except Exception as error:
            logs.failure("leveltexts", error)
            message = {"text": self.call()}
        message |= {"kind": "escalation", "level": level, "red_flags": list(flags)}
        if outcome == "ask":
            message["text"] = f"{_IF_SO}\n\n{message['text']}"
        return message

    def _unreachable(self) -> Message:
        text = (
            "De assistent is even niet bereikbaar. Uw bericht is niet beantwoord. "
            f"Probeer het over een minuut opnieuw.\n\n{self.call()}"
        )
        return {"text": text, "kind": "fallback"}

    def _closed(self) -> bool:
        try:
            return self._clock.phase() != "open"
        except Exception as error:
            logs.failure("office hours", error)
            return False

    def call(self) -> str:
        """When and whom to call now, with the practice's numbers."""
        numbers = (self._phones.practice, self._phones.out_of_hours)
        practice, out_of_hours = (f" ({n})" if n else "" for n in numbers)
        whom = (
            f"Bel meteen de huisartsenpost{out_of_hours} (uw huisarts is nu gesloten)"
            if self._closed()
            else f"Bel meteen uw huisarts{practice}, of als die dicht is de huisartsenpost{out_of_hours}"
        )
        return (
            f"Wacht niet op een antwoord als het slechter gaat. {whom}, bij een doof gevoel tussen "
            "de benen, als plassen ineens niet lukt, als een been zwakker wordt of bij koorts.\n\n"
            "Bel 112 bij levensgevaar, zoals pijn op de borst, benauwdheid of plots scheurende pijn."
        )


def _level_of(triage: Any, flags: tuple[str, ...]) -> str:
    try:
        level = triage.book.level_of(flags)
    except (AttributeError, KeyError):
        # Not known which: better to call once too often.
        return "spoed"
    return level if level in LEVELS else "spoed"


def _report(task: asyncio.Task[Rules]) -> None:
    if not task.cancelled() and (error := task.exception()):
        logs.failure("rules", error)
