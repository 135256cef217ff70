"""What the description does not hold: the portal's forms, signed webhooks, and HTTP itself."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .running import APP_SECRET, AUTH_TOKEN, Gateway

CALM = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
TEXT = st.text(max_size=80)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
FORMS = (
    *("inloggen", "wachtwoord", "code", "uitloggen", "nieuw", "beheer"),
    *("mijn/akkoord", "mijn/antwoord", "mijn/stop", "mijn/gegevens"),
    *("patient/x/notitie", "patient/x/wissen", "patient/x/melding/7"),
)
FIELDS = ("csrf", "email", "wachtwoord", "code", "alias", "notitie", "start_pain", "channel")
TWILIO_PATH, META_PATH = "/webhooks/twilio", "/webhooks/whatsapp"


@pytest.fixture(scope="module")
def client(gateway: Gateway) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=gateway.url, trust_env=False, timeout=20) as opened:
        yield opened


def accepted(reply: httpx.Response) -> None:
    """Fine, and read: the signature was right."""
    fine(reply)
    assert reply.status_code in (200, 400), reply.text


def fine(reply: httpx.Response) -> None:
    assert reply.status_code < 500, reply.text
    assert "Traceback" not in reply.text
    assert reply.headers["x-content-type-options"] == "nosniff"


@CALM
@given(
    form=st.sampled_from(FORMS),
    fields=st.dictionaries(st.sampled_from(FIELDS) | TEXT, TEXT, max_size=6),
)
def test_a_form_of_the_portal_with_anything_in_it(
    client: httpx.Client, form: str, fields: dict[str, str]
) -> None:
    page = client.get("/fysio/inloggen").text
    token = page.partition('name="csrf" value="')[2].partition('"')[0]
    raw = urlencode({"csrf": token, **fields}, errors="surrogatepass").encode()
    form_type = {"Content-Type": "application/x-www-form-urlencoded"}
    fine(client.post(f"/fysio/{form}", content=raw, headers=form_type))


@CALM
@given(
    raw=st.binary(max_size=400),
    kind=st.sampled_from(
        [
            "multipart/form-data; boundary=x",
            "multipart/form-data",
            "application/x-www-form-urlencoded; charset=x",
            "text/plain",
            "\\",
        ]
    ),
)
def test_a_body_that_is_no_form(client: httpx.Client, raw: bytes, kind: str) -> None:
    fine(client.post("/fysio/inloggen", content=raw, headers={"Content-Type": kind}))


@CALM
@given(
    path=st.binary(max_size=60),
    prefix=st.sampled_from(
        ["/", "/fysio/", "/fysio/p/", "/gegevens/", "/web/", "/api/v1/desk/alerts/"]
    ),
)
def test_any_path_and_token(client: httpx.Client, path: bytes, prefix: str) -> None:
    quoted = "".join(f"%{byte:02X}" for byte in path)
    fine(client.get(f"{prefix}{quoted}"))


@CALM
@given(body=JSON | st.binary(max_size=200))
def test_what_meta_signed_with_any_content(client: httpx.Client, body: Any) -> None:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    signature = hmac.new(APP_SECRET.encode(), raw, hashlib.sha256).hexdigest()
    headers = {"X-Hub-Signature-256": f"sha256={signature}"}
    accepted(client.post(META_PATH, content=raw, headers=headers))


@CALM
@given(value=JSON)
def test_metas_own_shape_with_anything_in_each_place(client: httpx.Client, value: Any) -> None:
    message = {
        "from": "31612345678",
        "id": "wamid.x",
        "timestamp": "1770000000",
        "type": "text",
        "text": {"body": "hoi"},
    }
    for place in ("from", "id", "timestamp", "type", "text"):
        change = {
            "metadata": {"phone_number_id": "106540352242922"},
            "contacts": value,
            "messages": [message | {place: value}],
            "statuses": [{"id": value, "status": "sent", "biz_opaque_callback_data": value}],
        }
        body = {
            "object": "whatsapp_business_account",
            "entry": [{"changes": [{"field": "messages", "value": change}]}],
        }
        raw = json.dumps(body).encode()
        signature = hmac.new(APP_SECRET.encode(), raw, hashlib.sha256).hexdigest()
        headers = {"X-Hub-Signature-256": f"sha256={signature}"}
        accepted(client.post(META_PATH, content=raw, headers=headers))


@CALM
@given(
    fields=st.dictionaries(
        st.sampled_from(
            [
                "From",
                "Body",
                "MessageSid",
                "AccountSid",
                "MessageStatus",
                "ButtonPayload",
                "NumMedia",
            ]
        )
        | TEXT,
        st.text(st.characters(exclude_categories=("Cs",)), max_size=80),
        max_size=7,
    ),
    path=st.sampled_from([TWILIO_PATH, f"{TWILIO_PATH}/status"]),
)
def test_what_twilio_signed_with_any_content(
    client: httpx.Client, fields: dict[str, str], path: str
) -> None:
    sane = {k.encode(errors="ignore").decode(): v for k, v in fields.items()}
    signed = f"https://rug.example.nl{path}" + "".join(f"{k}{sane[k]}" for k in sorted(sane))
    digest = hmac.new(AUTH_TOKEN.encode(), signed.encode(), hashlib.sha1).digest()
    headers = {"X-Twilio-Signature": base64.b64encode(digest).decode()}
    accepted(client.post(path, data=sane, headers=headers))


@CALM
@given(text=st.text(min_size=1, max_size=1200), header=st.binary(max_size=60))
def test_any_text_and_any_token(client: httpx.Client, text: str, header: bytes) -> None:
    token = client.post("/api/v1/sessions", json={"surface": "website"}).json()["session"]
    raw = json.dumps({"text": text}).encode()
    own = {"Authorization": f"Bearer {token}"}
    fine(client.post("/api/v1/messages", content=raw, headers=own))
    # What no client can send at all, httpx refuses by itself; test_bytes_that_are_no_http sends it.
    odd = b"x" + bytes(b for b in header if b > 32 and b != 127)
    for path in ("/api/v1/stream", "/api/v1/sessions", "/api/v1/desk/stream"):
        fine(client.get(path, headers=[(b"Authorization", b"Bearer " + odd), (b"Cookie", odd)]))


@CALM
@given(
    raw=st.binary(max_size=300),
    begin=st.sampled_from(
        [
            b"",
            b"GET / HTTP/1.1\r\n",
            b"POST /api/v1/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n",
            b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n",
        ]
    ),
)
def test_bytes_that_are_no_http(gateway: Gateway, raw: bytes, begin: bytes) -> None:
    parts = urlsplit(gateway.url)
    with socket.create_connection((parts.hostname, parts.port), 5) as line:
        line.sendall(begin + raw)
        line.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: line.recv(65_536), b""))
    assert b"Traceback" not in answer
    assert not answer.startswith(b"HTTP/1.1 5")
    assert httpx.get(f"{gateway.url}/live", trust_env=False).status_code == 200
