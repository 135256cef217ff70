"""Graph component: the lemmas of a message from spaCy's Dutch model, as one line of text.

Rasa's SpacyNLP would hang a whole parsed document and a list of tokens on each of thousands of
training examples, and then hash them after every node (minutes, 2 GB). One string does it here;
the parser, which nothing needs, stays off.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import spacy
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.constants import INTENT_MESSAGE_PREFIX
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from spacy.language import Language

from rugwijzer.triage.dialect import standard

from .parts import split_message

#: Where the lemmas of a message are kept.
LEMMAS = "lemmas"
#: The parts of a message that could each be a question, each with its lemmas.
PARTS = "delen"


@lru_cache(maxsize=2)
def load_language(name: str) -> Language:
    """A spaCy model without what lemmas do not need; raises OSError when it is not installed."""
    language = spacy.load(name, exclude=["parser", "tagger", "ner", "senter"])
    if language.has_pipe("lemmatizer"):
        # To try the best three of 1,360 ways to a lemma it sorts them all: half of all the time, for
        # another lemma in 1 of 700 words.
        lemmatizer: Any = language.get_pipe("lemmatizer")
        lemmatizer.top_k = 1
    return language


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class LemmaAnnotator(GraphComponent):
    """Sets the lemmas of every message that has text."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`model` is an installed spaCy pipeline with a lemmatizer."""
        return {"model": "nl_core_news_sm"}

    @staticmethod
    def required_packages() -> list[str]:
        """Rasa checks that these can be imported."""
        return ["spacy"]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LemmaAnnotator:
        """Make the component with the configured model."""
        return cls(load_language(config["model"]))

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Another version of the model means other lemmas."""
        meta = load_language(config["model"]).meta
        return f"{meta['lang']}_{meta['name']}-{meta['version']}"

    def __init__(self, language: Language) -> None:
        """Take the spaCy pipeline."""
        self._language = language

    def process(self, messages: list[Message]) -> list[Message]:
        """Annotate messages; choices of the assistant itself ('/...') are left alone."""
        chosen = [m for m in messages if (m.get(TEXT) or "/")[:1] != INTENT_MESSAGE_PREFIX]
        for message, lemmas in zip(chosen, self._lemmas(m.get(TEXT) for m in chosen)):
            message.set(LEMMAS, lemmas)
            parts = split_message(message.get(TEXT))
            if len(parts) > 1:
                message.set(PARTS, list(zip(parts, self._lemmas(parts))))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Annotate the training examples."""
        chosen = [m for m in training_data.training_examples if m.get(TEXT)]
        for message, lemmas in zip(chosen, self._lemmas(m.get(TEXT) for m in chosen)):
            message.set(LEMMAS, lemmas)
        return training_data

    def _lemmas(self, texts: Iterable[str]) -> Iterable[str]:
        for doc in self._language.pipe((standard(t).lower() for t in texts), batch_size=128):
            yield " ".join(
                t.lemma_.replace("_", "") for t in doc if not t.is_punct and not t.is_space
            )
