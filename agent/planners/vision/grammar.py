"""A JSON schema enforced while a model decodes: at every step only tokens that keep the text valid can be chosen.

llguidance computes the mask; here it is applied. Batches of one. No whitespace is allowed between the tokens of JSON,
so that a model can't fill its budget with blanks. It knows no model, and nothing of what the schema is for.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import llguidance
    import torch


FINEST = 0.001  # of a picture's side


class GrammarFailed(Exception):
    """The schema can't be enforced, or the text left the grammar."""


def wrap(tokenizer: Any, ends: list[int]) -> llguidance.LLTokenizer:
    """A Hugging Face tokenizer as llguidance sees it; seconds for a large vocabulary, so keep it."""
    from llguidance import hf

    return hf.from_tokenizer(tokenizer, n_vocab=len(tokenizer), eos_token=ends)


def bounded(schema: Mapping[str, Any], characters: int, items: int) -> dict[str, Any]:
    """The schema with objects closed, and no string and no list longer than that: what fits a budget of tokens.

    A list of a fixed or a longer least length stays as it is; so does a string that a pattern or a choice bounds, and
    an object that says itself that it is open. Fractions get three digits, for a number may have any length.
    """

    def narrow(value: Any) -> Any:
        if isinstance(value, list):
            return [narrow(inner) for inner in value]
        if not isinstance(value, dict):
            return value
        found = {key: narrow(inner) for key, inner in value.items()}
        for key, least, most in (("maxLength", "minLength", characters), ("maxItems", "minItems", items)):
            if isinstance(found.get(key), int):
                found[key] = min(found[key], max(most, found.get(least, 0)))
        if found.get("type") == "number" and (found.get("minimum"), found.get("maximum")) == (0, 1):
            found.setdefault("multipleOf", FINEST)
        if found.get("type") == "object" and "properties" in found:
            found.setdefault("additionalProperties", False)
        return found

    narrowed: dict[str, Any] = narrow(schema)
    return narrowed


class JsonGrammar:
    """A logits processor for one answer. `start` is the length of the prompt in tokens."""

    def __init__(self, tokenizer: llguidance.LLTokenizer, schema: Mapping[str, Any], start: int) -> None:
        from llguidance import LLMatcher

        rules = LLMatcher.grammar_from_json_schema(json.dumps(schema), overrides={"whitespace_flexible": False})
        self._matcher = LLMatcher(tokenizer, rules, log_level=0)
        self._read = start
        self._check()

    @property
    def finished(self) -> bool:
        """Whether what was read so far is a whole JSON text of the schema."""
        return bool(self._matcher.is_accepting())

    def read(self, tokens: list[int]) -> None:
        """Take in all tokens so far, prompt included."""
        new = tokens[self._read :]
        self._read = len(tokens)
        if new:
            self._matcher.consume_tokens(new)
            self._check()

    def __call__(self, input_ids: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
        """`scores` (1, vocabulary) with every token that would break the grammar at minus infinity."""
        import numpy as np
        import torch

        self.read(input_ids[0].tolist())
        packed = np.frombuffer(self._matcher.compute_bitmask(), np.uint8)
        self._check()
        bits = torch.from_numpy(np.unpackbits(packed, bitorder="little").astype(bool))
        allowed = torch.zeros(scores.shape[-1], dtype=torch.bool)  # rows that only pad a model's vocabulary stay out
        known = min(len(bits), len(allowed))
        allowed[:known] = bits[:known]
        return scores.masked_fill(~allowed.to(scores.device), float("-inf"))

    def _check(self) -> None:
        if self._matcher.is_error():
            raise GrammarFailed(self._matcher.get_error().splitlines()[0][:300])
