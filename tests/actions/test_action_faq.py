"""Answers, 'meer weten', follow-up questions, and not knowing."""

from __future__ import annotations

from actions.content import Content

from .conftest import Talk, kinds, titles


def test_one_topic_gives_the_reviewed_answer_with_its_source(talk: Talk, known: Content) -> None:
    (message,) = talk.say("welke matras?", answer=["matras"])
    topic = known.topics["matras"]
    assert message["kind"] == "answer"
    assert message["text"].startswith(topic.text)
    assert f"Bron: {topic.sources[0].title}." in message["text"]
    assert (message["topic"], message["verdict"]) == ("matras", topic.verdict)
    assert message["sources"][0] == {
        "title": topic.sources[0].title,
        "section": topic.sources[0].section,
    }
    assert titles(message)[0] == "Meer weten"
    assert message["choices"][1]["topic"] == topic.related[0]


def test_every_topic_can_be_answered_and_fits_its_buttons(talk: Talk, known: Content) -> None:
    for topic in known.topics.values():
        (message,) = talk.say("vraag", answer=[topic.id])
        assert message["kind"] == "answer"
        assert message["sources"]
        assert 0 < len(message["choices"]) <= 4
        assert all(len(title) <= 24 for title in titles(message))


def test_a_question_about_two_topics_gets_two_answers(talk: Talk) -> None:
    messages = talk.say("helpt warmte en welke matras?", answer=["warmte", "matras"])
    assert [m["topic"] for m in messages] == ["warmte", "matras"]
    assert talk.slots["laatste_onderwerp"] == "matras"


def test_a_chosen_topic_is_answered(talk: Talk) -> None:
    (message,) = talk.say("/kies_onderwerp", "kies_onderwerp", onderwerp="stoel")
    assert message["topic"] == "stoel"


def test_a_topic_that_does_not_exist_is_not_known(talk: Talk) -> None:
    (message,) = talk.say("/kies_onderwerp", "kies_onderwerp", onderwerp="bestaat_niet")
    assert message["kind"] == "fallback"
    assert talk.slots["laatste_onderwerp"] is None


def test_more_about_the_last_topic(talk: Talk, known: Content) -> None:
    talk.say("welke matras?", answer=["matras"])
    (message,) = talk.say("meer", "meer_weten")
    topic = known.topics["matras"]
    assert message["kind"] == "answer"
    assert message["text"].startswith(topic.more)
    assert message["sources"][-1]["title"] == topic.more_source


def test_more_about_the_topic_of_the_button_not_the_last_one(talk: Talk, known: Content) -> None:
    talk.say("welke matras?", answer=["matras"])
    other = next(t for t in known.topics.values() if t.more and t.id != "matras")
    (message,) = talk.say("/kies_meer", "kies_meer", onderwerp=other.id)
    assert message["topic"] == other.id
    assert talk.slots["laatste_onderwerp"] == other.id


def test_more_about_a_topic_without_nuance_says_so_and_names_the_huisarts(
    talk: Talk, known: Content
) -> None:
    plain = next((t for t in known.topics.values() if not t.more), None)
    if plain is None:
        assert all(t.more for t in known.topics.values())
        return
    talk.say("vraag", answer=[plain.id])
    (message,) = talk.say("meer", "meer_weten")
    assert "Meer dan dit antwoord staat er niet" in message["text"]
    assert "huisarts" in message["text"]


def test_more_without_a_topic_asks_which(talk: Talk) -> None:
    (message,) = talk.say("meer", "meer_weten")
    assert message["kind"] == "fallback"
    assert "huisarts" in message["text"]


def test_how_do_you_know_names_all_sources(talk: Talk, known: Content) -> None:
    talk.say("welke matras?", answer=["matras"])
    (message,) = talk.say("hoe weet u dat?", "bron")
    topic = known.topics["matras"]
    assert all(s.title in message["text"] and s.section in message["text"] for s in topic.sources)
    assert topic.more_source in message["text"]
    assert len(message["sources"]) == len(topic.sources)


def test_why_gives_the_explanation_of_the_last_topic(talk: Talk, known: Content) -> None:
    talk.say("welke matras?", answer=["matras"])
    (message,) = talk.say("waarom?", "waarom")
    assert message["topic"] == "matras"
    assert known.topics["matras"].more in message["text"]


def test_why_without_more_says_that_there_is_no_more(talk: Talk, known: Content) -> None:
    assert not known.topics["zooltjes"].more
    talk.say("helpen zooltjes?", answer=["zooltjes"])
    (message,) = talk.say("waarom?", "waarom")
    assert "Meer dan dit antwoord staat er niet" in message["text"]


def test_how_long_gives_the_text_that_speaks_of_time(talk: Talk, known: Content) -> None:
    talk.say("moet ik wandelen?", answer=["wandelen"])
    (message,) = talk.say("voor hoe lang?", "hoe_lang")
    assert (message["kind"], message["topic"]) == ("answer", "wandelen")
    assert known.topics["wandelen"].text in message["text"]
    talk.say("gaat een hernia over?", answer=["hernia"])
    (message,) = talk.say("na hoe lang?", "hoe_lang")
    assert "binnen 3 maanden" in message["text"]
    assert known.topics["hernia"].text not in message["text"]
    assert message["sources"][-1]["title"] == known.topics["hernia"].more_source
    assert message["choices"][0]["topic"] == "hoe_lang_duurt_het"


def test_how_long_is_not_made_up(talk: Talk) -> None:
    talk.say("helpen zooltjes?", answer=["zooltjes"])
    (message,) = talk.say("voor hoe lang?", "hoe_lang")
    assert "staat niet in mijn nagekeken teksten" in message["text"]
    assert "huisarts" in message["text"]
    assert message["topic"] == "zooltjes"


def test_a_follow_up_without_a_topic_asks_which(talk: Talk) -> None:
    for intent in ("waarom", "bron", "hoe_lang"):
        assert kinds(talk.say("waarom?", intent)) == ["fallback"]


def test_likely_topics_are_offered(talk: Talk, known: Content) -> None:
    (message,) = talk.say("mijn bed?", offer=["matras", "stoel", "warmte"])
    assert message["kind"] == "fallback"
    assert [c["topic"] for c in message["choices"]] == ["matras", "stoel", "warmte"]
    assert titles(message)[0] == known.topics["matras"].title
    assert "huisarts" in message["text"]


def test_an_unknown_question_says_so_and_offers_the_check(talk: Talk) -> None:
    (message,) = talk.say("hoe repareer ik mijn fiets?")
    assert message["kind"] == "fallback"
    assert "weet ik niet" in message["text"]
    assert "huisarts" in message["text"]
    assert titles(message) == ["Controleer mijn klachten"]


def test_a_back_question_without_a_text_gets_topics_that_come_near(talk: Talk) -> None:
    (message,) = talk.say(
        "is een tatoeage op mijn rug erg?", "buiten", offer=["injecties"], outside="buiten/rug"
    )
    assert message["kind"] == "fallback"
    assert message["choices"][0]["topic"] == "injecties"
    assert "huisarts" in message["text"]


def test_topics_that_are_gone_are_not_offered(talk: Talk) -> None:
    assert talk.say("mijn rug?", "buiten", offer=["weg"], outside="buiten/rug") == []
    (message,) = talk.say("mijn bed?", offer=["weg"])
    assert "Dat weet ik niet" in message["text"]
    assert titles(message) == ["Controleer mijn klachten"]


def test_another_subject_gets_no_topics(talk: Talk) -> None:
    outside = "buiten/niet_medisch"
    assert talk.say("wat kost een auto?", "buiten", offer=["kosten"], outside=outside) == []
