"""Graph component: the topic of a message with three outcomes, answer, offer or unknown.

One classifier over the full retrieval intents sets intent, ranking and Rasa's `response_selector`
together, so that they cannot contradict each other (RasaHQ/rasa issue 9751).
"""

from __future__ import annotations

from typing import Any

import joblib
import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.constants import INTENT_MESSAGE_PREFIX
from rasa.shared.nlu.constants import INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from .encoder import load_encoder
from .lemma_annotator import LEMMAS, PARTS
from .sentence_featurizer import SentenceFeaturizer, sentence_vector
from .topic_model import Ranking, TopicModel

FALLBACK = "nlu_fallback"
_FILE = "topic_model.joblib"
#: Chance from which a part of a message is answered as a question of its own.
PART_AT = 0.7
#: Chance from which a part outweighs a less certain 'out of scope' of the whole message.
CLEAR_PART_AT = 0.9
#: A certain 'out of scope', or a part about the topic of the whole, gives way only to a part with so
#: many times less doubt.
LESS_DOUBT = 5
#: From this many parts a message is a story: when a part is clear and none is nearly as clear about
#: the topic of the whole, the clear question counts and not the story around it.
STORY = 5


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicClassifier(GraphComponent, IntentClassifier):
    """Sets the intent of a message from a TopicModel.

    Config: `answer_at`, the chance from which the first topic is answered; `offer_at`, the chance
    that one of three is right from which they are offered instead. `topics` is the retrieval intent
    whose labels are topics, or None when every label is one; `small_talk` is the retrieval intent
    that gives way when a part of the message is a question.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        """The sentence vectors must be there."""
        return [SentenceFeaturizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Thresholds as chances from 0 to 1, and which labels are what."""
        return {"answer_at": 0.4, "offer_at": 0.2, "topics": "faq", "small_talk": "praat"}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TopicClassifier:
        """Make an untrained component."""
        return cls(config, model_storage, resource, TopicModel())

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> TopicClassifier:
        """Load the trained model of this resource."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, joblib.load(folder / _FILE))

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: TopicModel,
    ) -> None:
        """Take the config and a model, trained or not."""
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._model = model
        self._encoder = load_encoder()

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on all examples with an intent and store the model."""
        examples = [m for m in training_data.intent_examples if m.get(TEXT)]
        labels = [_full_intent(m) for m in examples]
        vectors = np.array([sentence_vector(m, self._encoder) for m in examples])
        voices = [_voice(m) for m in examples]
        lemmas = [m.get(LEMMAS) or "" for m in examples]
        texts = [m.get(TEXT) for m in examples]
        self._model.fit(texts, labels, vectors, voices, lemmas if any(lemmas) else None)
        with self._model_storage.write_to(self._resource) as folder:
            joblib.dump(self._model, folder / _FILE, compress=1)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set intent, intent_ranking, response_selector and the outcome on every message."""
        for message in messages:
            text = message.get(TEXT) or ""
            if not text or text.startswith(INTENT_MESSAGE_PREFIX):
                continue
            vector = sentence_vector(message, self._encoder)
            ranking = self._model.rank(text, vector, message.get(LEMMAS) or "")
            topics = self._topics(message.get(PARTS) or [], ranking)
            message.set("onderwerpen", topics, add_to_output=True)
            self._set(message, ranking, topics)
        return messages

    @property
    def _prefix(self) -> str:
        return f"{self._config['topics']}/" if self._config["topics"] else ""

    def _is_topic(self, label: str) -> bool:
        return label.startswith(self._prefix)

    def _retrieval_intents(self) -> list[str]:
        """Rasa lets only a retrieval intent have a slash in its label."""
        return sorted({label.partition("/")[0] for label in self._model.labels if "/" in label})

    def _topics(self, parts: list[tuple[str, str]], whole: Ranking) -> dict[str, Any]:
        """The outcome: topics to answer (one or two) or topics to offer."""
        chances: dict[str, float] = {}
        place: dict[str, int] = {}
        if parts:
            texts, lemmas = [p[0] for p in parts], [p[1] for p in parts]
            vectors = self._encoder.encode(texts)
            for number, ranking in enumerate(self._model.rank_all(texts, vectors, lemmas)):
                label = ranking.labels[0]
                place.setdefault(label, number)
                strict = max(PART_AT, self._config["answer_at"])
                if self._is_topic(label) and ranking.first >= strict:
                    chances[label] = max(chances.get(label, 0.0), ranking.first)
        first = whole.labels[0]
        clearest = max((p for label, p in chances.items() if label != first), default=0.0)
        drowned = (
            len(parts) >= STORY
            and clearest >= CLEAR_PART_AT
            and (first not in chances or _less_doubt(clearest, chances[first]))
        )
        if drowned:
            # What the story says besides is not asked: it is more in doubt than the question.
            chances = {
                label: p
                for label, p in chances.items()
                if p >= CLEAR_PART_AT and not _less_doubt(clearest, p)
            }
        sure = sorted(chances, key=lambda label: -chances[label])
        if whole.first >= self._config["answer_at"] and not drowned:
            sure = [first, *(label for label in sure if label != first)]
        chosen = [label for label in sure if self._is_topic(label)][:2]
        # In the order of the questions; a topic of the message as a whole comes first.
        answers = sorted(chosen, key=lambda label: place.get(label, -1))
        offers = [label for label in whole.labels if self._is_topic(label)][:3]
        return {
            "antwoord": [a.removeprefix(self._prefix) for a in answers],
            "aanbod": [o.removeprefix(self._prefix) for o in offers],
            "kans": round(whole.first, 3),
            "kans_deel": round(clearest, 3),
            "verhaal": drowned,
            "kans_aanbod": round(whole.among_three, 3),
            "aanbieden": whole.among_three >= self._config["offer_at"],
        }

    def _part_outweighs(self, ranking: Ranking, topics: dict[str, Any]) -> bool:
        """Whether a clear question in the message counts, and not the message as a whole."""
        part = topics["kans_deel"]
        if topics["verhaal"]:
            return True
        if part < CLEAR_PART_AT:
            return False
        if ranking.first < CLEAR_PART_AT or _less_doubt(part, ranking.first):
            return True
        # What stands before the question pulled the whole away, but it is still heard in it.
        return self._prefix + topics["antwoord"][0] == ranking.labels[1]

    def _set(self, message: Message, ranking: Ranking, topics: dict[str, Any]) -> None:
        top = ranking.labels[0]
        sure = ranking.first >= self._config["answer_at"]
        clear_part = self._part_outweighs(ranking, topics)
        chat = top.startswith(f"{self._config['small_talk']}/")
        if topics["antwoord"] and (not sure or chat or clear_part):
            # One part of the message is a clear question, though the whole is not.
            top, sure = self._prefix + topics["antwoord"][0], True
        name, _, key = top.partition("/")
        intent = {"name": name if sure else FALLBACK, "confidence": ranking.first}
        message.set(INTENT, intent, add_to_output=True)
        listed = [
            {"name": label, "confidence": score}
            for label, score in zip(ranking.labels, ranking.scores)
        ]
        message.set("intent_ranking", listed, add_to_output=True)
        selector: dict[str, Any] = {"all_retrieval_intents": self._retrieval_intents()}
        if sure and key:
            selector[name] = {
                "response": {
                    "intent_response_key": top,
                    "utter_action": f"utter_{top}",
                    "confidence": ranking.first,
                    "responses": [],
                },
                "ranking": [{"intent_response_key": top, "confidence": ranking.first}],
            }
        message.set("response_selector", selector, add_to_output=True)


def _less_doubt(clear: float, other: float) -> bool:
    return (1 - clear) * LESS_DOUBT < 1 - other


def _full_intent(message: Message) -> str:
    key = message.get(INTENT_RESPONSE_KEY)
    return key or message.get(INTENT)


def _voice(message: Message) -> str:
    meta = (message.get("metadata") or {}).get("intent") or {}
    return str(meta.get("stem", "onbekend"))
