"""What the entities of a network are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx


def name_of(network: nx.MultiDiGraph[str], entity: str, language: str = "zh-Hans") -> str:
    """Give the name to show for an entity of a network: its label in that language, else the one it is usually shown by."""
    about = network.nodes[entity]
    return str(about.get("labels", {}).get(language) or about.get("label") or entity)
