"""What turns words and pictures into a model's input: a family's own processor, without its video half.

The video processors of transformers need torchvision, pictures do not. A processor whose class asks for a video
processor is therefore subclassed to ask for none; the same with torchvision and without. It knows no model weights.
"""

from __future__ import annotations

import inspect
from typing import Any

from agent.planners.vision.folder import ModelFolder


def load_processor(folder: ModelFolder) -> Any:
    """The processor of a folder that was judged; files of that folder only, none of its code."""
    import transformers

    kind = getattr(transformers, folder.processor)
    if "video_processor" in inspect.signature(kind.__init__).parameters:
        kind = image_only(kind)
    return kind.from_pretrained(folder.path, local_files_only=True, trust_remote_code=False)


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
    ImageOnly.__name__ = kind.__name__
    return ImageOnly
