"""Imported sanctions lists beside what the news says: how they are kept, matched with entities, and reached by chains."""
