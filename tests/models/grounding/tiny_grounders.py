"""Tiny models that find things, taught in seconds where two kinds of things lie in one photograph.

They know that photograph and nothing else: "dog" lies in one place, "bean" in two, everything else nowhere. So the
whole way from words to pixels can be asserted, and nothing is said of what a trained model would find. Each builder
takes a folder that need not exist, saves the model in the hub's layout, and returns it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image as PILImage

from tests.models.tiny import clip_tokenizer
from tools.grounding.models.pixels import CLIP, IMAGENET, Look

Box = tuple[float, float, float, float]
DOG: Box = (0.55, 0.62, 0.86, 0.86)
BEANS: tuple[Box, Box] = (0.05, 0.06, 0.25, 0.32), (0.72, 0.10, 0.94, 0.36)
PLACES: dict[str, tuple[Box, ...]] = {"dog": (DOG,), "bean": BEANS, "robot": ()}
CONFIG = "preprocessor_config.json"


def clipseg(folder: Path, photo: PILImage.Image, steps: int = 500) -> Path:
    import torch
    from transformers import CLIPSegConfig, CLIPSegForImageSegmentation

    side, tokenizer = 64, clip_tokenizer()
    torch.manual_seed(1)
    shared = {"hidden_size": 32, "intermediate_size": 64, "num_attention_heads": 4, "num_hidden_layers": 3}
    model = CLIPSegForImageSegmentation(
        CLIPSegConfig(
            text_config={**shared, **_ids(tokenizer)}, vision_config={**shared, "image_size": side, "patch_size": 8},
            projection_dim=32, reduce_dim=32, extract_layers=[0, 1, 2], decoder_intermediate_size=64,
        )
    )  # fmt: skip
    pixels = torch.from_numpy(Look(*IMAGENET, side_px=side).stretched(photo)).repeat(len(PLACES), 1, 1, 1)
    words = _asked(tokenizer)
    aim = torch.from_numpy(np.stack([_map(boxes, side) for boxes in PLACES.values()]))

    with torch.no_grad():
        _placed(model.clip.vision_model)
        _apart(model.clip.text_projection, model.clip.text_model(**words).pooler_output)
        first = model(pixel_values=pixels, **words)
        seen = [first.vision_model_output.hidden_states[layer + 1] for layer in model.extract_layers]

    def loss() -> Any:  # only the decoder learns; what goes into it stays
        logits = model.decoder(seen, first.conditional_embeddings).logits
        return torch.nn.functional.binary_cross_entropy_with_logits(logits, aim)

    _learn(model.decoder, loss, steps, 2e-3)
    _look(folder, {"size": {"height": side, "width": side}, "image_mean": IMAGENET[0], "image_std": IMAGENET[1]})
    return _saved(folder, model, tokenizer)


def owlv2(folder: Path, photo: PILImage.Image, steps: int = 160) -> Path:
    import torch
    from transformers import Owlv2Config, Owlv2ForObjectDetection

    side, length = 96, 16
    tokenizer = clip_tokenizer(length)
    torch.manual_seed(0)
    shared = {"hidden_size": 32, "intermediate_size": 64, "num_attention_heads": 4, "num_hidden_layers": 2}
    model = Owlv2ForObjectDetection(
        Owlv2Config(
            text_config={**shared, **_ids(tokenizer), "max_position_embeddings": length},
            vision_config={**shared, "image_size": side, "patch_size": 8}, projection_dim=32,
        )
    )  # fmt: skip
    model.box_head.dense2.weight.data.mul_(0.01)  # a sigmoid that is at its end learns nothing
    for part, start in ((model.class_head.logit_scale, 9.0), (model.class_head.logit_shift, -0.5)):
        part.weight.data.zero_()
        part.bias.data.fill_(start)
    look = Look(*CLIP, side_px=side)
    words = _asked(tokenizer, padding="max_length", max_length=length)
    _placed(model.owlv2.vision_model)
    _apart(model.owlv2.text_projection, model.owlv2.text_model(**words).pooler_output)
    model.owlv2.text_model.requires_grad_(False)
    model.owlv2.text_projection.requires_grad_(False)
    pixels = torch.from_numpy(look.padded(photo))
    scale = np.tile(np.array(photo.size, np.float32) / max(photo.size), 2)
    wanted = [(kind, _middle(np.array(box) * scale)) for kind, boxes in enumerate(PLACES.values()) for box in boxes]
    cells = (np.arange(side // 8) + 0.5) * 8 / side

    def loss() -> Any:
        out = model(pixel_values=pixels, **words)
        aim, far = torch.zeros_like(out.logits), torch.tensor(0.0)
        for kind, box in wanted:
            cell = int(np.abs(cells - box[1]).argmin()) * len(cells) + int(np.abs(cells - box[0]).argmin())
            aim[0, cell, kind] = 1
            far = far + (out.pred_boxes[0, cell] - torch.from_numpy(box)).abs().sum()
        weight = torch.where(aim.amax(-1, keepdim=True) > 0, 10.0, 1.0)
        return torch.nn.functional.binary_cross_entropy_with_logits(out.logits, aim, weight) * 10 + far

    _learn(model, loss, steps, 1e-3)
    _look(folder, {"size": {"height": side, "width": side}, "image_mean": CLIP[0], "image_std": CLIP[1]})
    return _saved(folder, model, tokenizer)


def grounding_dino(folder: Path, photo: PILImage.Image, steps: int = 110) -> Path:
    import torch
    from transformers import BertTokenizer, GroundingDinoConfig, GroundingDinoForObjectDetection, SwinConfig

    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", ".", "red", *PLACES]
    tokenizer = BertTokenizer(vocab={word: number for number, word in enumerate(words)})
    torch.manual_seed(0)
    model = GroundingDinoForObjectDetection(
        GroundingDinoConfig(
            backbone_config=SwinConfig(
                image_size=64, window_size=4, embed_dim=16, depths=[1, 1, 1, 1], num_heads=[2, 2, 2, 2],
                out_features=["stage2", "stage3", "stage4"],
            ),
            text_config={
                "model_type": "bert", "vocab_size": len(words), "hidden_size": 32, "num_hidden_layers": 1,
                "num_attention_heads": 4, "intermediate_size": 64, "pad_token_id": 0,
            },
            d_model=32, encoder_layers=1, decoder_layers=2, encoder_attention_heads=4, decoder_attention_heads=4,
            encoder_ffn_dim=64, decoder_ffn_dim=64, num_queries=100, num_feature_levels=4, encoder_n_points=2,
            decoder_n_points=2, disable_custom_kernels=True, max_text_len=32, dropout=0.0, fusion_dropout=0.0,
            fusion_droppath=0.0,
        )
    )  # fmt: skip
    pixels = torch.from_numpy(Look(*IMAGENET, side_px=64, most_px=128).fitted(photo))
    pixels = pixels.repeat(len(PLACES), 1, 1, 1)
    given = dict(tokenizer([f"{word}." for word in PLACES], return_tensors="pt"))
    model.requires_grad_(False)  # what is proposed stays, and is only refined
    model.model.decoder.requires_grad_(True)
    model.bbox_embed.requires_grad_(True)

    def loss() -> Any:
        out, total = model(pixel_values=pixels, **given), torch.tensor(0.0)
        near = torch.zeros_like(out.logits[..., 1])
        for kind, boxes in enumerate(PLACES.values()):
            for box in boxes:
                aim = torch.from_numpy(_middle(np.array(box)))
                # Whoever begins nearest is to find it; the one that comes nearest would be another at each step.
                best = (out.init_reference_points[kind, :, :2] - aim[:2]).abs().sum(1).argmin()
                near[kind, best] = 1
                total = total + 2 * (out.pred_boxes[kind, best] - aim).abs().sum()
        weight = torch.where(near > 0, 10.0, 1.0)
        return total + 5 * torch.nn.functional.binary_cross_entropy_with_logits(out.logits[..., 1], near, weight)

    _learn(model, loss, steps, 3e-3)
    size = {"shortest_edge": 64, "longest_edge": 128}
    _look(folder, {"size": size, "image_mean": IMAGENET[0], "image_std": IMAGENET[1]})
    return _saved(folder, model, tokenizer)


def sam2(folder: Path, photo: PILImage.Image, steps: int = 550) -> Path:
    """It cuts out of a box the ellipse that touches its sides."""
    import torch
    from transformers import Sam2Config, Sam2Model

    side = 64
    torch.manual_seed(0)
    model = Sam2Model(Sam2Config(**_sam2_parts(side)))
    pixels = torch.from_numpy(Look(*IMAGENET, side_px=side).stretched(photo))
    boxes = np.array([DOG, *BEANS, (0.3, 0.3, 0.6, 0.7), (0.1, 0.5, 0.4, 0.9), (0.2, 0.1, 0.8, 0.5)], np.float32)
    aim = torch.from_numpy(np.stack([_ellipse(box, side // 4) for box in boxes]))

    seen = model.get_image_embeddings(pixels)

    def loss() -> Any:
        out = model(image_embeddings=seen, input_boxes=torch.from_numpy(boxes * side)[None], multimask_output=False)
        return torch.nn.functional.binary_cross_entropy_with_logits(out.pred_masks[0, :, 0], aim)

    _learn(model, loss, steps, 2e-3)
    _look(folder, {"size": {"height": side, "width": side}, "image_mean": IMAGENET[0], "image_std": IMAGENET[1]})
    model.save_pretrained(folder)
    return folder


def _sam2_parts(side: int) -> dict[str, Any]:
    """A network of three levels; its global attention must not be in a block that pools."""
    from transformers import Sam2HieraDetConfig, Sam2MaskDecoderConfig, Sam2PromptEncoderConfig, Sam2VisionConfig

    backbone = Sam2HieraDetConfig(
        hidden_size=8, num_attention_heads=1, image_size=[side, side], patch_kernel_size=[7, 7], patch_stride=[4, 4],
        patch_padding=[3, 3], query_stride=[2, 2], window_positional_embedding_background_size=[4, 4],
        num_query_pool_stages=3, blocks_per_stage=[1, 1, 2, 1], embed_dim_per_stage=[8, 16, 32, 64],
        num_attention_heads_per_stage=[1, 1, 2, 2], window_size_per_stage=[4, 2, 4, 2], global_attention_blocks=[3],
    )  # fmt: skip
    return {
        "vision_config": Sam2VisionConfig(
            backbone_config=backbone, backbone_channel_list=[64, 32, 16, 8], fpn_hidden_size=32,
            backbone_feature_sizes=[[side // 4] * 2, [side // 8] * 2, [side // 16] * 2],
        ),
        "prompt_encoder_config": Sam2PromptEncoderConfig(hidden_size=32, image_size=side, patch_size=16),
        "mask_decoder_config": Sam2MaskDecoderConfig(
            hidden_size=32, mlp_dim=64, num_attention_heads=4, iou_head_hidden_dim=32,
        ),
    }  # fmt: skip


def _learn(model: Any, loss: Any, steps: int, rate: float) -> None:
    import torch

    model.eval()  # nothing is left out at random
    # Of older habits of these networks, parts without gradients are left as they are.
    learner = torch.optim.Adam([one for one in model.parameters() if one.requires_grad], lr=rate)
    slower = torch.optim.lr_scheduler.LambdaLR(learner, lambda step: min(1.0, 2.05 * (1 - step / steps) + 0.02))
    for _ in range(steps):
        learner.zero_grad()
        loss().backward()
        learner.step()
        slower.step()


def _apart(projection: Any, pooled: Any) -> None:
    """Each sentence gets a direction of its own: a network that was not trained gives nearly the same for all."""
    import torch

    ways = torch.linalg.qr(torch.randn(projection.out_features, len(pooled)))[0].T * 4
    projection.weight.data.copy_((torch.linalg.pinv(pooled.detach()) @ ways).T)


def _placed(vision: Any) -> None:
    """Places are told apart by more than what can be seen there."""
    vision.embeddings.position_embedding.weight.data.normal_()


def _saved(folder: Path, model: Any, tokenizer: Any) -> Path:
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def _look(folder: Path, told: dict[str, Any]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / CONFIG).write_text(json.dumps(told))


def _ids(tokenizer: Any) -> dict[str, int]:
    return {
        "vocab_size": len(tokenizer), "bos_token_id": tokenizer.bos_token_id, "eos_token_id": tokenizer.eos_token_id,
        "pad_token_id": tokenizer.pad_token_id,
    }  # fmt: skip


def _asked(tokenizer: Any, **how: Any) -> dict[str, Any]:
    texts = [f"a photo of a {word}" for word in PLACES]
    return dict(tokenizer(texts, return_tensors="pt", truncation=True, **{"padding": True, **how}))


def _map(boxes: tuple[Box, ...], side: int) -> np.ndarray[Any, np.dtype[np.float32]]:
    return np.max([np.zeros((side, side), np.float32), *(_ellipse(box, side) for box in boxes)], axis=0)


def _ellipse(box: Any, side: int) -> np.ndarray[Any, np.dtype[np.float32]]:
    x0, y0, x1, y1 = (float(one) * side for one in box)
    y, x = np.mgrid[:side, :side] + 0.5
    inside = ((x - (x0 + x1) / 2) / (x1 - x0) * 2) ** 2 + ((y - (y0 + y1) / 2) / (y1 - y0) * 2) ** 2 <= 1
    return np.asarray(inside, np.float32)


def _middle(box: Any) -> Any:
    x0, y0, x1, y1 = box
    return np.array([(x0 + x1) / 2, (y0 + y1) / 2, x1 - x0, y1 - y0], np.float32)
