"""Negation, other people, the past: which signal counts, in the real lexicon."""

from __future__ import annotations

import pytest

from rugwijzer.triage import Triage
from rugwijzer.triage.assess import Finding


def counted(triage: Triage, text: str) -> set[str]:
    findings, _, _ = triage.find(text)
    return {f.flag for f in findings if not f.ruling}


def reasons(triage: Triage, text: str, flag: str) -> set[str]:
    findings, _, _ = triage.find(text)
    return {f.ruling.reason for f in findings if f.ruling and f.flag == flag}


@pytest.mark.parametrize(
    "text",
    [
        "geen koorts",
        "ik heb geen koorts gehad",
        "ik heb rugpijn maar geen koorts",
        "nee geen koorts of koude rillingen",
        "koorts heb ik niet",
        "koorts? nee",
        "koorts nee hoor",
        "gelukkig geen koorts",
        "ik heb geen last van koorts",
        "zonder koorts",
        "nooit koorts gehad",
        "ik heb helemaal nergens last van, ook geen koorts",
        "ik heb geen ongeluk gehad en ook geen koorts",
        "plassen gaat gewoon goed",
        "ik kan gelukkig gewoon plassen",
        "moeilijk plassen heb ik niet",
        "niet gevallen en geen ongeluk gehad",
        "ik ben niet afgevallen",
        "geen kanker en geen koorts",
        "geen pijn op de borst",
    ],
)
def test_denied_signals_do_not_count(triage: Triage, text: str) -> None:
    assert counted(triage, text) == set()


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("alles is goed behalve dat ik niet kan plassen", "plassen"),
        ("sinds mijn laatste operatie kan ik niet plassen", "plassen"),
        ("vanaf mijn laatste bevalling kan ik mijn plas niet ophouden", "plassen"),
        ("sinds mijn tiende bestraling kan ik niet plassen", "plassen"),
        ("vanaf mijn eerste tablet ben ik benauwd op de borst", "borst_benauwd"),
        ("ik heb al jaren rugpijn en plassen lukt niet meer", "plassen"),
        ("geen koorts en plassen lukt ook niet meer", "plassen"),
        ("geen pijn en plassen gaat echt niet", "plassen"),
        ("ik kan niet plassen nae de operatie", "plassen"),
        ("liggen helpt niet, elke nacht wakker van de pijn", "nachtpijn"),
        ("geen koorts maar wel een doof gevoel tussen mijn benen", "rijbroek"),
        ("geen koorts. ik plas in mijn broek", "plassen"),
        ("geen koorts\nik plas in mijn broek", "plassen"),
        ("ik heb geen gevoel meer tussen mijn benen", "rijbroek"),
        ("ik kan niet plassen", "plassen"),
        ("ik heb niet alleen rugpijn, ik heb ook koorts", "koorts"),
        ("sinds gisteren koorts, verder niks", "koorts"),
        ("gelukkig is de koorts 39 graden en niet hoger", "koorts"),
        ("ik wil geen pillen want ik heb koorts", "koorts"),
        ("nee, ik plas in mijn broek", "plassen"),
        ("geen idee, ik heb wel koorts", "koorts"),
        ("mag ik doorlopen? ik kan niet meer plassen", "plassen"),
        ("ik verlies plas, welke matras is goed?", "plassen"),
        ("rugpijn zonder uitstraling, maar ineens kan ik niet plassen", "plassen"),
        ("ik heb geen kracht meer in mijn been", "krachtverlies"),
        ("ik was nooit ziek maar nu heb ik koorts", "koorts"),
        ("ik heb al tien jaar rugpijn en nu kan ik niet plassen", "plassen"),
        ("al tien jaar rugpijn, sinds gisteren kan ik niet plassen", "plassen"),
        ("ik heb al jaren rugpijn en plassen lukt sinds gisteren niet meer", "plassen"),
        ("ik heb al jaren rugpijn en kom niet meer op mijn tenen", "krachtverlies"),
        ("al twintig jaar last van mijn rug en plas in mijn broek", "plassen"),
        ("ik loop al vijf jaar bij de fysio en plas sinds gisteren in mijn broek", "plassen"),
        ("mijn rug is niet erger dan anders, maar ik kan niet plassen", "plassen"),
        ("ik kan niet plassen. Dat heb ik nog nooit gehad", "plassen"),
        ("ik kan niet plassen. Mijn rug is altijd hetzelfde", "plassen"),
    ],
)
def test_a_signal_counts_although_something_in_the_message_speaks_against_it(
    triage: Triage, text: str, flag: str
) -> None:
    assert flag in counted(triage, text)


@pytest.mark.parametrize(
    ("text", "flag", "reason"),
    [
        ("mijn buurman heeft koorts en rugpijn", "koorts", "ander"),
        ("een collega kon niet plassen door zijn hernia", "plassen", "ander"),
        ("mijn buurman had 39 graden koorts", "koorts", "ander"),
        ("vroeger had ik wel eens koorts", "koorts", "verleden"),
        ("tien jaar geleden had ik koorts, nu rugpijn", "koorts", "verleden"),
        ("al jaren een doof gevoel in beide benen", "beide_benen", "langbestaand"),
        ("doof gevoel in beide benen, niets nieuws", "beide_benen", "langbestaand"),
        ("al twaalf jaar een doof gevoel in beide benen", "beide_benen", "langbestaand"),
        (
            "doof gevoel in beide benen. Dat is niet anders dan anders",
            "beide_benen",
            "langbestaand",
        ),
        ("hoe herken je koorts", "koorts", "algemeen"),
        ("stel dat iemand koorts heeft", "koorts", "algemeen"),
        ("voor school: wat zijn de symptomen van koorts", "koorts", "algemeen"),
        ("geen koorts", "koorts", "ontkend"),
    ],
)
def test_why_a_signal_is_set_aside(triage: Triage, text: str, flag: str, reason: str) -> None:
    assert flag not in counted(triage, text)
    assert reason in reasons(triage, text, flag)


def test_a_denial_reaches_one_clause_only(triage: Triage) -> None:
    assert counted(triage, "geen koorts, maar ik kan niet plassen") >= {"plassen"}
    assert "koorts" not in counted(triage, "geen koorts, maar ik kan niet plassen")


def test_a_finding_keeps_the_patients_own_words(triage: Triage) -> None:
    findings, _, _ = triage.find("Sinds GISTEREN kan ik niet plassen!")
    assert any(isinstance(f, Finding) and "niet plassen" in f.words for f in findings)
    assert all(f.pattern for f in findings)


@pytest.mark.parametrize(
    ("text", "flag", "escalated"),
    [
        ("Ik heb al jaren druk op mijn borst", "borst_benauwd", True),
        ("Al jaren koorts van 39", "koorts", True),
        ("Ik heb al jaren een doof gevoel in beide benen", "beide_benen", False),
    ],
)
def test_what_lasts_for_years_is_set_aside_only_for_a_flag_that_must_be_new(
    triage: Triage, text: str, flag: str, escalated: bool
) -> None:
    assert (flag in triage.assess(text, None).flags) is escalated
