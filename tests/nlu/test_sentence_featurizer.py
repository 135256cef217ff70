"""The contract of every featurizer: adds one vector, removes nothing, bears any text."""

from __future__ import annotations

import numpy as np
import pytest
from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from rugwijzer.nlu.encoder import SentenceEncoder
from rugwijzer.nlu.sentence_featurizer import SentenceFeaturizer, sentence_vector


@pytest.fixture
def featurizer(storage: LocalModelStorage, context: ExecutionContext) -> SentenceFeaturizer:
    config = {**SentenceFeaturizer.get_default_config(), "alias": "zin"}
    return SentenceFeaturizer.create(config, storage, Resource("zin"), context)


@pytest.mark.parametrize("text", ["helpt warmte?", "zzkrq xqw", "👍", "e" * 1000, "1", "ja\nnee"])
def test_one_vector_for_any_text(featurizer: SentenceFeaturizer, text: str) -> None:
    (message,) = featurizer.process([Message(data={TEXT: text})])
    (features,) = message.features
    assert features.features.shape == (1, 512)
    assert np.isfinite(features.features).all()
    assert (features.type, features.attribute, features.origin) == ("sentence", TEXT, "zin")


@pytest.mark.parametrize("data", [{}, {TEXT: ""}, {TEXT: None}, {"intent": "faq"}])
def test_a_message_without_text_passes_unchanged(
    featurizer: SentenceFeaturizer, data: dict[str, str | None]
) -> None:
    (message,) = featurizer.process([Message(data=dict(data))])
    assert list(message.features) == []


def test_it_adds_and_never_removes(featurizer: SentenceFeaturizer) -> None:
    other = Features(np.ones((1, 3)), "sentence", TEXT, "ander")
    message = Message(data={TEXT: "helpt warmte?"}, features=[other])
    featurizer.process([message])
    assert message.features[0] is other
    assert len(message.features) == 2


def test_a_batch_gives_each_message_its_own_vector(
    featurizer: SentenceFeaturizer, encoder: SentenceEncoder
) -> None:
    texts = ["helpt warmte?", "", "welke matras?"]
    messages = featurizer.process([Message(data={TEXT: t}) for t in texts])
    for message in (messages[0], messages[2]):
        alone = encoder.encode([message.get(TEXT)])[0]
        assert np.allclose(sentence_vector(message, encoder), alone, atol=1e-4)


def test_training_data_gets_vectors(
    featurizer: SentenceFeaturizer, training_data: TrainingData
) -> None:
    featurizer.process_training_data(training_data)
    assert all(len(m.features) == 1 for m in training_data.training_examples)


def test_a_vector_that_is_not_there_is_made(encoder: SentenceEncoder) -> None:
    assert sentence_vector(Message(data={TEXT: "helpt warmte?"}), encoder).shape == (512,)


def test_nothing_to_encode_gives_no_rows(encoder: SentenceEncoder) -> None:
    assert encoder.encode([]).shape == (0, 512)
