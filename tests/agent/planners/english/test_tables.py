"""The tables of words: every entry can be used."""

from itertools import chain

import pytest

from agent.planners.english import lexicon, paint, tones
from tools.colours import is_colour
from tools.operations.adjust import Adjust


def test_every_tone_names_fields_of_adjust() -> None:
    for fields in chain(tones.ADJECTIVES.values(), tones.NOUNS.values(), tones.VERBS.values()):
        assert fields
        assert set(fields) <= set(Adjust.model_fields)
        assert all(-2 <= weight <= 2 and weight for weight in fields.values())


def test_defects_are_adjectives() -> None:
    assert set(tones.ADJECTIVES) >= tones.DEFECTS


def test_comparatives_lead_to_adjectives() -> None:
    assert set(tones.comparatives().values()) <= set(tones.ADJECTIVES)


@pytest.mark.parametrize("color", sorted(lexicon.COLORS - lexicon.NO_COLOR))
def test_every_colour_word_leads_to_a_colour_with_a_number(color: str) -> None:
    assert is_colour(paint.known(color))


@pytest.mark.parametrize(
    ("form", "verb"),
    [
        ("removing", "remove"),
        ("added", "add"),
        ("cropped", "crop"),
        ("makes", "make"),
        ("taken", "take"),
        ("swapping", "swap"),
        ("table", None),
    ],
)
def test_lemma(form: str, verb: str | None) -> None:
    assert lexicon.lemma(form) == verb


def test_every_verb_is_its_own_form_and_has_a_family() -> None:
    for family, verbs in lexicon.VERBS.items():
        for verb in verbs.split():
            assert lexicon.lemma(verb) == verb
            assert family in lexicon.families()[verb]
