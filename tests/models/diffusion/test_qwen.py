"""Qwen-Image-Edit's own traps: pictures taken for words, guidance that is silently off, videos, and squeezed sizes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PIL import Image

from tests.models.editors import EDITORS, SIZE, TWO, Editor, arguments, box_mask
from tools.engines.diffusion import FAMILIES, Diffusion, keeping
from tools.engines.diffusion.families.qwen_edit import QwenEdit, unsqueezed
from tools.models.processors import load_processor
from tools.painting import LIKE

both = pytest.mark.parametrize("editor", EDITORS[2:], ids=str)
PLUS, FIRST = EDITORS[2:]


def hidden(pipe: Any, photo: Image.Image, **named: Any) -> Any:
    """What the text encoder makes of a picture and words, asked as the pipelines ask, and with what is `named`."""
    import torch

    words = "<|vision_start|><|image_pad|><|vision_end|>make it blue"
    given = pipe.processor(text=[words], images=[photo], return_tensors="pt")
    told = {name: given[name] for name in ("input_ids", "attention_mask", "pixel_values", "image_grid_thw")}
    with torch.no_grad():
        types = {name: given[name] for name in named}
        return pipe.text_encoder(**told, **types, output_hidden_states=True).hidden_states[-1]


@both
def test_the_text_encoder_is_told_which_words_are_pictures(
    editor: Editor, engine: Diffusion, coffee: Image.Image
) -> None:
    """As the full call would; without being told, it would answer something else and say nothing."""
    import torch

    keeping.unload()
    pipe = keeping.kept(engine._folder, engine.options).pipe
    photo = coffee.resize((84, 56))
    bare, full = hidden(pipe, photo), hidden(pipe, photo, mm_token_type_ids=True)
    assert not torch.equal(bare, full)
    engine.kind.mend(pipe)
    engine.kind.mend(pipe)
    assert torch.equal(hidden(pipe, photo), full)
    assert torch.equal(hidden(pipe, photo, mm_token_type_ids=True), full)
    assert len(pipe.text_encoder._forward_pre_hooks) == 1


@both
def test_words_alone_are_encoded_as_ever(editor: Editor, engine: Diffusion) -> None:
    import torch

    pipe = keeping.kept(engine._folder, engine.options).pipe
    engine.kind.mend(pipe)
    words = pipe.tokenizer(["make it blue"], return_tensors="pt")
    with torch.no_grad():
        assert pipe.text_encoder(**words).logits.isfinite().all()


@both
def test_an_edit_is_made_by_a_mended_encoder(editor: Editor, engine: Diffusion, coffee: Image.Image) -> None:
    keeping.unload()
    engine.instruct(coffee.resize(SIZE), "Make it blue.", None, TWO)
    pipe = keeping.kept(engine._folder, engine.options).pipe
    assert len(pipe.text_encoder._forward_pre_hooks) == 1


@both
def test_the_processor_is_loaded_without_its_half_for_videos(editor: Editor, engine: Diffusion) -> None:
    """Which would need torchvision; the folder names it, as those on the hub do."""
    assert (engine.installed.path / "processor" / "video_preprocessor_config.json").is_file()
    processor = keeping.kept(engine._folder, engine.options).pipe.processor
    assert type(processor).__name__ == "Qwen2VLProcessor"
    assert getattr(processor, "video_processor", None) is None


@both
def test_pictures_are_prepared_by_pil_where_torchvision_is_installed_too(
    editor: Editor, engine: Diffusion, monkeypatch: pytest.MonkeyPatch
) -> None:
    """transformers would change to torchvision by itself, and the text encoder would see other numbers."""
    from transformers.models.auto import image_processing_auto as auto

    asked: list[str] = []
    whole = auto._load_backend_class
    monkeypatch.setattr(auto, "is_torchvision_available", lambda: True)
    monkeypatch.setattr(
        auto, "_load_backend_class", lambda name, backend, *more: asked.append(backend) or whole(name, backend, *more)
    )
    processor = load_processor(engine.installed.path / "processor", "Qwen2VLProcessor")
    assert asked[-1] == "pil"
    assert type(processor.image_processor).__name__ == "Qwen2VLImageProcessorPil"
    assert processor.image_processor.size["longest_edge"] == 84 * 84


@both
@pytest.mark.parametrize("masked", [False, True])
def test_guidance_is_really_on(editor: Editor, masked: bool, engine: Diffusion, coffee: Image.Image) -> None:
    photo, mask = coffee.resize(SIZE), box_mask((64, 32, 128, 96)) if masked else None
    made = {
        engine.instruct(photo, "Make it blue.", mask, TWO.model_copy(update={"guidance": guidance})).tobytes()
        for guidance in (1.0, 4.0)
    }
    assert len(made) == 2


def test_every_canvas_is_one_that_the_pipelines_leave_alone() -> None:
    from diffusers.pipelines.qwenimage import pipeline_qwenimage_edit as first
    from diffusers.pipelines.qwenimage import pipeline_qwenimage_edit_inpaint as inpainting
    from diffusers.pipelines.qwenimage import pipeline_qwenimage_edit_plus as plus

    sizes = FAMILIES["qwen-edit"].canvases.sizes
    assert len(sizes) > 50
    for width, height in sizes:
        for module in (first, inpainting, plus):
            assert tuple(module.calculate_dimensions(1024 * 1024, width / height)[:2]) == (width, height)
    assert plus.VAE_IMAGE_SIZE == 1024 * 1024
    assert (192, 128) in unsqueezed(192 * 128)


@pytest.mark.parametrize("size", [(640, 480), (4000, 3000), (1920, 1080), (1080, 1920), (3000, 2000), (777, 333)])
def test_little_of_a_canvas_is_left_empty(size: tuple[int, int]) -> None:
    width, height = QwenEdit.canvases.of(size)
    assert abs(width / height * size[1] / size[0] - 1) < 0.03


def test_how_it_is_asked() -> None:
    mask, example = box_mask((70, 40, 122, 90)), Image.new("RGB", (3000, 2000), "red")
    whole = arguments("qwen-edit", "instruct", "make the sky pink")
    assert (whole["prompt"], whole["negative_prompt"]) == ("Make the sky pink.", " ")
    assert (whole["num_inference_steps"], whole["true_cfg_scale"]) == (40, 4.0)
    assert "guidance_scale" not in whole
    assert (whole["width"], whole["height"]) == SIZE
    part = arguments("qwen-edit", "instruct", "make the sky pink", mask)["prompt"]
    assert part == "Make the sky pink. Keep everything else in the picture unchanged."
    after = arguments("qwen-edit", "paint", f"a straw hat{LIKE}", mask, references=(example,))
    assert after["prompt"].startswith("Add the straw hat from Picture 2 in the middle of the picture, matching")
    assert after["prompt"].endswith("Keep everything else in Picture 1 unchanged.")
    assert after["image"][1].size in QwenEdit.canvases.sizes


@pytest.mark.parametrize("editor", [PLUS], ids=str)
def test_several_examples_are_seen(editor: Editor, engine: Diffusion, coffee: Image.Image) -> None:
    photo, mask = coffee.resize(SIZE), box_mask((70, 40, 122, 90))
    red, blue = (Image.new("RGB", (100, 80), colour) for colour in ("red", "blue"))
    for where in (mask, None):
        one, two = (
            engine.instruct(photo, "Add both hats.", where, TWO, references=given).tobytes()
            for given in ([red], [red, blue])
        )
        assert one != two


@pytest.mark.parametrize("editor", [FIRST], ids=str)
def test_the_first_sees_one_picture_and_says_so(editor: Editor, engine: Diffusion, coffee: Image.Image) -> None:
    photo, example = coffee.resize(SIZE), Image.new("RGB", (100, 80), "red")
    plain, after = (engine.instruct(photo, "Make it so.", None, TWO, given).tobytes() for given in ([], [example]))
    assert plain == after
    assert engine.studio is not None
    assert engine.studio.notes == ["this model sees one picture only; 1 were left out"]


@both
def test_strength_where_there_is_a_mask(editor: Editor, engine: Diffusion, coffee: Image.Image) -> None:
    """The first starts from less noise; the later ones have no such thing, and say so."""
    photo, mask = coffee.resize(SIZE), box_mask((64, 32, 128, 96))
    full, less = (
        engine.instruct(photo, "Make it blue.", mask, TWO.model_copy(update={"strength": strength}))
        for strength in (1.0, 0.3)
    )
    assert engine.studio is not None
    told = any("knows no strength" in note for note in engine.studio.notes)
    assert told == (full.tobytes() == less.tobytes()) == (editor is PLUS)
    assert np.asarray(less).shape == (SIZE[1], SIZE[0], 3)
