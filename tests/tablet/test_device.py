"""The tablet as a device: installed as an app, and reading aloud."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from .conftest import NewContext
from .steps import heading, press

#: The browser of the tests has no voices; this one says at once what it is given.
VOICES = """
  window.spoken = [];
  const voice = (lang, localService) => ({ lang, localService, name: lang });
  const voices = [voice("en-GB", true), voice("nl-NL", false)];
  if (VOICE) voices.push(voice("nl-BE", true));
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
  Object.defineProperty(window, "speechSynthesis", { value: {
    getVoices: () => voices,
    cancel: () => {},
    speak: (words) => { spoken.push([words.text, words.voice.lang]); words.onstart(); },
  }});
"""


def _with_voice(new_context: NewContext, there: bool) -> Page:
    page = new_context().new_page()
    page.add_init_script(VOICES.replace("VOICE", "true" if there else "false"))
    page.goto("/tablet")
    heading(page, "Wat wilt u doen?")
    return page


def test_it_can_be_installed_as_an_app(tablet: Page) -> None:
    session = tablet.context.new_cdp_session(tablet)
    manifest = session.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert manifest["url"].endswith("/tablet.webmanifest")
    tablet.evaluate("navigator.serviceWorker.ready.then(() => true)")
    found = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # A private window, as the tests use, never installs; nothing else may stand in the way.
    assert [error["errorId"] for error in found if error["errorId"] != "in-incognito"] == []


def test_the_screen_is_read_aloud_by_the_dutch_voice_of_the_device(new_context: NewContext) -> None:
    page = _with_voice(new_context, there=True)
    press(page, "Lees voor")
    spoken = page.evaluate("spoken")
    assert spoken[0] == ["Wat wilt u doen?", "nl-BE"]
    assert any("Ik heb een vraag" in text for text, _ in spoken)
    press(page, "Stop voorlezen")
    expect(page.get_by_role("button", name="Lees voor")).to_be_visible()


def test_without_a_voice_on_the_device_nothing_is_offered(new_context: NewContext) -> None:
    # The Dutch voice that is there would send the text to another company.
    page = _with_voice(new_context, there=False)
    expect(page.get_by_role("button", name="Lees voor")).to_be_hidden()
