"""rugwijzer.report: from a tracker store to a page for editors."""

from __future__ import annotations

import stat
from datetime import date, datetime, timedelta, timezone
from functools import cache
from pathlib import Path

import pytest
import yaml
from rasa.core.actions.action import create_bot_utterance
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from rugwijzer.knowledge.office_hours import ZONE
from rugwijzer.nlu.encoder import UniversalSentenceEncoder
from rugwijzer.report.__main__ import main
from rugwijzer.report.masking import mask, shared_words, written_words
from rugwijzer.report.weekly import keep, last_week, make, remove_old
from rugwijzer.settings import Settings, SettingsError
from tests.store.conftest import postgres_url

from .events import WEDNESDAY, bot, chooses, copy, form, slot, user, write

__all__ = ["postgres_url"]

MONDAY = date(2026, 11, 16)
LATER = datetime(2026, 11, 23, 6, 0, tzinfo=timezone.utc)
DATA = Path(__file__).resolve().parents[2] / "data"
#: Six people who ask the same in their own words; one of them tells who she is.
ASKED = (
    "mag ik in bad met rugpijn",
    "mag ik met mijn rugpijn in bad",
    "helpt een warm bad bij rugpijn, ik ben Truus Kwakernaak",
    "is een bad goed bij rugpijn",
    "kan ik in bad gaan met rugpijn",
    "mag ik een bad nemen met pijn in mijn rug uit Sint Jacobiparochie",
)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "gesprekken.sqlite"


#: The real encoder, whose weights are read once for all tests.
encoder = cache(UniversalSentenceEncoder)


def report(store: Path, words: bool = True) -> str:
    settings = Settings(
        report="zinnen" if words else "cijfers", tracker_url=f"sqlite:///{store}", data_dir=DATA
    )
    return make(settings, MONDAY, LATER, encoder)


def ask_all(store: Path) -> None:
    for number, text in enumerate(ASKED):
        write(store, f"website-{number}", user(text), bot("fallback"))


def test_the_same_question_of_six_people_becomes_one_group(store: Path) -> None:
    ask_all(store)
    text = report(store)
    assert "- 5 gesprekken; woorden:" in text and "rugpijn" in text and "bad" in text
    assert "  - mag ik" in text


def test_what_one_person_tells_is_never_shown(store: Path) -> None:
    ask_all(store)
    text = report(store).lower()
    for word in ("truus", "kwakernaak", "jacobiparochie"):
        assert word not in text


def test_postgresql_gives_the_same_report(store: Path, postgres_url: str) -> None:
    ask_all(store)
    copy(store, postgres_url)
    chosen = Settings(report="zinnen", tracker_url=postgres_url, data_dir=DATA)
    assert make(chosen, MONDAY, LATER, encoder) == report(store)


@pytest.mark.asyncio
@pytest.mark.parametrize("name", ["rug", "onzin", "misbruik", "niet_medisch", "anders_medisch"])
async def test_what_the_domain_itself_answers_counts_as_no_answer(store: Path, name: str) -> None:
    responses = yaml.safe_load((DATA / "buiten" / f"{name}.yml").read_text("utf8"))["responses"]
    domain = Domain.from_dict({"responses": responses})
    nobody = DialogueStateTracker.from_events("website-0", [], domain.slots)
    spoken = await TemplatedNaturalLanguageGenerator(domain.responses).generate(
        f"utter_buiten/{name}", nobody, "website"
    )
    assert spoken is not None
    event = create_bot_utterance(spoken).as_dict()
    for number, text in enumerate(ASKED):
        write(store, f"website-{number}", user(text), event)
    assert "Zonder antwoord: 5." in report(store, words=False)


def test_words_are_opt_in(store: Path) -> None:
    ask_all(store)
    text = report(store, words=False)
    assert "RUGWIJZER_REPORT=cijfers" in text and "bad" not in text
    assert Settings().report == "uit"
    with pytest.raises(SettingsError, match="RUGWIJZER_REPORT"):
        Settings(report="alles")


def test_one_person_who_asks_often_is_no_group(store: Path) -> None:
    said = [event for text in ASKED for event in (user(text), bot("fallback"))]
    write(store, "website-1", *said)
    text = report(store)
    assert "Geen vraag kwam zo vaak voor." in text and "minder dan 5" in text


@pytest.mark.parametrize(
    ("sender", "before", "outcome"),
    [
        ("whatsapp-{}", (), "none"),
        ("followup-{}", (), "none"),
        ("website-{}", (), "ask"),
        ("website-{}", (user("controleer"), form("triage_form")), "none"),
        ("website-{}", (user("plas niet"), slot("advies_open", {"niveau": "spoed"})), "none"),
    ],
)
def test_words_about_the_patient_are_not_read(
    store: Path, sender: str, before: tuple[dict[str, object], ...], outcome: str
) -> None:
    for number, text in enumerate(ASKED):
        write(store, sender.format(number), *before, user(text, outcome), bot("fallback"))
    assert "mag ik" not in report(store)


@pytest.mark.parametrize(
    ("on_sunday", "read"),
    [
        ((user("plas niet"), slot("advies_open", {"niveau": "spoed"})), False),
        ((user("controleer"), form("triage_form")), False),
        ((form("triage_form"),), False),
        ((user("controleer"), form("triage_form"), form(None)), True),
        ((slot("advies_open", {"niveau": "spoed"}), slot("advies_open", None)), True),
    ],
)
def test_what_was_opened_before_the_week_still_counts(
    store: Path, on_sunday: tuple[dict[str, object], ...], read: bool
) -> None:
    midnight = datetime(2026, 11, 16, tzinfo=ZONE).timestamp()
    for number, text in enumerate(ASKED):
        write(store, f"website-{number}", *on_sunday, at=midnight - 60)
        write(store, f"website-{number}", user(text), bot("fallback"), at=midnight + 60)
    said = report(store)
    assert "Gesprekken: 5. Berichten van patiënten: 5. " in said
    assert ("mag ik" in said) is read


def test_a_questionnaire_of_last_week_is_not_begun_again(store: Path) -> None:
    midnight = datetime(2026, 11, 16, tzinfo=ZONE).timestamp()
    for number in range(6):
        sender = f"website-{number}"
        write(store, sender, user("controleer"), form("triage_form"), at=midnight - 60)
        write(store, sender, user("nee"), form(None), bot("outcome"), at=midnight + 60)
    assert "Begonnen: 0. Af: 0." in report(store)


def test_another_week_is_another_report(store: Path) -> None:
    for number, text in enumerate(ASKED):
        at = WEDNESDAY - timedelta(days=7).total_seconds()
        write(store, f"website-{number}", user(text), bot("fallback"), at=at)
    assert "Gesprekken: 0." in report(store)


def test_what_was_offered_together_and_chosen(store: Path) -> None:
    offer = bot("fallback", "stoel", "matras")
    for number in range(10):
        after = chooses("matras") if number < 7 else user("laat maar")
        write(store, f"tablet-{number}", user("mijn bed"), offer, after, bot("answer"))
    for number in range(4):
        write(store, f"website-{number}", user("x"), bot("fallback", "mri", "rontgenfoto"))
    text = report(store)
    row = next(line for line in text.splitlines() if line.startswith("| Dure matras"))
    assert "| 10 |" in row and "Dure matras (5)" in row and "| minder dan 5 |" in row
    assert "MRI" not in text


def test_where_questionnaires_are_left(store: Path) -> None:
    start = (
        user("controleer mijn klachten"),
        form("triage_form"),
        bot("question", asks="red_flags", red_flags=["koorts"]),
    )
    age = (user("nee"), bot("question", asks="age"))
    for number in range(6):
        write(store, f"website-{number}", *start, *age)
    for number in range(10):
        end = (user("40"), form(None), bot("outcome", level="geen"))
        write(store, f"tablet-{number}", *start, *age, *end)
    for number in range(5):
        write(store, f"website-a{number}", *start, user("ja"), bot("escalation"), form(None))
    for number in range(20):
        write(store, f"website-s{number}", *start, user("stop"), form(None), bot("info"))
    text = report(store)
    assert (
        "Begonnen: 40. Af: 10. Geëindigd met een advies om te bellen: 5. "
        "Gestopt met 'stop' of een andere vraag: 20. Zomaar weg: 5." in text
    )
    assert "| leeftijd | 15 | 5 |" in text
    assert "| koorts of een ziek gevoel | 40 | 20 |" in text


def test_a_questionnaire_under_way_is_not_left_yet(store: Path) -> None:
    at = LATER.timestamp() - 60
    settings = Settings(report="cijfers", tracker_url=f"sqlite:///{store}", data_dir=DATA)
    for number in range(6):
        write(store, f"website-{number}", user("controleer"), form("triage_form"), at=at)
    assert "Zomaar weg: 0." in make(settings, date(2026, 11, 23), LATER)


def test_without_a_store_the_report_is_empty(store: Path) -> None:
    assert "Gesprekken: 0." in report(store)


def test_rare_words_and_digits_are_gaps() -> None:
    allowed = frozenset({"mag", "ik", "in", "bad", "met"})
    assert (
        mask("Mag ik in bad met mevrouw Kwakernaak (83)?", allowed)[0]
        == "mag ik in bad met … [naam] …?"
    )
    assert mask("mag ik", allowed) == ("mag ik", 0.0)
    assert mask("xyz 112", allowed) == ("…", 1.0)


def test_a_word_is_shared_when_five_conversations_used_it() -> None:
    said = [["kwakernaak wil in bad"] * 9, *([["ik wil in bad"]] * 4)]
    assert shared_words(said) == {"wil", "in", "bad"}
    assert {"rugpijn", "mag"} <= written_words(DATA)


def test_reports_are_for_their_owner_and_go_after_a_while(tmp_path: Path) -> None:
    folder = tmp_path / "weken"
    path = keep("tekst", MONDAY, folder)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    keep("tekst", MONDAY - timedelta(days=91), folder)
    assert remove_old(90, LATER, folder) == 1
    assert [p.name for p in folder.iterdir()] == ["weekbericht-2026-11-16.md"]


def test_two_workers_may_write_the_same_week(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The queue may give the task to both; the second begins while the first is about to finish."""
    finish = Path.replace

    def meanwhile(draft: Path, target: Path) -> Path:
        monkeypatch.setattr(Path, "replace", finish)
        keep("van de tweede", MONDAY, tmp_path)
        return finish(draft, target)

    monkeypatch.setattr(Path, "replace", meanwhile)
    path = keep("van de eerste", MONDAY, tmp_path)
    assert path.read_text("utf8") == "van de eerste"
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_a_draft_that_was_never_finished_goes_as_well(tmp_path: Path) -> None:
    left = tmp_path / "weekbericht-2026-01-05.md.x7Kq"
    left.write_text("woorden")
    assert remove_old(90, LATER, tmp_path) == 1
    assert not left.exists()


@pytest.mark.parametrize("hour", [0, 23])
def test_the_last_whole_week_is_that_of_the_dutch_clock(hour: int) -> None:
    sunday = datetime(2026, 11, 22, hour, 0, tzinfo=timezone.utc)
    # 23 hours UTC is Monday in the Netherlands already.
    assert last_week(sunday) == (MONDAY if hour == 23 else date(2026, 11, 9))


def test_reports_lie_where_the_settings_say_and_old_ones_go_when_it_is_off(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "weken"
    monkeypatch.setenv("RUGWIJZER_TRACKER_URL", f"sqlite:///{store}")
    monkeypatch.setenv("RUGWIJZER_DATA_DIR", str(DATA))
    monkeypatch.setenv("RUGWIJZER_REPORT_DIR", str(folder))
    old = keep("tekst", date(2020, 1, 6), folder)
    assert main(["--opruimen"]) == 0
    assert not old.exists() and not list(folder.iterdir())
    keep("tekst", date(2020, 1, 6), folder)
    assert main(["--maandag", "2026-11-16"]) == 0
    assert [p.name for p in folder.iterdir()] == ["weekbericht-2026-11-16.md"]


def test_the_command_says_where_the_report_is(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ask_all(store)
    monkeypatch.setenv("RUGWIJZER_TRACKER_URL", f"sqlite:///{store}")
    monkeypatch.setenv("RUGWIJZER_DATA_DIR", str(DATA))
    assert main(["--maandag", "2026-11-16", "--map", str(tmp_path / "uit")]) == 0
    path = Path(capsys.readouterr().out.strip())
    assert "Zonder antwoord: 5." in path.read_text("utf8")
