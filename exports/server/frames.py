"""What goes through the pipe between the service and a worker: frames of one letter, a length and a body."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from typing import IO

READY, HEAD, DATA, END, ERROR = b"R", b"H", b"D", b"Z", b"E"
TIRED = b"tired"  # with END: this worker has grown and is better replaced
HEADER = struct.Struct(">cI")
SIZE = 1 << 16  # bytes that are gathered before they are sent


def frame(kind: bytes, body: bytes = b"") -> bytes:
    """Make a frame."""
    return HEADER.pack(kind, len(body)) + body


def send(pipe: IO[bytes], frames: bytes) -> None:
    """Send frames, all of them at once."""
    pipe.write(frames)
    pipe.flush()


def read_frame(source: IO[bytes]) -> tuple[bytes, bytes] | None:
    """Read a frame, None where the other side is gone."""
    header = source.read(HEADER.size)
    if len(header) < HEADER.size:
        return None
    kind, length = HEADER.unpack(header)
    body = source.read(length)
    return (kind, body) if len(body) == length else None


class Sink:
    """Takes an answer piece by piece, and sends it on in frames; nothing is sent before the first is full.

    So an answer that goes wrong early can still become an error, and a short one goes in one piece with its length.
    """

    def __init__(self, pipe: IO[bytes], head: Mapping[str, object]) -> None:
        self._pipe, self._head, self._waiting, self._size, self._begun = pipe, dict(head), list[bytes](), 0, False

    def write(self, data: bytes) -> int:
        """Take a piece."""
        self._waiting.append(bytes(data))
        self._size += len(data)
        if self._size >= SIZE:
            send(self._pipe, self._opening() + self._gathered())
        return len(data)

    def flush(self) -> None:
        """Wait for more: what is there goes when it fills a frame."""

    def close(self, last: bytes = b"") -> None:
        """Send the rest, and that this is all; `last` tells the service more."""
        opening = b"" if self._begun else frame(HEAD, json.dumps(self._head | {"length": self._size}).encode())
        send(self._pipe, opening + self._gathered() + frame(END, last))

    def _opening(self) -> bytes:
        if self._begun:
            return b""
        self._begun = True
        return frame(HEAD, json.dumps(self._head).encode())

    def _gathered(self) -> bytes:
        data = b"".join(self._waiting)
        self._waiting.clear()
        self._size = 0
        return frame(DATA, data) if data else b""
