"""Lets the graph follow judgements while the service goes on: in a process of its own, one at a time.

`python -m guanxi.exports.server.api.following STORE` publishes what the judgements say now.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ....graph.storage import Place

_LOG = logging.getLogger(__name__)
_WAIT = 0.5  # seconds in which further judgements are gathered


class Follower:
    """Runs that process when it is woken, and once more where it was woken meanwhile."""

    def __init__(self, store: Place) -> None:
        """Take the store; nothing runs yet."""
        self._store, self._again = str(store), False
        self._running: asyncio.Task[None] | None = None

    def wake(self) -> None:
        """Let the graph follow soon."""
        self._again = True
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(self._run())

    async def close(self) -> None:
        """End what runs: a publication that is broken off changes nothing, and the next one takes the judgements up."""
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)

    async def _run(self) -> None:
        while self._again:
            await asyncio.sleep(_WAIT)
            self._again = False
            command = (sys.executable, "-P", "-m", "guanxi.exports.server.api.following", self._store)
            process = await asyncio.create_subprocess_exec(*command, stdin=asyncio.subprocess.DEVNULL)
            try:
                if await process.wait():
                    _LOG.warning("the graph could not follow the judgements; the next build takes them up")
            finally:
                if process.returncode is None:
                    with contextlib.suppress(ProcessLookupError):
                        process.kill()
                    await process.wait()


def main() -> None:
    """Publish; Ctrl-C is for the service, which ends this."""
    import signal

    from ....graph.errors import GuanxiError
    from ...judging import follow
    from ...options import place

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        follow(place(sys.argv[1]))
    except GuanxiError as error:
        sys.exit(f"guanxi: {error}")


if __name__ == "__main__":
    main()
