"""What the patient gets when the engine gives no answer: the pure red-flag rules, or the line to call."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from rugwijzer.knowledge.contract import LEVELS
from rugwijzer.knowledge.leveltexts import LevelTexts, Phones
from rugwijzer.knowledge.office_hours import ALWAYS_OPEN, PracticeClock
from rugwijzer.logs import lines as logs
from rugwijzer.triage.answers import NO, OTHER, YES, read_yes_no
from rugwijzer.triage.hold import MISTAKE, read_reaction
from rugwijzer.triage.late import Told
from rugwijzer.triage.plain import is_plain
from rugwijzer.triage.text import tokenise

from .messages import Message

#: How long the first message may wait for the rules to load.
_LOAD_WAIT_S = 10.0
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

    @property
    def conditional(self) -> str:
        """How an advice starts when it is not known whether the signal is there."""

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


@dataclass(frozen=True)
class Said:
    """What the patient gets, and the advice in it, for the engine to hold once it is back."""

    message: Message
    told: Told | None = None


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
        """Whether loading has ended; also without rules there is the line to call."""
        return self._loading is not None and self._loading.done()

    @property
    def loaded(self) -> bool:
        """Whether the rules are loaded."""
        loading = self._loading
        return bool(
            loading and loading.done() and not loading.cancelled() and not loading.exception()
        )

    async def answer(self, text: str, surface: str, pending: tuple[str, ...] = ()) -> Said:
        """What to say to a text the engine did not answer.

        `pending` are the flags the last question asked about: a yes to it counts as those flags, and
        any other answer than a no repeats what to do if it is so.
        """
        try:
            found = await self.judge(text, surface, pending)
        except Exception as error:
            logs.failure("failsafe", error)
            found = None
        return found or Said(self._unreachable())

    async def judge(self, text: str, surface: str, pending: tuple[str, ...] = ()) -> Said | None:
        """The escalation for a text, or None; raises whatever is wrong with the rules."""
        rules = await asyncio.wait_for(asyncio.shield(self.start()), _LOAD_WAIT_S)
        told = _advice(rules.triage, text, pending)
        return Said(self._message(rules.texts, told, surface), told) if told else None

    def _message(self, texts: Texts, told: Told, surface: str) -> Message:
        try:
            message = dict(texts.message(told.level, told.flags, surface, self._phones))
            when = f"{texts.conditional}\n\n" if told.unsure else ""
            message["text"] = f"{when}{message['text']}"
        except Exception as error:
            logs.failure("leveltexts", error)
            message = {"text": self.call()}
        return message | {
            "kind": "escalation",
            "level": told.level,
            "red_flags": list(told.flags),
        }

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


def _advice(triage: Triage, text: str, pending: tuple[str, ...]) -> Told | None:
    """What the rules advise about a text, also as a reply about the flags that were asked about."""
    found = triage.assess(text)
    flags = tuple(found.flags)
    if found.outcome == "escalate":
        return Told(found.level, flags)
    asks = found.outcome == "ask"
    reply = _reply(text, asks and not set(flags) & set(pending)) if pending else NO
    if reply == NO:
        return Told(found.level, flags, unsure=True) if asks else None
    also = flags if asks and reply != YES else ()
    meant = tuple(dict.fromkeys((*pending, *also)))
    return Told(_level_of(triage, meant), meant, unsure=reply != YES)


def _reply(text: str, elsewhere: bool) -> str:
    """YES or NO when a text is clearly that, otherwise OTHER.

    Rasa's topics tell it when a text is about something else. Without them more is asked of a reply:
    'dat helpt niet' and 'sinds gisteren niet' deny no signal. `elsewhere` says that the text holds a
    signal that was not asked about.
    """
    strict = read_yes_no(text, is_question=True).kind
    kind = strict if elsewhere else read_yes_no(text).kind
    tokens = tokenise(text)
    words = [token.norm for token in tokens if not token.is_mark]
    if kind == strict or any(read_yes_no(word).kind == kind for word in words[:1]):
        return kind
    if kind == YES:
        sure = is_plain(tokens) and all(read_yes_no(word).kind != NO for word in words)
    else:
        sure = kind == NO and read_reaction(text) == MISTAKE
    return kind if sure else OTHER


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
