"""Reading sanctions lists: files in the forms that their publishers give them, to entries."""
