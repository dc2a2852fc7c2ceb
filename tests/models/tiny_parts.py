"""Tiny parts that are added to the tiny models: ControlNets, an IP-Adapter and LoRAs, in the layouts of the hub."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.models import tiny


def controlnet(folder: Path, *, xl: bool = False, seed: int = 1) -> Path:
    """Its last layers, which training starts at zero, are random here, so that it has an effect."""
    import torch
    from diffusers import ControlNetModel

    made = ControlNetModel.from_unet(tiny.unet_xl() if xl else tiny.unet())
    generator = torch.Generator().manual_seed(seed)
    for layer in (*made.controlnet_down_blocks, made.controlnet_mid_block):
        layer.weight.data = torch.randn(layer.weight.shape, generator=generator)
    made.save_pretrained(folder)
    return folder


def ip_adapter(folder: Path) -> Path:
    """One encoder for two adapters: of a U-Net that attends to 32 channels, and of one that attends to 64."""
    import torch
    from transformers import CLIPVisionConfig, CLIPVisionModelWithProjection

    torch.manual_seed(0)
    config = CLIPVisionConfig(
        hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=4, image_size=32, patch_size=8,
        projection_dim=16,
    )  # fmt: skip
    CLIPVisionModelWithProjection(config).save_pretrained(folder / "models" / "image_encoder")
    _adapter(folder / "models" / "ip-adapter_sd15.safetensors", tiny.unet())
    _adapter(folder / "sdxl_models" / "ip-adapter_sdxl_vit-h.safetensors", tiny.unet_xl())
    return folder


def _adapter(file: Path, unet: Any) -> None:
    """Keys and values of the picture for each attention to the words; numbered 1, 3, 5 … as the authors do."""
    import torch
    from safetensors.torch import save_file

    width = unet.config.cross_attention_dim
    generator = torch.Generator().manual_seed(0)
    tensors = {
        "image_proj.proj.weight": torch.randn(4 * width, 16, generator=generator),
        "image_proj.proj.bias": torch.zeros(4 * width),
        "image_proj.norm.weight": torch.ones(width),
        "image_proj.norm.bias": torch.zeros(width),
    }
    for number, name in enumerate(unet.attn_processors):
        if name.endswith("attn2.processor"):
            layer = unet.get_submodule(name.removesuffix(".processor")).to_k
            for key in ("to_k_ip", "to_v_ip"):
                weight = torch.randn(layer.weight.shape, generator=generator)
                tensors[f"ip_adapter.{number}.{key}.weight"] = weight
    file.parent.mkdir(parents=True, exist_ok=True)
    save_file(tensors, file)


def lora(folder: Path, *, xl: bool = False) -> Path:
    """As trainers of Stable Diffusion write them: lora_unet_…lora_down, lora_up, alpha."""
    return _lora(folder, "pytorch_lora_weights.safetensors", tiny.unet_xl() if xl else tiny.unet())


def lightning(folder: Path) -> Path:
    return _lora(folder, "sdxl_lightning_4step_lora.safetensors", tiny.unet_xl())


def _lora(folder: Path, file: str, unet: Any) -> Path:
    import torch
    from safetensors.torch import save_file

    generator = torch.Generator().manual_seed(0)
    tensors: dict[str, Any] = {}
    for name, layer in unet.named_modules():
        if name.endswith(("to_q", "to_k", "to_v", "to_out.0")):
            stem = f"lora_unet_{name.replace('.', '_')}"
            tensors[f"{stem}.lora_down.weight"] = torch.randn(2, layer.in_features, generator=generator)
            tensors[f"{stem}.lora_up.weight"] = torch.randn(layer.out_features, 2, generator=generator)
            tensors[f"{stem}.alpha"] = torch.tensor(2.0)
    folder.mkdir(parents=True, exist_ok=True)
    save_file(tensors, folder / file)
    return folder
