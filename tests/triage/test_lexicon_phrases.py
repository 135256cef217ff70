"""Words that the lexicon has beside a phrase count by themselves, and do not count for too much."""

from __future__ import annotations

import pytest

from rugwijzer.triage import Triage


def strengths(triage: Triage, text: str, flag: str) -> set[str]:
    findings, _, _ = triage.find(text)
    return {f.strength for f in findings if f.flag == flag and not f.ruling}


@pytest.mark.parametrize(
    ("flag", "text"),
    [
        ("aneurysma", "Een scheurende pijn in mijn buik."),
        ("bloedverdunners_uitval", "Ik slik bloedverdunners en heb hevige rugpijn."),
        ("bloedverdunners_uitval", "Ik gebruik Eliquis en had ineens pijn in mijn rug."),
        ("bobbel_vorm", "Er zit een verdikking op mijn rug."),
        ("bobbel_vorm", "Ik hang naar links sinds gisteren."),
        ("borst_benauwd", "Het voelt alsof mijn borstkas wordt dichtgeknepen."),
        ("ernstig_ongeval", "Ik ben de hele trap af gerold."),
        ("gewichtsverlies", "Ik zie hem wegkwijnen."),
        ("infectierisico", "Ik ben vorige maand vastgezet aan mijn rug."),
        ("kanker", "Ik ben kankerpatiënt."),
        ("koorts", "Ik heb last van nachtzweet."),
        ("koorts", "Mijn vrouw is gloeiend heet en daarna ijskoud."),
        ("krachtverlies", "Ik merk krachtverlies in mijn been."),
        ("leeftijd_eerste_keer", "Mijn moeder heeft voor de eerste keer van haar leven rugpijn."),
        ("ondraaglijk", "Ik geef de pijn een 9."),
        ("onzeker_lopen", "Ik heb over mijn benen geen controle meer."),
        ("onzeker_lopen", "Mijn benen, ik ben de controle kwijt."),
        ("overdosis", "Ik heb een handvol paracetamol naar binnen."),
        ("plassen", "Mijn plas stopt steeds."),
        ("plassen", "Plassen duurt minuten."),
        ("rijbroek", "Ik heb een rijbroekanesthesie."),
        ("rijbroek", "Als ik me afveeg is het alsof ik iemand anders veeg."),
        ("suicidaal", "Ik ben levensmoe."),
        ("wervelbreuk", "Ik heb een wervelbreuk."),
        ("wervelbreuk", "Op de foto was een inzakkingsfractuur te zien."),
        ("zwanger_signalen", "Ik ben zwanger en voel de pijn in golven."),
    ],
)
def test_a_clear_word_counts_by_itself(triage: Triage, flag: str, text: str) -> None:
    assert "zeker" in strengths(triage, text, flag)


@pytest.mark.parametrize(
    ("flag", "text"),
    [
        ("gewichtsverlies", "Ik heb veel gewichtsverlies."),
        ("gewichtsverlies", "Ik ben twee kledingmaten kleiner geworden."),
        ("hoge_rugpijn", "Het zit in mijn middenrug."),
        ("infectierisico", "Vorige week kreeg ik een stootkuur."),
        ("loopafstand", "Mijn benen worden loom als ik loop."),
        ("nachtpijn", "Nachts is het erger."),
        ("nieren", "De dokter dacht aan een nierbekkenontsteking."),
        ("overdosis", "Ik heb meer paracetamol geslikt dan mag."),
        ("overdosis", "Ik heb teveel geslikt."),
        ("suicidaal", "Ik wil het opgeven."),
        ("wervelbreuk", "Ik kan de pijn met een vinger aanwijzen."),
    ],
)
def test_a_vague_word_is_asked_about(triage: Triage, flag: str, text: str) -> None:
    assert strengths(triage, text, flag) == {"misschien"}


@pytest.mark.parametrize(
    ("flag", "text"),
    [
        ("aneurysma", "Mijn spier is gescheurd en mijn buik is dik."),
        ("bobbel_vorm", "Ik leg een warm ding op mijn rug."),
        ("bobbel_vorm", "Ik heb ineens pijn als ik naar links draai of sta."),
        ("borst_benauwd", "Ik geef de borst en heb pijn in mijn rug."),
        ("geen_verbetering", "Het weer is al weken niet beter."),
        ("ernstig_ongeval", "De hele trap naar beneden doet pijn in mijn rug."),
        ("gewichtsverlies", "Helpt gewichtsverlies tegen rugpijn?"),
        ("infectierisico", "Ik krijg een stootkuur diclofenac voor mijn rug."),
        ("koorts", "Geen koorts, maar de pijn gaat niet weg."),
        ("krachtverlies", "Mijn auto heeft krachtverlies."),
        ("loopafstand", "Ik doe zwaar werk en heb pijn in mijn been."),
        ("ondraaglijk", "Paracetamol is geen snoep."),
        ("ondraaglijk", "Ik geef mijn fysio een 9."),
        ("onzeker_lopen", "Ik heb pijn in mijn benen en geen controle bij de huisarts."),
        ("overdosis", "Wat gebeurt er als iemand te veel paracetamol slikt?"),
        ("overdosis", "Ik gebruik tramadol en heb nog een vraag."),
        ("overdosis", "Ik heb te veel pijn en slik paracetamol."),
        ("overdosis", "Ik loop nu meer dan ik van de fysio mag."),
        ("overdosis", "Moet ik eerder naar de fysio dan mijn huisarts?"),
        ("overdosis", "Na de operatie die ik heb gehad lig ik dubbel van de pijn."),
        ("plassen", "Na tien minuten lopen moet ik plassen."),
        ("rijbroek", "Iemand moet mij wassen, want bukken lukt niet."),
        ("rijbroek", "Wat is rijbroekanesthesie?"),
        ("seksueel", "In bed lukt het niet om lekker te liggen."),
        ("suicidaal", "Ik wil me opgeven voor de sportschool."),
        ("wervelbreuk", "Ik heb geen wervelbreuk."),
        ("zwanger_signalen", "Al weken heb ik pijn die in golven komt."),
        ("zwanger_signalen", "Al weken rugpijn die komt en gaat."),
        ("zwanger_signalen", "Al maanden komt de pijn na tien minuten zitten."),
        ("zwanger_signalen", "Al 3 weken pijn in mijn buik en een harde stoel."),
        ("seksueel", "Ik heb geen gevoel in mijn voet."),
    ],
)
def test_an_innocent_message_with_such_a_word_is_no_clear_signal(
    triage: Triage, flag: str, text: str
) -> None:
    assert "zeker" not in strengths(triage, text, flag)
