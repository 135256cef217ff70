"""The trained model on messages of three words, of two hundred, and in Flemish; none is in data/."""

from __future__ import annotations

import pytest

from rugwijzer.knowledge.messages import load_messages
from rugwijzer.run.rasa import ROOT

from .test_keyboard_noise import Topic, topic_of

__all__ = ["topic_of"]

THREE_WORDS = {
    "rug matras welke": "matras",
    "mri rug nodig": "mri",
    "ibuprofen tegen rugpijn": "ontstekingsremmers",
    "rugpijn zwemmen goed": "pilates_zwemmen",
    "warmtekussen onderrug zinvol": "warmte",
    "massage rug nuttig": "massage",
}
FLEMISH = {
    "Amai mijne rug, zou ne nieuwe matras daar iet aan doen?": "matras",
    "Moet ik nu ne scanner laten pakken van mijne rug of is da ni nodig?": "mri",
    "Allez, peinst ge dat ne Dafalgan helpt tegen zeer in de rug?": "paracetamol",
    "Mag ik gaan stappen met zo'n zere rug, is da goed voor mij?": "wandelen",
    "De kinesist, heeft da eigenlijk nut voor mijn onderrug?": "fysiotherapie",
    "Kan dat van al mijn stress komen, da zeer in mijne rug?": "stress",
}
_STORY = (
    "Goedemiddag, ik ben een man van drieënveertig en ik werk al jaren bij dezelfde drukkerij in "
    "Apeldoorn. Vorige week heb ik in de tuin gewerkt en daarna voelde mijn onderrug stijf. Mijn "
    "vrouw zei dat ik het rustig aan moest doen, maar de kinderen moesten naar voetbal en de hond "
    "moest ook uit, dus daar kwam weinig van terecht. Maandag ben ik gewoon naar mijn werk gegaan. "
    "Het ging best aardig, al stond ik wat krom naast de machine en maakten de collega's er grappen "
    "over. Plassen en lopen gaat allemaal gewoon, ik heb geen koorts en verder ben ik gezond. Mijn "
    "buurman heeft altijd wel een mening klaar en hij kwam gisteravond langs met een hele lijst "
    "tips. De meeste ben ik alweer vergeten, want er was ook voetbal op televisie en ik luisterde "
    "maar met een half oor. Eén ding bleef wel hangen, omdat hij er zo zeker van was en omdat hij "
    "zei dat iedereen in zijn familie er goede ervaringen mee heeft. Nu weet ik niet of ik hem moet "
    "geloven, daarom stel ik de vraag maar gewoon hier, dan hoef ik niet te wachten tot ik iemand "
    "spreek. "
)
LONG = {
    _STORY + "Helpt een warme kruik tegen de pijn in mijn rug?": "warmte",
    _STORY + "Is een dure matras beter voor mijn rug?": "matras",
    _STORY + "Moet ik een MRI laten maken van mijn rug?": "mri",
}


def test_none_of_them_is_in_the_training_data() -> None:
    known = {m.text.lower() for m in load_messages(ROOT / "data")}
    assert not known & {text.lower() for text in (*THREE_WORDS, *FLEMISH, *LONG)}
    assert all(len(text.split()) >= 180 for text in LONG)


@pytest.mark.parametrize(
    "questions",
    [
        pytest.param(THREE_WORDS, id="short"),
        pytest.param(FLEMISH, id="flemish"),
        pytest.param(LONG, id="long"),
    ],
)
def test_most_are_answered_and_at_most_one_wrongly(
    topic_of: Topic, questions: dict[str, str]
) -> None:
    answers = {text: topic_of(text) for text in questions}
    missed = {text[-60:]: answers[text] for text in questions if answers[text] != questions[text]}
    wrong = [answer for answer in missed.values() if answer is not None]
    assert len(missed) <= len(questions) // 3, missed
    assert len(wrong) <= 1, missed
