"""The dossier: all that is told of one company, person or other thing, in one document that can be handed over."""
