"""The static front end of web/: read once, served with its type and an ETag."""

from __future__ import annotations

import hashlib
import html
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rugwijzer.settings import Settings

from .errors import standard

WEB = Path(__file__).resolve().parents[2] / "web"
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".webmanifest": "application/manifest+json",
}


@dataclass(frozen=True)
class Page:
    """A file ready to send."""

    body: bytes
    media_type: str
    etag: str


class Pages:
    """The files of the front end by name; a path can therefore never leave the folder."""

    def __init__(self, settings: Settings, folder: Path = WEB) -> None:
        """Read the folder, filling in the practice's name and numbers in its pages."""
        values = {
            "praktijk_naam": settings.praktijk_naam,
            "praktijk_telefoon": settings.praktijk_telefoon,
            "huisartsenpost_telefoon": settings.huisartsenpost_telefoon,
            "tablet_idle_s": f"{settings.tablet_idle_s:g}",
        }
        self._files = {
            path.relative_to(folder).as_posix(): _page(path, values)
            for path in sorted(folder.rglob("*"))
            if path.suffix in _TYPES and path.is_file()
        }

    def routes(self) -> list[Route]:
        """The pages and their files."""
        return [
            Route("/", self.chat, methods=["GET"]),
            Route("/tablet", self.tablet, methods=["GET"]),
            # At the root, because a worker reaches no higher than its own folder.
            Route("/tablet-worker.js", self.tablet_worker, methods=["GET"]),
            Route("/verder", self.phone, methods=["GET"]),
            Route("/samenvatting", self.summary, methods=["GET"]),
            Route("/balie", self.desk, methods=["GET"]),
            Route("/web/{name:path}", self.file, methods=["GET"]),
        ]

    async def chat(self, request: Request) -> Response:
        """GET /."""
        return self._send(request, "index.html")

    async def tablet(self, request: Request) -> Response:
        """GET /tablet."""
        return self._send(request, "tablet/index.html")

    async def tablet_worker(self, request: Request) -> Response:
        """GET /tablet-worker.js."""
        return self._send(request, "tablet/worker.js")

    async def phone(self, request: Request) -> Response:
        """GET /verder: the phone that takes over from the tablet."""
        return self._send(request, "tablet/verder.html")

    async def summary(self, request: Request) -> Response:
        """GET /samenvatting: the summary on the patient's own phone."""
        return self._send(request, "tablet/samenvatting.html")

    async def desk(self, request: Request) -> Response:
        """GET /balie."""
        return self._send(request, "desk/index.html")

    async def file(self, request: Request) -> Response:
        """GET /web/<file>."""
        return self._send(request, request.path_params["name"])

    def _send(self, request: Request, name: str) -> Response:
        page = self._files.get(name)
        if page is None:
            missing = standard(404)
            return Response(missing.message, 404, media_type="text/plain; charset=utf-8")
        headers = {"ETag": page.etag, "Cache-Control": "no-cache"}
        known = request.headers.get("if-none-match", "")
        if page.etag in (tag.strip().removeprefix("W/") for tag in known.split(",")):
            return Response(status_code=304, headers=headers)
        return Response(page.body, media_type=page.media_type, headers=headers)


def _page(path: Path, values: Mapping[str, str]) -> Page:
    body = path.read_bytes()
    if path.suffix == ".html":
        text = body.decode("utf8")
        for name, value in values.items():
            text = text.replace(f"{{{{{name}}}}}", html.escape(value))
        body = text.encode("utf8")
    return Page(body, _TYPES[path.suffix], f'"{hashlib.sha256(body).hexdigest()[:32]}"')
