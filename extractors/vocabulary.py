"""The word lists of the readers: YAML files in `lexicon/`, read once and checked."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from ..graph.errors import DataFileError


@functools.cache
def load_yaml(name: str, folder: str = "lexicon") -> Mapping[str, Any]:  # values as YAML reads them
    """Give a YAML file of `lexicon/` or another data folder as a mapping; raises DataFileError that names file and line."""
    import yaml

    loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml's: ten times as fast
    text = files("guanxi.extractors").joinpath(folder, name).read_text(encoding="utf-8")
    try:
        data = yaml.load(text, Loader=loader)
    except yaml.YAMLError as error:
        raise DataFileError(f"{folder}/{name}: {' '.join(str(error).split())}") from error
    if not isinstance(data, dict):
        raise DataFileError(f"{folder}/{name}: not a mapping")
    return data


@functools.cache
def words(name: str, key: str) -> tuple[str, ...]:
    """Give a list of strings from a file of `lexicon/`; raises DataFileError where there is none."""
    value = load_yaml(name).get(key)
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise DataFileError(f"lexicon/{name}: {key}: not a list of strings")
    return tuple(value)


@functools.cache
def pattern(name: str, key: str, flags: int = 0) -> re.Pattern[str]:
    """Give a regular expression from a file of `lexicon/`; raises DataFileError where it is none."""
    value = load_yaml(name).get(key)
    try:
        return re.compile(str(value) if value is not None else "(", flags)
    except re.error as error:
        raise DataFileError(f"lexicon/{name}: {key}: {error}") from error
