"""Addresses from outside, made harmless to follow."""

from __future__ import annotations

from urllib.parse import urlsplit


def web_address(url: str | None) -> str | None:
    """Give an address that leads to the web and runs nothing, None for any other.

    >>> web_address("https://example.com/1"), web_address("javascript:alert(1)")
    ('https://example.com/1', None)
    """
    try:
        return url if url and urlsplit(url).scheme in ("http", "https") else None
    except ValueError:
        return None
