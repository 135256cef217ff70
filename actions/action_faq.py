"""Answering a topic, more about it, and follow-up questions that lean on it."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from .content import content
from .say import say, say_answer, say_duration, say_more, say_related, say_unknown
from .turn import SLOT_TOPIC, entity, intent_of, spoken_response, topics_of


def answer_topics(dispatcher: CollectingDispatcher, wanted: list[str]) -> list[dict[str, Any]]:
    """Speak the answers of known topics and remember the last one."""
    topics = content().topics
    known = [t for t in wanted if t in topics]
    for topic in known:
        say_answer(dispatcher, topics[topic], topics)
    return [SlotSet(SLOT_TOPIC, known[-1])] if known else []


class ActionFaq(Action):
    """The reviewed answer to one or two topics."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_faq"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Answer the chosen topic, or the topics the classifier was sure of."""
        chosen = entity(tracker, "onderwerp")
        wanted = [chosen] if chosen else list(topics_of(tracker).get("antwoord") or [])
        events = answer_topics(dispatcher, wanted)
        if not events:
            say_unknown(dispatcher, content().topics, [])
        return events


class ActionMeerWeten(Action):
    """The nuance behind the last answer, or behind the topic of a choice."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_meer_weten"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Speak it; without a topic, ask which one."""
        topics = content().topics
        wanted = entity(tracker, "onderwerp") or tracker.get_slot(SLOT_TOPIC)
        if wanted not in topics:
            say(dispatcher, ASK_TOPIC, "fallback")
            return []
        say_more(dispatcher, topics[wanted], topics)
        return [SlotSet(SLOT_TOPIC, wanted)]


ASK_TOPIC = (
    "Waarover wilt u meer weten? Stel uw vraag over lage rugpijn in een paar woorden. "
    "Bij zorgen over uw klachten belt u uw huisarts."
)


class ActionVervolg(Action):
    """'Waarom?', 'hoe weet u dat?' and 'voor hoe lang?' after an answer."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_vervolg"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Name the sources, what is known of time, or what more there is to explain."""
        topics = content().topics
        wanted = tracker.get_slot(SLOT_TOPIC)
        if wanted not in topics:
            say(dispatcher, ASK_TOPIC, "fallback")
            return []
        topic = topics[wanted]
        if intent_of(tracker) == "bron":
            named = "; ".join(f"{s.title}, onderdeel '{s.section}'" for s in topic.sources)
            extra = f" Verder gebruik ik: {topic.more_source}." if topic.more_source else ""
            say(
                dispatcher,
                f"Dit antwoord komt uit: {named}.{extra} De tekst is vooraf nagekeken; ik verzin niets.",
                "answer",
                topic=topic.id,
                verdict=topic.verdict,
                sources=[{"title": s.title, "section": s.section} for s in topic.sources],
            )
        elif intent_of(tracker) == "hoe_lang":
            say_duration(dispatcher, topic, topics)
        else:
            say_more(dispatcher, topic, topics)
        return []


class ActionVerwant(Action):
    """After 'about this I have no text': what comes nearest, when the question is about the back."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_verwant"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Offer the likeliest topics; about other subjects there is nothing to add."""
        offered = list(topics_of(tracker).get("aanbod") or [])
        if spoken_response(tracker) == ABOUT_THE_BACK:
            say_related(dispatcher, content().topics, offered)
        return []


#: The response to questions about the back that the catalogue does not answer.
ABOUT_THE_BACK = "utter_buiten/rug"


class ActionWeetNiet(Action):
    """Not sure enough: offer topics or say so."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_weet_niet"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Offer the likely topics when one of them is probably right."""
        guess = topics_of(tracker)
        offered = list(guess.get("aanbod") or []) if guess.get("aanbieden") else []
        say_unknown(dispatcher, content().topics, offered)
        return []
