"""Where a model runs and in which number format: cuda and mps in bfloat16 (float16 where they have none), else cpu in
float32, or in bfloat16 where float32 would not fit the memory.

It loads torch only where it is asked for a device; `card` looks for a graphics card without it.
"""

from __future__ import annotations

import os
import shutil
import sys

from tools.errors import ModelUnavailable


def card() -> bool:
    """Whether there seems to be a graphics card that models can use."""
    return shutil.which("nvidia-smi") is not None or (sys.platform == "darwin" and os.uname().machine == "arm64")


def placement(size: int, device: str = "") -> tuple[str, str]:
    """Device and number format for weights of `size` bytes in 16 bits. Raises ModelUnavailable for one not there."""
    import torch

    there = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
    chosen = device or next(name for name, found in there.items() if found)
    if not there.get(chosen.split(":")[0], False):
        raise ModelUnavailable(f"There is no device “{chosen}” here.", "Leave PENTIMENTO_DEVICE empty.")
    if chosen.startswith("cuda"):
        # Older cards emulate bfloat16, many times slower than they compute in float16.
        return chosen, "bfloat16" if torch.cuda.is_bf16_supported(including_emulation=False) else "float16"
    if chosen.startswith("mps"):
        return chosen, "bfloat16" if torch.backends.mps.is_macos_or_newer(14, 0) else "float16"
    return "cpu", "float32" if 3 * size < memory_bytes() else "bfloat16"


def memory_bytes(device: str = "cpu") -> int:
    """Memory of a device, used or free: a card's own, else that of this machine."""
    if device.startswith("cuda"):
        import torch

        return int(torch.cuda.get_device_properties(device).total_memory)
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def is_out_of_memory(error: BaseException) -> bool:
    """Whether the device or the machine has no room for what was tried; torch says so in more than one way."""
    return isinstance(error, MemoryError) or any(
        word in f"{type(error).__name__} {error}"
        for word in ("OutOfMemoryError", "out of memory", "can't allocate memory")
    )
