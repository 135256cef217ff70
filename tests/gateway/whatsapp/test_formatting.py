"""rugwijzer.gateway.whatsapp.formatting."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rugwijzer.gateway.whatsapp.formatting import chosen_number, render
from rugwijzer.gateway.whatsapp.limits import CLOUD, TWILIO, Limits, length
from rugwijzer.gateway.whatsapp.plan import Plan


def message(titles: list[str], text: str = "Kies.", **fields: str) -> dict[str, object]:
    choices = [{"id": f"c{n}", "title": title} for n, title in enumerate(titles, 1)]
    return {"text": text, "kind": "info", "choices": choices} | fields


def test_three_choices_are_buttons_and_four_a_list() -> None:
    [buttons] = render(message(["Ja", "Nee", "Weet ik niet"]), CLOUD).parts
    assert buttons == {
        "type": "buttons",
        "text": "Kies.",
        "options": [
            {"id": "c1", "title": "Ja"},
            {"id": "c2", "title": "Nee"},
            {"id": "c3", "title": "Weet ik niet"},
        ],
    }
    [rows] = render(message(["a", "b", "c", "Dure matras of een goedkope matras"]), CLOUD).parts
    assert rows["type"] == "list"
    assert rows["options"][3] == {
        "id": "c4",
        "title": "Dure matras of een…",
        "description": "Dure matras of een goedkope matras",
    }


def test_eleven_choices_are_numbers_and_a_number_is_understood() -> None:
    rendered = render(message([f"keuze {n}" for n in range(1, 12)]), CLOUD)
    [part] = rendered.parts
    assert part["text"].splitlines()[2:5] == [
        "Antwoord met een nummer:",
        "1. keuze 1",
        "2. keuze 2",
    ]
    assert chosen_number("11", rendered.numbered) == "c11"


@pytest.mark.parametrize("text", ["2", " 2. ", "2)", "nummer 2", "Nr. 2"])
def test_a_number_is_a_choice(text: str) -> None:
    assert chosen_number(text, ("c1", "c2")) == "c2"


@pytest.mark.parametrize("text", ["0", "3", "2 dagen", "-1", "twee", "", "2 of 1", "22222"])
def test_other_text_is_no_choice(text: str) -> None:
    assert chosen_number(text, ("c1", "c2")) is None
    assert chosen_number("1", ()) is None


def test_without_buttons_a_question_for_a_number_does_not_number_its_choices() -> None:
    rendered = render(message(["Weet ik niet"], "Hoeveel pijn?", asks="pain_score"), TWILIO)
    assert rendered.numbered == ()
    assert rendered.parts[0]["text"] == "Hoeveel pijn?\n\nU kunt ook antwoorden: Weet ik niet"


SCALE, WEEK = ([str(n) for n in range(top + 1)] for top in (10, 7))


@pytest.mark.parametrize("limits", [CLOUD, TWILIO])
@pytest.mark.parametrize("titles", [SCALE, WEEK, [*SCALE, "Weet ik niet"]])
@pytest.mark.parametrize("fields", [{"asks": "pain_score"}, {}])
def test_a_typed_number_on_a_scale_is_that_number(
    limits: Limits, titles: list[str], fields: dict[str, str]
) -> None:
    rendered = render(message(titles, "Hoeveel?", **fields), limits)
    assert [chosen_number(title, rendered.numbered) for title in titles] == [None] * len(titles)
    [part] = rendered.parts
    shown = [option["title"] for option in part.get("options", [])]
    assert shown == titles or part["text"].endswith(f"U kunt antwoorden: {', '.join(titles)}")


@pytest.mark.parametrize("limits", [CLOUD, TWILIO])
@pytest.mark.parametrize(
    "asked", [message(WEEK), message(["Niet gemeten"], asks="temperature"), {"asks": "age"}]
)
def test_a_question_for_a_number_ends_the_numbers_offered_before_it(
    limits: Limits, asked: dict[str, object]
) -> None:
    plan = Plan()
    plan.say(message([f"keuze {n}" for n in range(1, 12)]), limits)
    assert plan.numbered
    plan.say({"text": "En verder?", "kind": "info"}, limits)
    assert plan.numbered
    plan.say({"text": "Hoeveel?", "kind": "question"} | asked, limits)
    assert plan.numbered == ()


@given(
    st.text(min_size=1, max_size=6000).filter(lambda t: t.strip()),
    st.lists(
        st.text(min_size=1, max_size=60).filter(lambda t: not t.strip().isdecimal()), max_size=14
    ),
    st.sampled_from([CLOUD, TWILIO]),
)
def test_no_part_breaks_a_limit_and_no_choice_is_lost(
    text: str, titles: list[str], limits: object
) -> None:
    rendered = render(message(titles, text), limits)  # type: ignore[arg-type]
    ids = [option["id"] for part in rendered.parts for option in part.get("options", [])]
    assert [*ids, *rendered.numbered] == [f"c{n}" for n in range(1, len(titles) + 1)]
    said = "".join("".join(part["text"].split()) for part in rendered.parts)
    assert "".join(text.split()) in said
    for part in rendered.parts:
        plain = part["type"] == "text"
        limit = limits.text if plain else limits.body  # type: ignore[attr-defined]
        assert 0 < length(part["text"]) <= limit
        titled = [option["title"] for option in part.get("options", [])]
        assert len(set(titled)) == len(titled)
        bound = 20 if part["type"] == "buttons" else 24
        assert all(0 < length(title) <= bound for title in titled)
