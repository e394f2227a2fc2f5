"""What the command line prints, made safe for whatever reads it."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, TextIO

from .plain import plain

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

_WIDE = 200  # columns, where the output is no terminal and nothing says how wide it may be


def prepare_streams() -> None:
    """Let characters that the output's encoding lacks come out as escapes, not as a crash."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def drop_output() -> None:
    """Let what is still to be printed go nowhere, after the output has failed: closing it would only fail again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def console(stream: TextIO | None = None) -> Console:
    """Give a console on a stream (stdout); it takes no text for markup and colours nothing but what is styled."""
    from rich.console import Console

    out = stream or sys.stdout
    return Console(file=out, markup=False, highlight=False, emoji=False, width=None if out.isatty() else _WIDE)


def styled(text: str, style: str = "") -> Text:
    """Give a text from outside, cleaned of whatever could steer a terminal, in a style of ours."""
    from rich.text import Text

    return Text(plain(text), style=style)


def print_text(text: Text, out: Console, *, indent: int = 0) -> None:
    """Print a text, wrapped on a terminal, and else as one line for the programs that take lines."""
    from rich.padding import Padding
    from rich.text import Text

    if out.is_terminal:
        out.print(Padding(text, (0, 0, 0, indent), expand=False))
    else:
        out.print(Text(" " * indent).append_text(text), soft_wrap=True)


def print_json(value: object) -> None:
    """Print a value as JSON in UTF-8, whatever the locale."""
    text = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    sys.stdout.flush()
    write_bytes(text.encode("utf-8", "replace"))


def write_bytes(data: bytes) -> None:
    """Write bytes to stdout as they are."""
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def complain(message: str) -> None:
    """Print one line to stderr, whatever the message holds."""
    print(f"guanxi: {plain(message)}", file=sys.stderr)
