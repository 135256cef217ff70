from __future__ import annotations

import sys

import pytest

from rugwijzer.knowledge.check import lexicon_fault, main

from .conftest import Content


def test_content_in_order_is_one_line_and_exit_code_0(
    content: Content, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--map", str(content.root)]) == 0
    # 2 topics of 84 messages, one flag with 42 messages and 30 counter-examples
    assert capsys.readouterr().out == (
        "Inhoud in orde: 2 onderwerpen, 1 alarmsignalen, 240 voorbeelden\n"
    )


def test_every_problem_is_printed_with_its_file_and_exit_code_1(
    content: Content, capsys: pytest.CaptureFixture[str]
) -> None:
    with content.topic("matras") as answer:
        answer["metadata"]["oordeel"] = "misschien"
    with content.edit("red_flags/plassen.yml") as flag:
        flag["niveau"] = "morgen"

    assert main(["--map", str(content.root)]) == 1
    printed = capsys.readouterr().out
    assert "data/faq/matras.yml: onbekend oordeel 'misschien'" in printed
    assert "data/red_flags/plassen.yml: onbekend niveau 'morgen'" in printed
    assert printed.endswith("4 problemen gevonden.\n")  # both also differ from bronnen.yml


def test_without_textstat_it_says_where_the_check_works(
    content: Content, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The wheel comes without the packages of development."""
    monkeypatch.setitem(sys.modules, "textstat", None)
    assert main(["--map", str(content.root)]) == 1
    assert "make setup" in capsys.readouterr().out


def test_a_file_that_is_not_yaml_is_reported_alone(content: Content) -> None:
    content.write("faq/stoel.yml", 'responses:\n  utter: "open\n')
    (problem,) = content.problems()
    assert problem.startswith("data/faq/stoel.yml: kan niet gelezen worden bij regel 3.")


@pytest.mark.parametrize("name", ["bronnen.yml", "red_flags/woorden.yml", "red_flags/niveaus.yml"])
def test_a_missing_file_is_named(content: Content, name: str) -> None:
    (content.root / name).unlink()
    (problem,) = content.problems()
    assert f"{name} bestaat niet" in problem


@pytest.mark.parametrize("block", [["los"], [{"intent": "faq/stoel"}], [["examples"]]])
def test_examples_of_another_form_are_reported(content: Content, block: object) -> None:
    with content.edit("faq/stoel.yml") as raw:
        raw["nlu"] = block
    (problem,) = content.problems()
    assert "nlu" in problem


def test_a_line_that_compiles_has_no_fault_and_a_circle_of_lists_has() -> None:
    assert lexicon_fault("{niet} plassen", {"niet": ["niet"]}) is None
    assert lexicon_fault("{a}", {"a": ["{b}"], "b": ["{a}"]}) == (
        "de woordenlijsten verwijzen naar elkaar in een kring"
    )


def test_confusion_is_asked_for_with_an_option(
    content: Content, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--map", str(content.root), "--verwarring"]) == 0
    assert "168 voorbeelden bekeken, 100% kwam bij het goede onderwerp." in capsys.readouterr().out


def test_confusion_about_a_topic_that_is_not_there_says_so(
    content: Content, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--map", str(content.root), "--verwarring", "stoel"]) == 0
    assert main(["--map", str(content.root), "--verwarring", "stoell"]) == 1
    assert "data/faq/stoell.yml is er niet" in capsys.readouterr().out


def test_confusion_over_broken_content_says_so(
    content: Content, capsys: pytest.CaptureFixture[str]
) -> None:
    content.write("faq/stoel.yml", "a: [")
    assert main(["--map", str(content.root), "--verwarring"]) == 1
    assert "stoel.yml is geen geldige YAML" in capsys.readouterr().out
