"""How sure each family is, on one scale from 0 to 1: its own score through a rising line of its own.

What tools/grounding/choice.py takes without asking begins at ACCEPT, so every line meets ACCEPT where the family's
authors draw the border between a find and noise. These borders come from papers, model cards and the libraries'
defaults, not from measurements of this program: no weights are at hand where it is tested.
"""

from __future__ import annotations

import numpy as np

from tools.grounding.choice import ACCEPT

Line = tuple[tuple[float, float], ...]  # (own score, how sure), rising; below the first point nothing is proposed

# The authors' demo keeps boxes from 0.35 (Liu et al., arXiv:2303.05499, demo/inference_on_a_image.py); transformers
# from 0.25, its example from 0.4, with cats in plain view at 0.44 and 0.48.
GROUNDING_DINO: Line = ((0.25, 0.30), (0.35, ACCEPT), (0.50, 0.80), (0.80, 0.95), (1.0, 1.0))
# Scores are low by nature, each phrase having an own sigmoid over thousands of boxes (Minderer et al.,
# arXiv:2306.09683): the authors' demo and transformers keep boxes from 0.1; plain things get 0.3 and more.
OWLV2: Line = ((0.10, 0.30), (0.20, ACCEPT), (0.40, 0.80), (0.70, 0.95), (1.0, 1.0))
# A sigmoid for every pixel; the authors cut it at 0.3 to 0.5 (Lüddecke and Ecker, arXiv:2112.10003). The score is that
# of the surest tenth of a part, which lies above what the part was cut at.
CLIPSEG: Line = ((0.40, 0.30), (0.55, ACCEPT), (0.80, 0.85), (1.0, 0.95))


def sureness(score: float, line: Line) -> float:
    """How sure a family's own score makes it, 0 … 1; 0 below the least that counts, and for what is no number."""
    if not score >= line[0][0]:
        return 0.0
    own, sure = zip(*line, strict=True)
    return float(np.interp(score, own, sure))
