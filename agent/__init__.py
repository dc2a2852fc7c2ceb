"""DECIDES: a dialogue becomes plans, a plan becomes a turn. Faces show what happens; tools and memory do the work."""

__version__ = "0.1.0"
