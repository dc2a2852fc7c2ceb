"""The pipelines that stay in memory between edits: the least recently used go when a budget would be passed.

It knows nothing of what they are used for.
"""

from __future__ import annotations

import gc
from collections import OrderedDict
from threading import RLock
from typing import TYPE_CHECKING

from tools.engines.diffusion.loading import WORK_BYTES, Loaded, load, taken
from tools.models.device import memory_bytes

if TYPE_CHECKING:
    from tools.engines.options import Memory, Options
    from tools.models.judging import Judged

Key = tuple[str, str, bool]
_kept: OrderedDict[Key, Loaded] = OrderedDict()
_lock = RLock()


def kept(folder: Judged, options: Options, memory: Memory | None = None) -> Loaded:
    """The pipeline of a folder, loaded if it is not there yet, or not as frugally as asked (`memory`)."""
    key = str(folder.path), options.device, options.checked
    with _lock:
        there = _kept.get(key)
        if there is not None and (memory is None or there.memory == memory):
            _kept.move_to_end(key)
            if options.budget_gb:
                make_room(0, options)
            return there
        if memory is not None:
            _kept.clear()  # memory ran out: whatever else is held makes room as well
        del there
        _kept.pop(key, None)
        make_room(taken(folder, options, memory), options)
        _kept[key] = load(folder, options, memory)
        return _kept[key]


def loaded() -> list[Loaded]:
    """What is in memory, least recently used first."""
    return list(_kept.values())


def make_room(size: int, options: Options) -> None:
    """Let go of the least recently used until `size` bytes more fit the budget; for 0 the last one always stays."""
    budget = int(options.budget_gb * 1e9) if options.budget_gb else _usual(options.device)
    with _lock:
        while len(_kept) > (not size) and sum(one.size for one in _kept.values()) + size > budget:
            _kept.popitem(last=False)
    empty()


def unload() -> None:
    """Let go of every pipeline."""
    with _lock:
        _kept.clear()
    empty()


def empty() -> None:
    """What nobody holds any more is given back to the device."""
    gc.collect()
    import torch

    if torch.cuda.is_available():
        torch.cuda.empty_cache()


def _usual(device: str) -> int:
    """What models may take together where nobody said: the card's memory, or 70 % of the machine's."""
    import torch

    card = device.startswith("cuda") or (not device and torch.cuda.is_available())
    return memory_bytes("cuda") - WORK_BYTES if card else int(0.7 * memory_bytes())
