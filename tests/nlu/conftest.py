"""The encoder, Rasa's model storage, and a tiny training set."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from rugwijzer.nlu.encoder import SentenceEncoder, load_encoder

ROOT = Path(__file__).resolve().parents[2]
MATRAS = [
    "welke matras is goed voor mijn rug",
    "helpt een duur bed tegen rugpijn",
    "moet mijn matras harder",
    "is een boxspring goed bij rugklachten",
    "slaap ik op een te zacht matras",
    "mijn bed is twintig jaar oud",
    "traagschuim of latex matras",
    "moet ik een nieuw matras kopen",
]
WARMTE = [
    "helpt een kruik op mijn rug",
    "is warmte goed tegen rugpijn",
    "mag ik een warm bad nemen",
    "werkt een warmtekussen",
    "infraroodlamp tegen rugpijn",
    "helpt een sauna",
    "warme douche bij rugklachten",
    "warmtepleister op mijn onderrug",
]
STOP = [
    "stop",
    "ik wil stoppen",
    "laat maar",
    "hou op",
    "einde",
    "klaar nu",
    "genoeg",
    "ik stop ermee",
]
TEXTS = [*MATRAS, *WARMTE, *STOP]
LABELS = ["faq/matras"] * 8 + ["faq/warmte"] * 8 + ["stop"] * 8


@pytest.fixture(scope="session")
def encoder() -> SentenceEncoder:
    return load_encoder()


@pytest.fixture
def storage(tmp_path: Path) -> LocalModelStorage:
    folder = tmp_path / "storage"
    folder.mkdir()
    return LocalModelStorage.create(folder)


@pytest.fixture
def context() -> ExecutionContext:
    return ExecutionContext(GraphSchema({}), "test", node_name="onderdeel")


@pytest.fixture
def training_data() -> TrainingData:
    messages = []
    for i, (text, label) in enumerate(zip(TEXTS, LABELS)):
        data = {"text": text, "intent": label.split("/")[0]}
        if "/" in label:
            data["intent_response_key"] = label
        data["metadata"] = {"intent": {"stem": f"stem{i % 4}"}}
        messages.append(Message(data=data))
    return TrainingData(messages)
