"""A reply to a check question means the same to the questionnaire and to the rules without Rasa."""

from __future__ import annotations

import asyncio

import pytest

from rugwijzer.gateway.failsafe import Failsafe, Rules, Said, load_rules
from rugwijzer.knowledge.leveltexts import LevelTexts
from rugwijzer.knowledge.office_hours import ALWAYS_OPEN
from rugwijzer.triage import Assessment

from .conftest import ROOT, Talk

FLAG = "plassen"
ASKED = {"uitkomst": "ask", "niveau": "spoed", "vlaggen": [FLAG], "uitleg": []}
QUIET = {"uitkomst": "none", "niveau": "geen", "vlaggen": [], "uitleg": []}
YES, NO, UNCLEAR = "ja", "nee", "onduidelijk"
REPLIES = {
    YES: [
        "Ja",
        "ja, sinds gisteren",
        "jawel hoor",
        "klopt",
        "dat klopt",
        "inderdaad, dat merk ik nu al een paar dagen achter elkaar",
        "helaas wel",
        "dat heb ik",
        "ik denk het wel",
        "soms een beetje",
    ],
    NO: [
        "Nee",
        "nee hoor",
        "nee, gelukkig niet",
        "klopt niet",
        "dat klopt niet",
        "dat heb ik niet",
        "niet dat ik weet",
        "geen last van",
        "nooit gehad",
        "zeker niet",
    ],
}
#: What is a yes or a no to nobody, or only to who knows that it is about nothing else.
VAGUE = [
    "weet ik niet",
    "geen idee",
    "nooit op gelet",
    "hoezo?",
    "nee wacht, ik bedoelde ja",
    "klopt dat?",
    "waarom helpt paracetamol niet",
    "helpt paracetamol wel",
    "het gaat niet beter",
    "ik wil niet bellen",
    "ik heb al jaren rugpijn",
    "ik heb het nooit",
    "nog niet",
    "sinds gisteren niet",
    "het is niet minder",
    "geen zin meer",
    "👍",
]
CLEAR = [(kind, text) for kind, texts in REPLIES.items() for text in texts]


@pytest.fixture(scope="module")
def rules() -> Rules:
    return load_rules(ROOT / "data", ALWAYS_OPEN)


class Elsewhere:
    """Rules that hear, unsure, a signal that was not asked about."""

    def assess(self, text: str) -> Assessment:
        return Assessment("ask", "spoed", ("krachtsverlies",))


def by_the_rules(rules: Rules, text: str) -> str:
    told = asyncio.run(_answered(rules, text)).told
    return NO if told is None else UNCLEAR if told.unsure else YES


async def _answered(rules: Rules, text: str) -> Said:
    return await Failsafe(lambda: rules).answer(text, "website", (FLAG,))


def by_the_form(talk: Talk, text: str, other_subject: bool = False) -> str:
    talk.say("mijn plas doet raar", found=ASKED)
    talk.say(text, answer=["matras"] if other_subject else None, found=QUIET)
    intake = talk.intake
    return YES if FLAG in intake.present else NO if FLAG in intake.denied else UNCLEAR


@pytest.mark.parametrize(("kind", "text"), CLEAR)
def test_both_read_a_clear_reply_alike(talk: Talk, rules: Rules, kind: str, text: str) -> None:
    assert (by_the_rules(rules, text), by_the_form(talk, text)) == (kind, kind)


@pytest.mark.parametrize(("kind", "text"), CLEAR)
def test_the_form_never_reads_the_contrary(talk: Talk, kind: str, text: str) -> None:
    assert by_the_form(talk, text, other_subject=True) in (kind, UNCLEAR)


@pytest.mark.parametrize("text", VAGUE)
def test_the_rules_keep_the_advice_under_its_condition_when_unsure(rules: Rules, text: str) -> None:
    assert by_the_rules(rules, text) == UNCLEAR


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ja, en mijn been voelt raar", YES),
        ("sinds een week voelt mijn been toch raar", UNCLEAR),
    ],
)
def test_with_another_signal_only_an_outright_yes_is_one(text: str, kind: str) -> None:
    texts = LevelTexts.load(ROOT / "data" / "red_flags" / "niveaus.yml")
    assert by_the_rules(Rules(Elsewhere(), texts), text) == kind
