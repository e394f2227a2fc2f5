"""Core types, schema, identity, store and analysis: the floor that everything stands on."""
