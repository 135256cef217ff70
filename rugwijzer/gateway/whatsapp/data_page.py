"""The page on which a patient gets the own data: a link that works for an hour."""

from __future__ import annotations

import asyncio
import hashlib
from concurrent.futures import Executor

from itsdangerous import BadData, URLSafeTimedSerializer
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from rugwijzer.http.errors import NO_STORE
from rugwijzer.store import Database, subject
from rugwijzer.store.patients import Patient
from rugwijzer.store.trackers import Trackers

PATH = "/gegevens"
SECONDS = 3600
_MAX_TOKEN = 256
_PAGE = """<!doctype html>
<html lang="nl">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>Uw gegevens</title></head>
<body><main>
<h1>Uw gegevens</h1>
{body}
</main></body>
</html>
"""
_READY = """<p>Hier staat alles wat Rugwijzer van u bewaart. Open dit niet op een computer van een ander.</p>
<p><a href="{link}" download="mijn-gegevens.json">Bewaar mijn gegevens (JSON-bestand)</a></p>"""
_OVER = """<p>Deze koppeling werkt niet meer. Stuur in WhatsApp opnieuw: stuur mijn gegevens.</p>"""


class DataPage:
    """Makes the links and serves what is behind them."""

    def __init__(
        self, database: Database, trackers: Trackers, secret: str, public_url: str, pool: Executor
    ) -> None:
        """Take the stores, the signing secret and the address that patients reach."""
        self._database, self._trackers, self._pool = database, trackers, pool
        self._public_url = public_url.rstrip("/")
        self._serializer = URLSafeTimedSerializer(
            secret, salt="rugwijzer.gegevens", signer_kwargs={"digest_method": hashlib.sha256}
        )

    def link(self, patient_id: str) -> str | None:
        """A link for a patient, or None when the gateway has no public address."""
        if not self._public_url:
            return None
        return f"{self._public_url}{PATH}/{self._serializer.dumps(patient_id)}"

    def routes(self) -> list[Route]:
        """The page and the file behind it."""
        return [
            Route(f"{PATH}/{{token}}", self.own_data_page, methods=["GET"]),
            Route(f"{PATH}/{{token}}/bestand", self.own_data_file, methods=["GET"]),
        ]

    async def own_data_page(self, request: Request) -> Response:
        """The page: whoever only previews the link, as WhatsApp does, sees no data."""
        token = request.path_params["token"]
        if self._patient(token) is None:
            return self._over()
        body = _READY.format(link=f"{PATH}/{token}/bestand")
        return HTMLResponse(_PAGE.format(body=body), headers=NO_STORE)

    async def own_data_file(self, request: Request) -> Response:
        """Everything that is kept of the patient, as JSON."""
        patient_id = self._patient(request.path_params["token"])
        loop = asyncio.get_running_loop()
        if patient_id is None:
            return self._over()
        found = await loop.run_in_executor(self._pool, self._collect, patient_id)
        if found is None:
            return self._over()
        headers = NO_STORE | {"Content-Disposition": 'attachment; filename="mijn-gegevens.json"'}
        return Response(found, media_type="application/json", headers=headers)

    def _collect(self, patient_id: str) -> str | None:
        with self._database.begin() as session:
            if session.get(Patient, patient_id) is None:
                return None
            return subject.as_file(session, self._trackers, patient_id)

    def _patient(self, token: str) -> str | None:
        if len(token) > _MAX_TOKEN:
            return None
        try:
            return str(self._serializer.loads(token, max_age=SECONDS))
        except BadData:
            return None

    def _over(self) -> Response:
        return HTMLResponse(_PAGE.format(body=_OVER), 404, headers=NO_STORE)
