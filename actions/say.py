"""Speaking the messages of the contract through Rasa's dispatcher."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from rugwijzer.knowledge.topics import Topic, Topics
from rugwijzer.triage import URGENT

from .content import Content

YES_NO = ("Ja", "Nee", "Weet ik niet")


def choice(title: str, intent: str | None = None, **entities: str) -> dict[str, str]:
    """One button: plain text, or an intent with entities that only the assistant can offer."""
    payload = title if intent is None else f"/{intent}{json.dumps(entities) if entities else ''}"
    button = {"title": title, "payload": payload}
    if intent == "kies_onderwerp":
        button["topic"] = entities["onderwerp"]
    return button


def topic_choice(topic: Topic) -> dict[str, str]:
    """The button that leads to a topic."""
    return choice(topic.title, "kies_onderwerp", onderwerp=topic.id)


CHECK = choice("Controleer mijn klachten", "kies_vragenlijst")


def say(
    dispatcher: CollectingDispatcher,
    text: str,
    kind: str,
    choices: Sequence[dict[str, str]] = (),
    **fields: Any,
) -> None:
    """Send one Message; fields that are None are left out."""
    custom = {"kind": kind, **{k: v for k, v in fields.items() if v is not None}}
    dispatcher.utter_message(text=text, buttons=list(choices) or None, json_message=custom)


def say_answer(dispatcher: CollectingDispatcher, topic: Topic, topics: Topics) -> None:
    """The reviewed answer of a topic with its source line, 'meer weten' and related topics."""
    buttons = [choice("Meer weten", "kies_meer", onderwerp=topic.id)] if topic.more else []
    buttons += [topic_choice(topics[r]) for r in topic.related if r in topics]
    source = f"Bron: {topic.sources[0].title}." if topic.sources else ""
    say(
        dispatcher,
        f"{topic.text}\n\n{source}".strip(),
        "answer",
        buttons[:4],
        topic=topic.id,
        verdict=topic.verdict,
        sources=[{"title": s.title, "section": s.section} for s in topic.sources],
    )


def say_more(dispatcher: CollectingDispatcher, topic: Topic, topics: Topics) -> None:
    """The nuance of a topic with all its sources, or an honest word that there is none."""
    sources = [{"title": s.title, "section": s.section} for s in topic.sources]
    if topic.more:
        sources.append({"title": topic.more_source, "section": ""})
        text = f"{topic.more}\n\nBron: {topic.more_source}."
    else:
        named = "; ".join(f"{s.title}, {s.section}" for s in topic.sources)
        text = (
            "Meer dan dit antwoord staat er niet in mijn nagekeken teksten. "
            f"Het komt uit: {named}. Wilt u meer weten, vraag het uw huisarts of fysiotherapeut."
        )
    say(
        dispatcher,
        text,
        "answer",
        [topic_choice(topics[r]) for r in topic.related if r in topics],
        topic=topic.id,
        verdict=topic.verdict,
        sources=sources,
    )


def say_duration(dispatcher: CollectingDispatcher, topic: Topic, topics: Topics) -> None:
    """What the texts of a topic say about time, whole and unchanged, or that they do not."""
    parts = [text for text in (topic.text, topic.more) if _TIME.search(text)]
    text = NO_DURATION if not parts else "\n\n".join([DURATION, *parts])
    sources = [{"title": s.title, "section": s.section} for s in topic.sources]
    if topic.more in parts:
        sources.append({"title": topic.more_source, "section": ""})
    near = [COURSE] if topic.id != COURSE and COURSE in topics else []
    say(
        dispatcher,
        text,
        "answer",
        [topic_choice(topics[t]) for t in near],
        topic=topic.id,
        verdict=topic.verdict,
        sources=sources,
    )


#: Only the plural and 'uur': 'elke dag' and 'deze week' say nothing about how long.
_TIME = re.compile(r"\b(uur|minuten|dagen|weken|maanden)\b")
#: The topic about how long back pain lasts.
COURSE = "hoe_lang_duurt_het"
NO_DURATION = (
    "Hoe lang dat duurt of nodig is, staat niet in mijn nagekeken teksten. Dat weet ik dus niet. "
    "Vraag het uw huisarts of fysiotherapeut."
)
DURATION = (
    "Dit is wat ik erover weet. Staat het er niet bij, vraag het dan uw huisarts of fysiotherapeut."
)


def say_question(
    dispatcher: CollectingDispatcher,
    text: str,
    asks: str,
    flags: Iterable[str] = (),
    choices: Sequence[str] = YES_NO,
) -> None:
    """A question with its choices."""
    listed = list(flags)
    say(
        dispatcher,
        text,
        "question",
        [choice(c) for c in choices],
        asks=asks,
        red_flags=listed or None,
    )


def hold_choices(content: Content) -> list[dict[str, str]]:
    """The reactions to an urgent advice: I call, I cannot call, this is not right."""
    reactions = ("belt", "kan_niet", "vergissing")
    return [choice(content.levels.hold(r), "kies_reactie", reactie=r) for r in reactions]


def say_advice(
    dispatcher: CollectingDispatcher,
    content: Content,
    level: str,
    flags: Sequence[str],
    surface: str,
    before: str = "",
    either: bool = False,
) -> None:
    """The escalation of a level; urgent ones carry the choices that hold the advice.

    `either` says that one of the flags is meant, not known which.
    """
    text = content.levels.text(level, flags, surface, content.phones, either)
    choices = [CHECK]
    if level in URGENT:
        text = f"{text}\n\n{content.levels.hold('vraag', flags, surface)}"
        choices = hold_choices(content)
    say(
        dispatcher,
        f"{before} {text}".strip(),
        "escalation",
        choices,
        level=level,
        red_flags=list(flags),
    )


def say_related(dispatcher: CollectingDispatcher, topics: Topics, offered: Sequence[str]) -> None:
    """Topics that come near a question that has no answer here; nothing when none is known."""
    choices = [topic_choice(topics[t]) for t in offered if t in topics]
    if choices:
        text = (
            "Over deze onderwerpen weet ik wel iets. Helpt een ervan u verder? "
            "Zo niet, vraag het dan uw huisarts."
        )
        say(dispatcher, text, "fallback", choices)


def say_unknown(dispatcher: CollectingDispatcher, topics: Topics, offered: Sequence[str]) -> None:
    """The assistant does not know: offer likely topics, or say so and name the huisarts."""
    choices = [topic_choice(topics[t]) for t in offered if t in topics]
    if choices:
        say(
            dispatcher,
            "Ik weet niet zeker wat u bedoelt. Bedoelt u een van deze onderwerpen? "
            "Staat uw vraag er niet bij, vraag het dan in andere woorden of vraag het uw huisarts.",
            "fallback",
            choices,
        )
        return
    say(
        dispatcher,
        "Dat weet ik niet. Ik geef alleen antwoord uit nagekeken teksten over lage rugpijn, en ik verzin niets. "
        "Vraag het uw huisarts of fysiotherapeut.\n\n"
        "Ik kan wel met u nagaan of u met uw klachten moet bellen. Bij levensgevaar: bel 112.",
        "fallback",
        [CHECK],
    )
