"""Chinese business news in, a knowledge graph with evidence out."""

__version__ = "0.1.0"
