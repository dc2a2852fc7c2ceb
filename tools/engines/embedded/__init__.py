"""The engine that is always there: classical image processing, no model, no network.

It knows nothing of operations; it offers skills on RGB pictures and says which libraries decide its pixels.
"""
