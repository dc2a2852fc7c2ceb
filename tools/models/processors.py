"""What turns words and pictures into a model's input: its own processor, without its video half.

The video processors of transformers need torchvision, pictures do not. A processor whose class asks for a video
processor is therefore subclassed to ask for none. Where torchvision is installed, transformers would also resize
pictures with it, to other numbers than PIL's: they are prepared by PIL here, so that a model sees the same on every
machine. It knows no model weights.
"""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any


def load_processor(path: Path, kind: str) -> Any:
    """The processor of a judged folder as transformers' class `kind`; files of that folder only, none of its code."""
    import transformers

    found = getattr(transformers, kind)
    if wants_video(found):
        found = image_only(found)
    here = {"local_files_only": True, "trust_remote_code": False}
    made = found.from_pretrained(path, **here)
    if getattr(made, "image_processor", None) is not None:
        made.image_processor = transformers.AutoImageProcessor.from_pretrained(path, backend="pil", **here)
    return made


def wants_video(kind: Any) -> bool:
    """Whether a processor class has a video half."""
    return "video_processor" in inspect.signature(kind.__init__).parameters


def image_only(kind: Any) -> Any:
    """A subclass of a processor class that neither loads nor wants a video processor."""
    whole = inspect.signature(kind.__init__)
    kept = [one for name, one in whole.parameters.items() if name != "video_processor"]
    settings = {one.name for one in kept} - {"self", "kwargs", "image_processor", "tokenizer"}

    class ImageOnly(kind):  # type: ignore[misc]
        def __init__(self, image_processor: Any = None, tokenizer: Any = None, **given: Any) -> None:
            super().__init__(image_processor=image_processor, tokenizer=tokenizer, **given)

        @classmethod
        def from_args_and_dict(cls, args: Any, processor_dict: dict[str, Any], **given: Any) -> Any:
            known = {**processor_dict, **given}
            return cls(*args, **{name: known[name] for name in settings if name in known})

    # transformers reads from the signature which parts to load and which settings to save.
    ImageOnly.__init__.__signature__ = whole.replace(parameters=kept)  # type: ignore[attr-defined]
    # By name and place it is the class that it stands for: a pipeline saved with it names that one.
    ImageOnly.__name__, ImageOnly.__qualname__, ImageOnly.__module__ = kind.__name__, kind.__qualname__, kind.__module__
    return ImageOnly
