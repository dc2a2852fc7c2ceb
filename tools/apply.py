"""The one place where pixels change: ground → resolve → crop → run → composite inside the mask → count → receipt.

A local edit is made on a context crop at native size and composited through its mask onto the picture's own pixels, so
outside the mask nothing changes, to the bit. It knows no operation by name, no session and no planner.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from time import perf_counter
from typing import TYPE_CHECKING

from PIL import Image as PILImage
from PIL import ImageChops

from tools.engines.libraries import library_versions
from tools.errors import DeviceExhausted, EditRejected, RegionNotFound
from tools.selection import Selection
from tools.types import IDENTITY, Edit, Receipt

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.studio import Studio
    from tools.types import Frame, Operation, Spared

LEFT = "left alone, as you asked"
MAX_GROW_PX = 16
STRIPE_PX = 64  # rows that are compared at a time


def apply(
    image: Image,
    operation: Operation,
    studio: Studio,
    selection: Selection | None = None,
    spared: Spared | None = None,
) -> Edit:
    """Carry out one operation on a picture in L, LA, RGB or RGBA.

    `selection` is where an earlier run of the same step was grounded; without it the region is grounded anew. What is
    `spared` keeps its pixels to the bit, unless the operation moves the whole picture. The size stays as it is unless
    the operation is `whole`; the picture given is never written to. Raises ToolError, Cancelled.
    """
    started = perf_counter()
    studio.begin(operation)
    operation.require(studio)
    try:
        work = _coloured(image, operation, studio)
        asked = selection or _grounded(work, operation, studio)
        resolved = operation.resolve(work, asked, studio)
        if asked is None and resolved.region is not None:
            asked = studio.ground(work, resolved.region, resolved.about_object, resolved.about_paint)
        done = _whole(work, resolved, asked, studio) if resolved.whole else _local(work, resolved, asked, studio)
        kept = spared if spared and _same_geometry(work, done) else None
        done = _sparing(work, done, kept, studio) if kept else done
    except MemoryError as error:
        raise DeviceExhausted(
            "There is not enough memory for this edit.", "Try a smaller region or picture."
        ) from error
    studio.check()
    receipt = _receipt(work, done, asked, resolved, studio, perf_counter() - started)
    if kept:
        receipt = replace(receipt, spared=kept.name)
    where = done.written, done.target
    return Edit(done.image, resolved, asked, *where, done.transform, receipt, kept.selection if kept else None)


@dataclass(frozen=True)
class _Done:
    image: Image
    written: Selection | None
    target: Selection | None
    transform: tuple[float, float, float, float, float, float, float, float, float] = IDENTITY


def _same_geometry(before: Image, done: _Done) -> bool:
    return done.transform == IDENTITY and done.image.size == before.size


def _sparing(before: Image, done: _Done, spared: Spared, studio: Studio) -> _Done:
    """The picture before, wherever it is to be left alone."""
    hard = replace(spared.selection, mask=spared.selection.mask.point(_NONZERO))
    written = done.written and done.written.minus(hard)
    if done.written is not None and written is None:
        raise EditRejected(f"You asked me to leave it alone: {spared.name}.", "“You may touch it again” lifts that.")
    if done.written is None or done.written.intersection(hard) is not None:
        studio.note(f"{LEFT}: {spared.name}")
    image = PILImage.composite(before.convert(done.image.mode), done.image, hard.full())
    return replace(done, image=image, written=written)


def _coloured(image: Image, operation: Operation, studio: Studio) -> Image:
    """A gray picture in colour, if the operation needs it; otherwise the very same picture."""
    if not operation.needs_colour or image.mode not in ("L", "LA"):
        return image
    studio.note("the gray picture became a colour picture")
    return image.convert("RGB" if image.mode == "L" else "RGBA")


def _grounded(image: Image, operation: Operation, studio: Studio) -> Selection | None:
    if operation.region is not None:
        return studio.ground(image, operation.region, operation.about_object, operation.about_paint)
    if operation.needs_region:
        from tools.grounding import candidates

        question = f"What should I {operation.op}?"
        raise RegionNotFound(question, "Say a number, draw a box or click.", candidates(image, None, studio))
    return None


def _whole(image: Image, operation: Operation, asked: Selection | None, studio: Studio) -> _Done:
    """The size, or the place of everything, may change: the operation gets the whole picture."""
    everything = Selection.everything(image.size)
    mask = everything.mask if asked is None else asked.full()
    transform = operation.transform(image.size)
    if operation.makes_alpha:
        result = operation.apply(image.convert("RGBA"), mask, everything.frame, studio)
        return _Done(result, None, asked and asked.warped(transform, result.size), transform)
    result = operation.apply(_rgb(image), mask, everything.frame, studio)
    alpha = _alpha(image)
    if alpha is not None:
        alpha = operation.alpha(alpha, mask, everything.frame, studio)
    if alpha is not None and alpha.size != result.size:
        studio.note("the new picture has no transparency")
        alpha = None
    result = _in_mode(result, image.mode, alpha)
    return _Done(result, None, asked and asked.warped(transform, result.size), transform)


def _local(image: Image, operation: Operation, asked: Selection | None, studio: Studio) -> _Done:
    """Run on a context crop, composite through the footprint; without a region the crop is the whole picture."""
    if operation.grow_px > MAX_GROW_PX:
        raise EditRejected(f"“{operation.op}” may not write {operation.grow_px} pixels beyond what was asked.")
    source = asked or Selection.everything(image.size)
    written = operation.footprint(source).trimmed() if asked else source
    if written is None:
        raise EditRejected("There is nothing in the picture at that place.")
    frame = source.frame.union(written.frame)
    frame = frame.padded(operation.margin_px(frame.size))
    before = image if frame.size == image.size else image.crop(frame.box)
    after = _run(before, operation, source.within(frame), frame, studio)
    here = written if asked else _found(studio, image.size)
    if here:
        after = PILImage.composite(after, before.convert(after.mode), here.within(frame))
    return _Done(_placed(image, after, frame), here, asked and operation.after(asked))


def _found(studio: Studio, size: tuple[int, int]) -> Selection | None:
    """Where an edit that nobody gave a region for really changed the picture, if that can be told."""
    found = Selection.of_mask(studio.found) if studio.found is not None else None
    if found is None or found.size != size:
        return None
    part = found.area_px / (size[0] * size[1])
    studio.note(f"taken over only where the model's picture really differs: {part:.1%} of the picture")
    return found


def _run(crop: Image, operation: Operation, mask: Image, frame: Frame, studio: Studio) -> Image:
    """The operation's pixels for a crop, in the picture's mode. Engines see RGB; alpha is set aside and restored."""
    if operation.makes_alpha:
        result = operation.apply(crop.convert("RGBA"), mask, frame, studio)
    else:
        alpha = _alpha(crop)
        if alpha is not None:
            alpha = operation.alpha(alpha, mask, frame, studio)
        result = _in_mode(operation.apply(_rgb(crop), mask, frame, studio), crop.mode, alpha)
    if result.size != crop.size:
        raise EditRejected(f"“{operation.op}” returned {result.size} pixels for {crop.size}; nothing was changed.")
    return result


def _placed(image: Image, crop: Image, frame: Frame) -> Image:
    """`crop` put into a copy of the picture; the picture takes the crop's mode (extract makes alpha)."""
    if frame.size == image.size:
        return crop
    out = image.copy() if image.mode == crop.mode else image.convert(crop.mode)
    out.paste(crop, (frame.x, frame.y))
    return out


def _rgb(image: Image) -> Image:
    return image if image.mode == "RGB" else image.convert("RGB")


def _alpha(image: Image) -> Image | None:
    return image.getchannel("A") if image.mode in ("LA", "RGBA") else None


def _in_mode(result: Image, mode: str, alpha: Image | None) -> Image:
    """An RGB (or RGBA) result in the mode of the picture it came from."""
    if result.mode == "RGBA":
        return result
    result = result.convert("L") if mode in ("L", "LA") else result
    if alpha is not None:
        result.putalpha(alpha)
    return result


def _receipt(
    before: Image, done: _Done, asked: Selection | None, operation: Operation, studio: Studio, seconds: float
) -> Receipt:
    inside, outside = (None, None) if operation.whole else changes(before, done.image, done.written)
    engine = next((one for one in reversed(studio.used) if getattr(one, "model", None)), None)
    engine = engine or (studio.used[-1] if studio.used else None)  # a model, if one had a part in it
    return Receipt(
        asked_px=asked.area_px if asked else None,
        mask_px=done.written.area_px if done.written else None,
        grow_px=operation.grow_px if asked else 0,
        changed_inside=inside,
        changed_outside=outside,
        shift_px=studio.shift_px,
        same_size=before.size == done.image.size,
        engine=engine.name if engine else "embedded",
        model=getattr(engine, "model", None),
        versions=engine.versions() if engine else library_versions(),
        seconds=round(seconds, 4),
        notes=tuple(studio.notes),
        sampling=studio.sampled.model_dump(exclude_none=True, exclude={"seed"}) if studio.sampled else {},
        limits=next((limits for one in studio.used if (limits := getattr(one, "limits", ""))), ""),
    )


def changes(before: Image, after: Image, written: Selection | None) -> tuple[int, int | None]:
    """How many pixels differ inside and outside `written`, over the whole picture; outside is None without a mask.

    Compared by stripes that fit the processor's cache: a whole picture of differences would be written and read again.
    """
    if before.mode != after.mode:
        before = before.convert(after.mode)
    total = inside = 0
    selected = None if written is None else written.mask.point(_NONZERO)
    for top in range(0, after.height, STRIPE_PX):
        stripe = 0, top, after.width, min(after.height, top + STRIPE_PX)
        difference = ImageChops.difference(before.crop(stripe), after.crop(stripe))
        box = difference.getbbox(alpha_only=False)
        if box is None:
            continue
        changed = _any_channel(difference.crop(box))
        total += changed.histogram()[255]
        if written is not None and selected is not None:
            mask = PILImage.new("L", changed.size, 0)
            mask.paste(selected, (written.frame.x - box[0], written.frame.y - top - box[1]))
            inside += ImageChops.multiply(changed, mask).histogram()[255]
    return (total, None) if written is None else (inside, total - inside)


_NONZERO = [0, *[255] * 255]


def _any_channel(difference: Image) -> Image:
    """255 where any channel is not zero."""
    channels = [channel.point(_NONZERO) for channel in difference.split()]
    out = channels[0]
    for channel in channels[1:]:
        out = ImageChops.lighter(out, channel)
    return out
