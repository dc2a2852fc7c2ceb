"""EDITS: regions, operations, engines and grounders. Knows pixels, and nothing of sessions, plans or people."""
