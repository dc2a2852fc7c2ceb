"""How an edit is to be made, read off the words: what is read, what must not be, and that no other word is lost."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.engines import Engines
from agent.manner import Manner, read
from agent.spoken import Spoken
from tests.pretended import Having, Pretended

SKETCH, HAT = "a" * 64, "b" * 64
SPOKEN = Engines().spoken


def told(manner: Manner) -> dict[str, Any]:
    """What was read, without what was not said."""
    said = {
        "engine": manner.engine, "seed": manner.seed, "amount": manner.amount, "loosely": manner.loosely,
        "guides": tuple((one.kind, one.picture) for one in manner.controls), **manner.numbers,
    }  # fmt: skip
    return {name: value for name, value in said.items() if value not in (None, ())}


READ: list[tuple[str, str, dict[str, Any]]] = [
    # engines
    ("use kontext for this: make her smile", "make her smile", {"engine": "kontext"}),
    ("Use FLUX.1 Kontext and make her smile", "make her smile", {"engine": "kontext"}),
    ("with kontext make her smile", "make her smile", {"engine": "kontext"}),
    ("make her smile with qwen-edit", "make her smile", {"engine": "qwen-edit"}),
    ("make her smile with Qwen Image Edit, please", "make her smile, please", {"engine": "qwen-edit"}),
    ("make her smile, using flux2-klein", "make her smile", {"engine": "flux2-klein"}),
    ("make her smile using the FLUX 2 klein model", "make her smile", {"engine": "flux2-klein"}),
    ("make her smile. use kontext", "make her smile", {"engine": "kontext"}),
    ("replace the dog with a cat with sdxl", "replace the dog with a cat", {"engine": "sdxl"}),
    ("turn it into winter via instruct-pix2pix", "turn it into winter", {"engine": "ip2p"}),
    ("use the embedded engine to remove the bin", "remove the bin", {"engine": "embedded"}),
    ("use engine warp9: make her smile", "make her smile", {"engine": "warp9"}),
    ("remove the bin without a model", "remove the bin", {"engine": "embedded"}),
    ("can you use kontext to make her smile?", "make her smile?", {"engine": "kontext"}),
    ("how about using kontext: make her smile", "make her smile", {"engine": "kontext"}),
    ("without any model, remove the bin", "remove the bin", {"engine": "embedded"}),
    ("make her smile locally", "make her smile", {"engine": "local"}),
    ("用kontext让她微笑", "让她微笑", {"engine": "kontext"}),
    ("使用qwen-edit来让天空变红", "让天空变红", {"engine": "qwen-edit"}),
    ("让她微笑，用 kontext", "让她微笑", {"engine": "kontext"}),
    ("不用模型，去掉垃圾桶", "去掉垃圾桶", {"engine": "embedded"}),
    ("本地处理，让她微笑", "让她微笑", {"engine": "local"}),
    # numbers
    ("make her smile in 40 steps", "make her smile", {"steps": 40}),
    ("in 40 steps, make her smile", "make her smile", {"steps": 40}),
    ("make her smile with 8 sampling steps and crop it", "make her smile and crop it", {"steps": 8}),
    ("make her smile, steps=30", "make her smile", {"steps": 30}),
    ("make her smile, guidance 9", "make her smile", {"guidance": 9.0}),
    ("make her smile at cfg 4.5", "make her smile", {"guidance": 4.5}),
    ("make her smile with a guidance scale of 7", "make her smile", {"guidance": 7.0}),
    ("make her smile, image guidance 1.2 and guidance 8", "make her smile", {"image_guidance": 1.2, "guidance": 8.0}),
    ("denoising strength 0.6, make her smile", "make her smile", {"strength": 0.6}),
    ("make her smile, strength 0.4", "make her smile", {"amount": 0.4}),
    ("make her smile at 40 % strength", "make her smile at 40 % strength", {"loosely": 0.4}),
    ("make her smile, seed 7", "make her smile", {"seed": 7}),
    ("with seed 7 make her smile", "make her smile", {"seed": 7}),
    ("make her smile with the lcm scheduler", "make her smile", {"scheduler": "lcm"}),
    ("make her smile using the Euler a sampler", "make her smile", {"scheduler": "euler-a"}),
    ("make her smile, use lightning", "make her smile", {"scheduler": "lightning"}),
    ("让她微笑，40步", "让她微笑", {"steps": 40}),
    ("用40步让她微笑", "让她微笑", {"steps": 40}),
    ("让她微笑，40步，引导9，种子 7", "让她微笑", {"steps": 40, "guidance": 9.0, "seed": 7}),
    ("让她微笑，图像引导1.2", "让她微笑", {"image_guidance": 1.2}),
    ("让她微笑，cfg 4", "让她微笑", {"guidance": 4.0}),
    ("让天空更蓝，强度0.4", "让天空更蓝", {"amount": 0.4}),
    ("让天空更蓝，重绘幅度0.6", "让天空更蓝", {"strength": 0.6}),
    ("让她微笑，用lcm采样器", "让她微笑", {"scheduler": "lcm"}),
    # several at once
    ("make it flooded with kontext in 30 steps", "make it flooded", {"engine": "kontext", "steps": 30}),
    (
        "with kontext, guidance 3, make it flooded, seed 9",
        "make it flooded",
        {"engine": "kontext", "guidance": 3.0, "seed": 9},
    ),
    ("用kontext，40步，让她微笑", "让她微笑", {"engine": "kontext", "steps": 40}),
    ("use kontext in 30 steps: make it look flooded", "make it look flooded", {"engine": "kontext", "steps": 30}),
    # guides
    ("make it gold but keep the shape", "make it gold", {"guides": (("canny", None),)}),
    ("turn it into winter, keeping the edges as they are", "turn it into winter", {"guides": (("canny", None),)}),
    ("让它变成金色，但保持轮廓", "让它变成金色", {"guides": (("canny", None),)}),
]
NOT_READ = [
    "use the brush in the corner", "add a man with a remote control", "with a remote control",
    "paint it with the brush", "replace the sign with sdxl", "show the dress without a model", "make the model smile",
    "use flux to make her smile", "I want her to stand on the catwalk without a model", "give the model longer hair",
    "use the same colours", 'write "use kontext for this" at the top', "write 'in 40 steps' below", "写上“用kontext”",
    "save it as kontext.png", "call the red cup kontext", "remember to use kontext", "always use 40 steps",
    "what is guidance 9?", "which engine made this, kontext?", "undo 4 steps", "go back 40 steps", "redo 5 steps",
    "remove the 12 steps", "add a house with 30 steps", "make the stairs have 40 steps", "do it in 2 steps",
    "undo steps 2 and 3", "add lightning to the sky", "add clouds, rain, lightning", "a turbo engine in the garage",
    "plant a sunflower seed 7 cm deep", "remove the 7 seeds", "add a child under the guidance of 2 teachers",
    "make the sky 40 percent brighter", "in step 2 use strength 0.4", "half the strength", "make it stronger",
    "keep the shape", "keep the car", "follow the road with a fence", "follow the attached sketch", "use this pose",
    "brighten the left half", "a photo of a diffusion cloud", "remote", "sd", "", "   ", "第40步", "撤销3步",
    "回到40步", "去掉第5步", "把种子去掉", "去掉7粒种子", "用画笔画一条线", "用红色写上你好", "加强一点", "换成红色",
    "去掉本地人", "强度减半",
]  # fmt: skip
ALONE = [
    "use kontext for this", "try that with kontext", "how about kontext?", "try that again with kontext", "kontext",
    "now kontext instead",
    "once more with kontext", "in 40 steps", "guidance 9", "seed 7", "use kontext", "do it again in 30 steps",
    "用 kontext 再来一次", "换成kontext", "用kontext再试一次", "40步", "种子 7",
]  # fmt: skip


@pytest.mark.parametrize(("said", "left", "found"), READ, ids=[said for said, _, _ in READ])
def test_what_is_said_of_how_is_read_and_taken_off(said: str, left: str, found: dict[str, Any]) -> None:
    manner = read(said, SPOKEN)
    assert (manner.words, told(manner), manner.trouble) == (left, found, "")
    assert not manner.alone


@pytest.mark.parametrize("said", NOT_READ)
def test_ordinary_words_stay_as_they_are(said: str) -> None:
    manner = read(said, SPOKEN)
    assert manner.words == said
    assert told(manner) == {}


@pytest.mark.parametrize("said", ALONE)
def test_nothing_but_the_manner_is_about_what_was_done_last(said: str) -> None:
    assert read(said, SPOKEN).alone


@pytest.mark.parametrize("said", ["redo step 2 with kontext", "in step 2 use kontext", "第2步用kontext再来一次"])
def test_or_about_a_step_by_its_number(said: str) -> None:
    manner = read(said, SPOKEN)
    assert (manner.engine, manner.turn, manner.alone) == ("kontext", 2, False)


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("guidance 900", "guidance goes from 0 to 50"), ("make her smile in 500 steps", "steps goes from 1 to 200"),
        ("seed 99999999999", "seed"), ("denoising strength 3", "strength"), ("引导 900", "guidance"),
    ],
)  # fmt: skip
def test_a_number_that_no_model_takes_is_told(said: str, named: str) -> None:
    manner = read(said, SPOKEN)
    assert named in manner.trouble
    assert manner.numbers == {}


GUIDED = [
    ("make him jump, follow the attached sketch", "make him jump", "sketch"),
    ("use this pose: make him jump", "make him jump", "pose"),
    ("with this depth map make it a cave", "make it a cave", "depth"),
    ("make it a cave based on the segmentation map", "make it a cave", "segmentation"),
    ("按照这张草图，让它变旧", "让它变旧", "sketch"),
    ("让他跳起来，用这个姿势", "让他跳起来", "pose"),
    ("参考这张深度图让它变旧", "让它变旧", "depth"),
]


@pytest.mark.parametrize(("said", "left", "kind"), GUIDED)
def test_an_attached_picture_guides_and_is_no_reference_then(said: str, left: str, kind: str) -> None:
    manner = read(said, SPOKEN, [SKETCH])
    assert (manner.words, told(manner), manner.references) == (left, {"guides": ((kind, SKETCH),)}, ())
    assert read(said, SPOKEN).words == said  # without a picture there is nothing to follow


def test_of_several_pictures_the_guide_is_the_first_or_the_last_as_it_is_said() -> None:
    first = read("use this pose and put this hat on him", SPOKEN, [SKETCH, HAT])
    assert (told(first)["guides"], first.references) == ((("pose", SKETCH),), (HAT,))
    last = read("put this hat on him, follow the attached sketch", SPOKEN, [HAT, SKETCH])
    assert (told(last)["guides"], last.references) == ((("sketch", SKETCH),), (HAT,))


@pytest.mark.parametrize(
    "said",
    ["put this hat on him", "replace the poster with this sketch", "match the colours of this photo", "把这张图当背景"],
)
def test_other_pictures_stay_references(said: str) -> None:
    manner = read(said, SPOKEN, [SKETCH])
    assert (manner.words, manner.references, manner.controls) == (said, (SKETCH,), ())


def test_an_engine_of_another_package_with_an_ordinary_name_has_to_be_called_an_engine() -> None:
    spoken = Having(Pretended("painter"), Pretended("fast_one-2")).spoken
    assert read("use the painter in the corner", spoken).engine is None
    assert read("a picture by a painter with a hat", spoken).engine is None
    assert read("use the painter engine: make her smile", spoken).engine == "painter"
    assert read("make her smile using painter", spoken).engine == "painter"
    assert read("make her smile with fast one 2", spoken).engine == "fast_one-2"


def test_nothing_is_known_where_nothing_is_named() -> None:
    assert read("use kontext: smile", Spoken()).words == "use kontext: smile"


PIECES = [piece for said, _, _ in READ for piece in re.split(r"(?<=[,，:])\s*", said)] + NOT_READ + ALONE
sentences = st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=6).map(" ".join)


@given(sentences | st.text(max_size=200))
def test_it_never_raises_and_drops_no_word_that_it_has_not_read(said: str) -> None:
    manner = read(said, SPOKEN, [SKETCH])
    letters = [Counter(re.findall(r"\w", text)) for text in (said, manner.words, " ".join(manner.taken))]
    assert letters[0] == letters[1] + letters[2]
    again = read(manner.words, SPOKEN, manner.references)
    assert Counter(re.findall(r"\w", again.words)) <= letters[1]


@given(st.sampled_from(READ), st.sampled_from(READ))
def test_an_utterance_that_was_read_has_nothing_left_to_read(one: tuple[Any, ...], other: tuple[Any, ...]) -> None:
    left = read(one[1], SPOKEN)
    assert set(told(left)) <= {"loosely"}
    assert read(f"{one[1]}. {other[1]}", SPOKEN).engine is None
