"""rugwijzer.nlu.topic_classifier, trained on a tiny TrainingData."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from rugwijzer.nlu import topic_classifier
from rugwijzer.nlu.lemma_annotator import PARTS
from rugwijzer.nlu.sentence_featurizer import SentenceFeaturizer
from rugwijzer.nlu.topic_classifier import FALLBACK, TopicClassifier
from rugwijzer.nlu.topic_model import Ranking

from .conftest import LABELS, TEXTS

RESOURCE = Resource("onderwerpen")


def config(**changes: Any) -> dict[str, Any]:
    return {**TopicClassifier.get_default_config(), **changes}


@pytest.fixture
def trained(
    storage: LocalModelStorage, context: ExecutionContext, training_data: TrainingData
) -> LocalModelStorage:
    component = TopicClassifier.create(config(), storage, RESOURCE, context)
    assert component.train(training_data) == RESOURCE
    return storage


def parse(
    trained: LocalModelStorage, context: ExecutionContext, text: str, **changes: float
) -> Message:
    component = TopicClassifier.load(config(**changes), trained, RESOURCE, context)
    return component.process([Message(data={"text": text})])[0]


def test_a_sure_topic_sets_intent_and_selector_alike(
    trained: LocalModelStorage, context: ExecutionContext
) -> None:
    message = parse(trained, context, "welke matras is goed voor mijn rug", answer_at=0.0)
    assert message.get("intent")["name"] == "faq"
    selected = message.get("response_selector")["faq"]["response"]
    assert selected["intent_response_key"] == "faq/matras"
    assert selected["utter_action"] == "utter_faq/matras"
    assert message.get("onderwerpen")["antwoord"] == ["matras"]
    assert message.get("intent_ranking")[0]["name"] == "faq/matras"


def test_below_the_threshold_it_is_the_fallback_without_a_response(
    trained: LocalModelStorage, context: ExecutionContext
) -> None:
    message = parse(trained, context, "welke matras is goed", answer_at=1.01, offer_at=0.0)
    assert message.get("intent")["name"] == FALLBACK
    assert "faq" not in message.get("response_selector")
    topics = message.get("onderwerpen")
    assert (topics["antwoord"], topics["aanbieden"]) == ([], True)
    assert topics["aanbod"][0] == "matras"


def test_nothing_is_offered_below_the_second_threshold(
    trained: LocalModelStorage, context: ExecutionContext
) -> None:
    message = parse(trained, context, "welke matras is goed", answer_at=1.01, offer_at=1.01)
    assert message.get("onderwerpen")["aanbieden"] is False


def test_an_intent_without_topics_has_no_answer(
    trained: LocalModelStorage, context: ExecutionContext
) -> None:
    message = parse(trained, context, "stop", answer_at=0.0)
    assert message.get("intent")["name"] == "stop"
    assert message.get("onderwerpen")["antwoord"] == []
    assert "stop" not in message.get("response_selector")


def test_at_most_two_topics_are_answered_and_none_twice(
    trained: LocalModelStorage, context: ExecutionContext
) -> None:
    text = "Welke matras is goed? Helpt een kruik op mijn rug? Moet mijn matras harder?"
    answers = parse(trained, context, text, answer_at=0.0).get("onderwerpen")["antwoord"]
    assert 1 <= len(answers) <= 2
    assert len(set(answers)) == len(answers)


@pytest.mark.parametrize("order", [("matras", "warmte"), ("warmte", "matras")])
def test_two_questions_are_answered_in_the_order_of_the_text(
    trained: LocalModelStorage,
    context: ExecutionContext,
    monkeypatch: pytest.MonkeyPatch,
    order: tuple[str, str],
) -> None:
    monkeypatch.setattr(topic_classifier, "PART_AT", 0.0)
    questions = {"matras": "Welke matras is goed?", "warmte": "Helpt een kruik op mijn rug?"}
    parts = [(questions[topic], questions[topic].lower()) for topic in order]
    component = TopicClassifier.load(config(answer_at=0.0), trained, RESOURCE, context)
    message = Message(data={"text": " ".join(part for part, _ in parts), PARTS: parts})
    component.process([message])
    assert message.get("onderwerpen")["antwoord"] == list(order)


class Scripted:
    """A model that ranks each text as it is told."""

    def __init__(self, rankings: dict[str, Ranking]) -> None:
        self._rankings = rankings
        self.labels = np.array(["buiten/anders_medisch", "faq/matras", "faq/warmte"])

    def rank(self, text: str, *_: Any) -> Ranking:
        return self._rankings[text]

    def rank_all(self, texts: list[str], *_: Any) -> list[Ranking]:
        return [self._rankings[text] for text in texts]


@pytest.mark.parametrize(("second", "intent"), [("faq/matras", "faq"), ("faq/warmte", "buiten")])
def test_a_clear_question_counts_when_the_whole_still_hears_it(
    storage: LocalModelStorage, context: ExecutionContext, second: str, intent: str
) -> None:
    whole, before, question = "geen koorts. welke matras", "geen koorts", "welke matras"
    rankings = {
        whole: Ranking(("buiten/anders_medisch", second), (1.0, 0.0), 0.96, 0.98),
        before: Ranking(("buiten/anders_medisch", "faq/warmte"), (1.0, 0.0), 0.7, 0.8),
        question: Ranking(("faq/matras", "faq/warmte"), (1.0, 0.0), 0.96, 0.98),
    }
    component = TopicClassifier(config(), storage, RESOURCE, Scripted(rankings))  # type: ignore[arg-type]
    parts = [(before, before), (question, question)]
    message = Message(data={"text": whole, PARTS: parts})
    component.process([message])
    assert message.get("intent")["name"] == intent


@pytest.mark.parametrize("text", ["", "/kies_onderwerp", "/faq"])
def test_payloads_and_empty_messages_are_left_alone(
    trained: LocalModelStorage, context: ExecutionContext, text: str
) -> None:
    message = parse(trained, context, text)
    assert message.get("intent") is None
    assert message.get("onderwerpen") is None


def test_the_sentence_vectors_come_first() -> None:
    assert TopicClassifier.required_components() == [SentenceFeaturizer]


def test_plain_labels_without_voices_are_all_topics(
    storage: LocalModelStorage, context: ExecutionContext
) -> None:
    plain = [
        Message(data={"text": text, "intent": label.replace("faq/", "")})
        for text, label in zip(TEXTS, LABELS)
    ]
    settings = config(answer_at=0.0, topics=None)
    TopicClassifier.create(settings, storage, RESOURCE, context).train(TrainingData(plain))
    component = TopicClassifier.load(settings, storage, RESOURCE, context)
    first, second = component.process([Message(data={"text": t}) for t in ("welk matras", "stop")])
    assert first.get("onderwerpen")["antwoord"] == ["matras"]
    assert first.get("intent")["name"] == "matras"
    assert set(first.get("onderwerpen")["aanbod"]) == {"matras", "warmte", "stop"}
    assert second.get("onderwerpen")["antwoord"] == ["stop"]
    assert first.get("response_selector") == {"all_retrieval_intents": []}


def test_another_retrieval_intent_can_hold_the_topics(
    storage: LocalModelStorage, context: ExecutionContext
) -> None:
    labels = [label.replace("faq/", "question/") for label in LABELS]
    messages = [
        Message(
            data={"text": t, "intent": label.split("/")[0], "intent_response_key": label}
            if "/" in label
            else {"text": t, "intent": label}
        )
        for t, label in zip(TEXTS, labels)
    ]
    settings = config(answer_at=0.0, topics="question")
    TopicClassifier.create(settings, storage, RESOURCE, context).train(TrainingData(messages))
    component = TopicClassifier.load(settings, storage, RESOURCE, context)
    message = component.process([Message(data={"text": "helpt een warme kruik"})])[0]
    assert message.get("onderwerpen")["antwoord"] == ["warmte"]
    selector = message.get("response_selector")
    assert selector["all_retrieval_intents"] == ["question"]
    assert selector["question"]["response"]["utter_action"] == "utter_question/warmte"
