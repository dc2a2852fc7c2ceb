"""EXPLAINS: tells a planner what can be asked for. Knows words, and nothing of pixels or of who decides."""
