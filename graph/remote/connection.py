"""Talks to a server: asks again where that helps, and says in plain words what is wrong where it does not."""

from __future__ import annotations

import functools
import random
import re
import ssl
import tempfile
import time
from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import IO, TYPE_CHECKING
from urllib.parse import urljoin

from ..closing import Closing, undoing
from ..errors import StoreError, WrongUse
from .address import LAYOUTS, Layout, Remote

if TYPE_CHECKING:
    import httpx

_PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0)  # seconds between tries: within a minute most servers have started anew
BUILDER, READER, ASKED = 7, 4, 2  # tries more: of a build, of who reads, and of who waits for one answer
_LONGEST = 60.0  # seconds that are waited when a server says how long
_CONNECT = 10.0  # seconds until somebody must answer
_LINES = 8  # requests at a time
_MEMORY = 8 << 20  # bytes of an answer that stay in memory; the rest goes to a temporary file
_LARGEST = 64 << 30  # bytes of an answer that are taken in: what is longer does not end
_SLOWEST = 1000  # bytes a second that an answer must come with, once a server has been waited for
_MESSAGE = 1 << 14  # bytes of an error that are read
_SHOWN = 300  # characters of it that are shown
_ANYBODY = "somebody without a name (set GUANXI_STORE_USER and GUANXI_STORE_PASSWORD)"
_FULL = re.compile(r"no space left|disk (?:is )?full|quota exceeded|file too large", re.IGNORECASE)
_TAG = re.compile(r"<(?:title|head|style|script)\b.*?</[^>]*>|<[^>]*>", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered: the status, the media type without parameters, the headers, and the body from its start."""

    status: int
    media_type: str
    headers: Mapping[str, str]
    body: IO[bytes]

    def said(self) -> str:
        """Give the beginning of the body as one line of text."""
        self.body.seek(0)
        text = self.body.read(_MESSAGE).decode("utf-8", "replace")
        if self.media_type == "text/html":
            text = _TAG.sub(" ", text)
        line = " ".join(text.split())
        return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"


class Connection(Closing):
    """A way to one server, for any number of threads; `layout` tells where its endpoints are.

    `patience` is how often a request is repeated where that may help.
    """

    def __init__(self, remote: Remote, *, patience: int = BUILDER) -> None:
        """Find out what kind of server it is; StoreError where nobody answers."""
        try:
            import httpx
        except ImportError as error:
            raise WrongUse("a store on a server needs httpx: pip install 'guanxi[remote]'") from error
        self.remote, self._patience = remote, patience
        # trust_env off: no proxy and no .netrc, the server that is named is the one that is asked
        self._client = httpx.Client(
            auth=_credentials(remote) if remote.user else None,
            timeout=httpx.Timeout(remote.seconds, connect=_CONNECT),
            limits=httpx.Limits(max_connections=_LINES, max_keepalive_connections=_LINES),
            verify=remote.base.startswith("https:") and ssl.create_default_context(),  # which takes 50 ms
            headers={"User-Agent": "guanxi"},
            trust_env=False,
        )
        with undoing(self.close):
            self.layout = remote.layout or self._recognised()

    def send(
        self,
        method: str,
        part: str,
        *,
        parameters: Iterable[tuple[str, str]] = (),
        form: Mapping[str, str] | None = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        allowed: Iterable[int] = (),
        patience: int | None = None,
    ) -> Answer:
        """Send a request to an endpoint (`query`, `update` or `graphs`) until it is answered.

        `allowed` are statuses that are an answer, too. `patience` is this request's own. StoreError says
        what is wrong; requests may arrive twice and must do no harm then.
        """
        place = self.endpoint(part)
        request = self._client.build_request(
            method, place, params=tuple(parameters), data=form, content=content, headers=headers
        )
        return self._answer(request, frozenset(allowed), self._patience if patience is None else patience)

    def endpoint(self, part: str) -> str:
        """Give the address of an endpoint; StoreError where the server has none that is known."""
        path = self.layout.endpoint(part, named=self.remote.user is not None)
        if path is None:
            raise StoreError(f"{self.remote}: this address can only be read: it names no endpoint for {part}")
        return urljoin(self.remote.base, path)

    @functools.cached_property
    def most(self) -> int | None:
        """Give how many rows an answer has at most; None where the server gives all, or does not tell."""
        from . import answers

        if not self.layout.most:
            return None
        form, headers = {"query": self.layout.most}, {"Accept": answers.ROWS}
        answer = self.send("POST", "query", form=form, headers=headers, allowed=(400, 403, 500))
        if answer.status != 200:
            return None
        told = answers.texts(answers.rows(answer, self.endpoint("query")))[0][0]
        return (int(told) or None) if told.isdecimal() else None

    def refusal(self, answer: Answer, place: str) -> StoreError:
        """Put into words why a server did not do what was asked."""
        said = answer.said()
        told = f": {said}" if said else ""
        if answer.status == 401:
            if self.remote.user is None:
                return StoreError(f"{place}: asks who you are; set GUANXI_STORE_USER and GUANXI_STORE_PASSWORD")
            return StoreError(f"{place}: does not accept the user {self.remote.user!r} with this password")
        if 300 <= answer.status < 400:
            return StoreError(f"{place}: leads elsewhere, to {answer.headers.get('location', '?')}; name that address")
        if answer.status == 507 or _FULL.search(said):
            return StoreError(f"{place}: the server has no room left ({answer.status}){told}")
        why = {
            403: f"does not let {self.remote.user or _ANYBODY} do this (403)",
            404: "there is no such endpoint (404); name the address of the store, or its endpoints behind a #",
            413: "finds this too large (413)",
        }.get(answer.status, f"answers {answer.status}")
        return StoreError(f"{place}: {why}{told}")

    def close(self) -> None:
        """Let the server go."""
        self._client.close()

    def _recognised(self) -> Layout:
        """Find out by its Server header what kind of server it is."""
        request = self._client.build_request("GET", self.remote.base)
        answer = self._answer(request, frozenset(range(600)), ASKED)
        name = answer.headers.get("server", "")
        for layout in LAYOUTS:
            if layout.server and name.startswith(layout.server):
                return layout
        who = f"a server that calls itself {name[:60]!r}" if name else "a server that does not say what it is"
        raise StoreError(
            f"{self.remote}: {who} answers there ({answer.status}); name its endpoints:"
            f" {self.remote.url}#query=PATH&update=PATH&graphs=PATH"
        )

    def _answer(self, request: httpx.Request, allowed: frozenset[int], patience: int) -> Answer:
        import httpx

        place = str(request.url.copy_with(query=None))
        for number in range(len(_PAUSES) + 1):
            tries, asked_for = patience, 0.0
            try:
                answer = _spooled(self._client.send(request, stream=True), self.remote.seconds)
            except httpx.RequestError as error:
                failure = self._silence(error, place)
                if isinstance(error, httpx.ReadTimeout):  # each try has taken long
                    tries = ASKED if patience > ASKED else 0
            except OSError as error:  # of this machine's disk
                raise StoreError(f"{place}: the answer can't be kept here: {error.strerror or error}") from error
            else:
                if 200 <= answer.status < 300 or answer.status in allowed:
                    return answer
                failure = self.refusal(answer, place)
                tries, asked_for = _tries(answer), _wished(answer)
            if number >= min(tries, patience):
                raise failure
            time.sleep(max(_PAUSES[number] * random.uniform(0.8, 1.2), asked_for))
        raise AssertionError("unreachable")

    def _silence(self, error: httpx.RequestError, place: str) -> StoreError:
        import httpx

        if isinstance(error, httpx.TimeoutException) and not isinstance(error, httpx.ConnectTimeout):
            seconds = f"{self.remote.seconds:g} s; GUANXI_STORE_SECONDS lets it take longer"
            return StoreError(f"{place}: the server has not answered within {seconds}")
        if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
            return StoreError(f"{place}: nobody answers there ({error or 'no connection'}); is the server running?")
        return StoreError(f"{place}: the connection broke off ({error or type(error).__name__})")


def _tries(answer: Answer) -> int:
    """Tell how often a request that was refused is worth repeating."""
    if answer.status in (429, 502, 503, 504):
        return len(_PAUSES)
    return ASKED if answer.status >= 500 and answer.status != 507 and not _FULL.search(answer.said()) else 0


def _wished(answer: Answer) -> float:
    """Give how many seconds a server asks to be left alone: it says how many, or until when."""
    told = answer.headers.get("retry-after", "")
    try:
        wished = float(told) if told.isdecimal() else (parsedate_to_datetime(told) - datetime.now(UTC)).total_seconds()
    except (ValueError, TypeError):  # TypeError of a time without its zone
        return 0.0
    return max(0.0, min(wished, _LONGEST))


def _spooled(response: httpx.Response, seconds: float) -> Answer:
    """Take in a whole answer, so that none is taken for whole that broke off, and so that it can be asked for again."""
    import httpx

    body = tempfile.SpooledTemporaryFile(_MEMORY)  # noqa: SIM115  # whoever reads it keeps it
    start, size = time.monotonic(), 0
    try:
        for piece in response.iter_bytes(1 << 16):
            size += body.write(piece)
            if size > _LARGEST:
                raise StoreError(
                    f"{response.url.copy_with(query=None)}: the answer does not end; it has {size:,} bytes"
                )
            if time.monotonic() - start > seconds + size / _SLOWEST:
                raise httpx.ReadTimeout("too slow")
    finally:
        response.close()
    body.seek(0)
    media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    return Answer(response.status_code, media_type, response.headers, body)


def _credentials(remote: Remote) -> httpx.Auth:
    """Give what says who asks, in the way that the server wants to be told."""
    import httpx

    class Credentials(httpx.Auth):
        chosen: httpx.Auth | None = None

        def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
            if self.chosen is None:
                response = yield request
                if response.status_code != 401:
                    return
                digest = response.headers.get("www-authenticate", "").lower().startswith("digest")
                self.chosen = (httpx.DigestAuth if digest else httpx.BasicAuth)(
                    remote.user or "", remote.password or ""
                )
            yield from self.chosen.auth_flow(request)

    return Credentials()
