"""The static front end of web/: read once, served with its type and an ETag."""

from __future__ import annotations

import gzip
import hashlib
import html
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rcssmin import cssmin
from rjsmin import jsmin
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rugwijzer.http.errors import NO_STORE, standard
from rugwijzer.settings import Settings

_PACKAGE = Path(__file__).resolve().parents[1]
#: Inside the package when it was installed from a wheel, beside it in a checkout.
WEB = _PACKAGE / "web" if (_PACKAGE / "web").is_dir() else _PACKAGE.parent / "web"
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".webmanifest": "application/manifest+json",
}
#: Already compressed, so compressing again only costs bytes.
_PACKED = frozenset({".woff2"})
#: Comments and indentation are for the source; a site that embeds the chat counts every byte.
_SHORTER = {".js": jsmin, ".css": cssmin}


@dataclass(frozen=True)
class Page:
    """A file ready to send, as it is and, where that helps, in gzip; each form has its own ETag."""

    body: bytes
    media_type: str
    etag: str
    packed: bytes | None


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
        # Patients of a real practice must not meet a fictional one.
        laptop = settings.env == "laptop"
        self._demo = [Route("/demo", self.demo, methods=["GET"])] if laptop else []

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
            *self._demo,
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

    async def demo(self, request: Request) -> Response:
        """GET /demo: a fictional practice with the chat on its site."""
        return self._send(request, "demo/index.html")

    async def file(self, request: Request) -> Response:
        """GET /web/<file>."""
        return self._send(request, request.path_params["name"])

    def _send(self, request: Request, name: str) -> Response:
        page = self._files.get(name)
        if page is None:
            missing = standard(404)
            media_type = "text/plain; charset=utf-8"
            return Response(missing.message, 404, headers=NO_STORE, media_type=media_type)
        body, etag = page.body, page.etag
        headers = {"Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
        if page.packed and _takes_gzip(request.headers.get("accept-encoding", "")):
            body, etag = page.packed, f'{page.etag[:-1]}-gz"'
            headers["Content-Encoding"] = "gzip"
        headers["ETag"] = etag
        known = request.headers.get("if-none-match", "")
        if etag in (tag.strip().removeprefix("W/") for tag in known.split(",")):
            return Response(status_code=304, headers=headers)
        return Response(body, media_type=page.media_type, headers=headers)


def _takes_gzip(accepted: str) -> bool:
    for item in accepted.lower().split(","):
        name, _, weight = item.partition(";")
        if name.strip() == "gzip":
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def _page(path: Path, values: Mapping[str, str]) -> Page:
    body = path.read_bytes()
    if path.suffix == ".html":
        text = body.decode("utf8")
        for name, value in values.items():
            text = text.replace(f"{{{{{name}}}}}", html.escape(value))
        body = text.encode("utf8")
    elif path.suffix in _SHORTER:
        body = _SHORTER[path.suffix](body)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    packed = None if path.suffix in _PACKED else gzip.compress(body, 9, mtime=0)
    return Page(body, _TYPES[path.suffix], etag, packed)
