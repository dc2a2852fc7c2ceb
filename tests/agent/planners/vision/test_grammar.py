"""A schema that holds while a model decodes, whatever it would rather say."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from agent.planners.answer import parse_answer
from agent.planners.schema import Known, strict_schema
from agent.planners.vision.grammar import GrammarFailed, JsonGrammar, bounded, wrap
from agent.planners.vision.loading import LoadedModel, load

SCHEMA = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "minLength": 2, "maxLength": 5},
        "n": {"type": "integer", "minimum": 1, "maximum": 3},
    },
    "required": ["name", "n"],
    "additionalProperties": False,
}  # fmt: skip


@pytest.fixture
def loaded(tiny: Callable[[str], Path]) -> LoadedModel:
    return load(str(tiny("llava")))


def spoken(loaded: LoadedModel, wish: Callable[[torch.Tensor], torch.Tensor], limit: int = 200) -> str:
    """What comes out when at every step the allowed token that `wish` scores highest is taken."""
    grammar, tokens, rows = (
        JsonGrammar(loaded.grammar_tokenizer, SCHEMA, 0),
        list[int](),
        loaded.model.config.get_text_config().vocab_size,
    )
    assert rows > len(loaded.processor.tokenizer)  # padded
    while len(tokens) < limit:
        scores = grammar(torch.tensor([tokens], dtype=torch.long), wish(torch.zeros(1, rows)))
        best = int(scores.argmax())
        assert scores[0, best] > float("-inf")
        if best in loaded.ends:
            break
        tokens.append(best)
    return str(loaded.processor.tokenizer.decode(tokens))


@pytest.mark.parametrize("direction", [1, -1])
def test_whatever_it_wishes_json_comes_out(loaded: LoadedModel, direction: int) -> None:
    text = spoken(loaded, lambda scores: scores + direction * torch.arange(scores.shape[-1]))
    value = json.loads(text)
    assert 2 <= len(value["name"]) <= 5
    assert value["n"] in (1, 2, 3)
    assert text == json.dumps(value, separators=(",", ":"), ensure_ascii="\\u" in text)


def test_blanks_are_no_way_to_spend_a_budget(loaded: LoadedModel) -> None:
    blanks = [
        i for i in range(len(loaded.processor.tokenizer)) if not loaded.processor.tokenizer.decode([i]).strip(" \n\t")
    ]
    assert blanks

    def wish(scores: torch.Tensor) -> torch.Tensor:
        scores[0, blanks] = 9.0
        scores[0, loaded.ends] = 5.0
        return scores

    text = spoken(loaded, wish)
    assert text.startswith('{"name":"')
    assert json.loads(text)


def test_a_schema_that_can_not_be_enforced_is_told(loaded: LoadedModel) -> None:
    with pytest.raises(GrammarFailed):
        JsonGrammar(loaded.grammar_tokenizer, {"type": "object", "properties": {"a": {"$ref": "#/nowhere"}}}, 0)


def test_a_text_that_left_the_grammar_is_told(loaded: LoadedModel) -> None:
    grammar = JsonGrammar(loaded.grammar_tokenizer, SCHEMA, 0)
    with pytest.raises(GrammarFailed):
        grammar.read(loaded.processor.tokenizer("no json")["input_ids"])


def test_finished_only_at_the_end(loaded: LoadedModel) -> None:
    grammar, tokens = (
        JsonGrammar(loaded.grammar_tokenizer, SCHEMA, 0),
        loaded.processor.tokenizer('{"name":"ab","n":1}')["input_ids"],
    )
    for at in range(1, len(tokens)):
        grammar.read(tokens[:at])
        assert not grammar.finished
    grammar.read(tokens)
    assert grammar.finished


def test_a_tokenizer_of_llama_s_kind() -> None:
    """Words that begin with a mark for the blank before them, and bytes for every letter it does not know."""
    from tokenizers import Tokenizer, normalizers
    from tokenizers.models import BPE
    from tokenizers.trainers import BpeTrainer
    from transformers import LlamaTokenizer

    bare = Tokenizer(BPE(byte_fallback=True, unk_token="<unk>", fuse_unk=True))
    bare.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    special = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256))]
    lines = ["make the red cup blue", '{"acts":[{"act":"edit","operations":[{"op":"recolor"'] * 10
    bare.train_from_iterator(lines, BpeTrainer(vocab_size=400, special_tokens=special, show_progress=False))
    learned = json.loads(bare.to_str())["model"]
    tokenizer = LlamaTokenizer(vocab=learned["vocab"], merges=[tuple(pair) for pair in learned["merges"]])
    wrapped, schema = wrap(tokenizer, [tokenizer.eos_token_id]), bounded(strict_schema(), 8, 2)
    dice = torch.Generator().manual_seed(0)
    for _ in range(10):
        grammar, tokens = JsonGrammar(wrapped, schema, 0), list[int]()
        while (
            best := int(grammar(torch.tensor([tokens], dtype=torch.long), noise(len(tokenizer), dice)).argmax())
        ) != 2:
            tokens.append(best)
        assert parse_answer(tokenizer.decode(tokens), Known()).acts


def noise(size: int, dice: torch.Generator) -> torch.Tensor:
    return torch.randn(1, size, generator=dice)


def test_a_bounded_schema_keeps_what_is_needed() -> None:
    def of(**fields: Any) -> dict[str, Any]:
        return {"properties": {"maxLength": fields}}  # a property may well be called like a keyword

    thing = {"type": "object", "properties": {"a": {"type": "object", "additionalProperties": True, "properties": {}}}}
    assert bounded(thing, 20, 3) == {**thing, "additionalProperties": False}
    pair = {"type": "array", "minItems": 4, "maxItems": 4}
    assert bounded(of(type="string", maxLength=400), 20, 3) == of(type="string", maxLength=20)
    assert bounded(of(type="string", maxLength=7), 20, 3) == of(type="string", maxLength=7)
    assert bounded({"anyOf": [pair, {**pair, "minItems": 1, "maxItems": 9}]}, 20, 3) == {
        "anyOf": [pair, {**pair, "minItems": 1, "maxItems": 3}]
    }
