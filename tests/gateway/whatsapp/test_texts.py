"""The texts of data/whatsapp.yml: complete, formal, easy, and small enough for buttons."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rugwijzer.gateway.whatsapp import control, kinds
from rugwijzer.gateway.whatsapp.formatting import render
from rugwijzer.gateway.whatsapp.limits import CLOUD, length
from rugwijzer.gateway.whatsapp.texts import Texts
from rugwijzer.knowledge.readability import FLOOR, LONGEST_SENTENCE, score, sentences, words

DATA = Path(__file__).parents[3] / "data"
TEXTS = Texts.load(DATA, "praktijk De Linde")
VALUES = {"bel": "Bel uw huisarts.", "koppeling": "https://rug.praktijk.nl/gegevens/x"}
NAMES = sorted(set(TEXTS.raw) - {"versie", "toestemming_ja", "toestemming_nee"})
#: Words of WhatsApp itself that the formula counts as hard.
JARGON = ["spraakberichten", "documenten", "contacten", "locatie", "computerprogramma"]


@pytest.mark.parametrize("name", NAMES)
def test_a_text_is_formal_and_easy(name: str) -> None:
    text = TEXTS(name, **VALUES)
    assert "{" not in text
    assert not re.search(r"\b(je|jij|jouw|jou)\b", text.lower())
    plain = text.replace(VALUES["koppeling"], "")
    assert score(plain, JARGON) >= FLOOR
    assert max(len(words(s)) for s in sentences(plain)) <= LONGEST_SENTENCE


def test_the_question_for_agreement_is_one_message_with_whole_titles() -> None:
    titles = [TEXTS("toestemming_ja"), TEXTS("toestemming_nee")]
    choices = [{"id": i, "title": t} for i, t in zip((control.AGREE, control.REFUSE), titles)]
    message = {"text": TEXTS("toestemming"), "kind": "info", "choices": choices}
    [part] = render(message, CLOUD).parts
    assert [o["title"] for o in part["options"]] == titles
    assert length(part["text"]) <= CLOUD.body
    assert control.agreement(titles[0]) is not False and control.agreement(titles[1]) is False


def test_every_kind_of_message_has_its_text() -> None:
    for name in {*kinds.META.values(), kinds.UNKNOWN}:
        assert TEXTS(name)


def test_without_a_name_no_practice_is_named() -> None:
    assert "Ik ben Rugwijzer. " in Texts.load(DATA, "")("toestemming")
