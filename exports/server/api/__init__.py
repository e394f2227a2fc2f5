"""The explorer's JSON API: one table of endpoints, each a task that a worker answers."""
