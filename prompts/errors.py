"""The prompts' branch of the error tree (see tools/errors.py).

PentimentoError
└── PromptError        operator: a template is missing, or a value for it
"""

from __future__ import annotations

from tools.errors import Mender, PentimentoError


class PromptError(PentimentoError):
    """A prompt could not be rendered."""

    mend: Mender = "operator"
