"""LangChain's messages as the dialogue that a processor's chat template takes: text, and pictures that came as bytes.

A picture is taken from base64 only; an address or a path is never opened. Control tokens in the text of a message lose
their power: whoever writes “<|im_end|>” has written these letters and nothing else. It knows no model.
"""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from collections.abc import Collection, Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage
    from PIL.Image import Image

MAX_PIXELS = 50_000_000
_ROLES = {"human": "user", "ai": "assistant", "system": "system", "user": "user", "assistant": "assistant"}
_DATA = re.compile(r"data:image/[\w.+-]+;base64,", re.ASCII)


def conversation(messages: Sequence[BaseMessage], control: Collection[str] = ()) -> list[dict[str, Any]]:
    """One dictionary a message, `content` as blocks of type text or image. Raises ValueError for anything else."""
    plain = _disarmer(control)
    spoken = []
    for message in messages:
        if message.type not in _ROLES:
            raise ValueError(f"a message of type “{message.type}” can't be put to this model")
        content = [block if "image" in block else {**block, "text": plain(block["text"])} for block in _blocks(message)]
        spoken.append({"role": _ROLES[message.type], "content": content})
    return spoken


def without_system(spoken: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same dialogue with what the system says at the head of what the person says first."""
    said = [block for message in spoken if message["role"] == "system" for block in message["content"]]
    rest = [message for message in spoken if message["role"] != "system"]
    return [
        {**message, "content": [*said, *message["content"]]} if not at else message for at, message in enumerate(rest)
    ]


def control_tokens(tokenizer: Any) -> set[str]:
    """The words of a tokenizer's vocabulary that mean something else than their letters."""
    added = (str(token) for token in tokenizer.get_added_vocab())
    return {token for token in (*added, *tokenizer.all_special_tokens) if len(token.strip()) > 1}


def _disarmer(control: Collection[str]) -> Any:
    """A function that splits every control token in a text after its first character."""
    if not control:
        return str
    found = re.compile("|".join(re.escape(token) for token in sorted(control, key=len, reverse=True)))

    def plain(text: str) -> str:
        return found.sub(lambda match: f"{match[0][0]} {match[0][1:]}", text)

    return plain


def _blocks(message: BaseMessage) -> Iterator[dict[str, Any]]:
    content = message.content
    for block in [content] if isinstance(content, str) else content:
        if isinstance(block, str):
            yield {"type": "text", "text": block}
        elif block.get("type") == "text":
            yield {"type": "text", "text": str(block.get("text", ""))}
        elif block.get("type") in ("image", "image_url"):
            yield {"type": "image", "image": _picture(_encoded(block))}
        else:
            raise ValueError(f"a content block of type “{block.get('type')}” can't be put to this model")


def _encoded(block: dict[str, Any]) -> str:
    """The base64 text of a picture block, in any of the shapes that LangChain knows."""
    for key in ("base64", "data"):
        if isinstance(block.get(key), str):
            return str(block[key])
    address = block.get("image_url", block.get("url", ""))
    address = address.get("url", "") if isinstance(address, dict) else address
    if isinstance(address, str) and (start := _DATA.match(address)):
        return address[start.end() :]
    raise ValueError("a picture has to come as base64; addresses and paths are not opened")


def _picture(encoded: str) -> Image:
    from PIL import Image

    try:
        opened = Image.open(BytesIO(b64decode(encoded, validate=True)))
        if opened.width * opened.height > MAX_PIXELS:
            raise ValueError("the picture is too large for a model")
        return opened.convert("RGB")
    except (binascii.Error, OSError, SyntaxError) as error:
        raise ValueError("a picture block holds no picture") from error
