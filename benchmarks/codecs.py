"""Ways of storing tiles without loss, side by side: `python -m benchmarks.codecs [FOLDER OF PHOTOGRAPHS]`.

Every way writes and reads the same picture in tiles; times are for the whole picture from PIL to bytes and from bytes
to PIL, the best of three, in one thread. QOI is no dependency: it is measured if installed (`pip install qoi`).
"""

import io
import platform
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import PIL
import zstandard
from PIL import Image

from benchmarks.photographs import mosaic
from memory import codecs
from memory.pictures import raw_rows, tile_boxes

Size = tuple[int, int]
Way = tuple[Callable[[Image.Image], bytes], Callable[[bytes, str, Size], Image.Image]]

SIZE = (4000, 3000)


def ours() -> Way:
    def put(tile: Image.Image) -> bytes:
        return codecs.encode(raw_rows(tile, (0, 0, *tile.size)), tile.mode, tile.size)

    return put, lambda data, mode, size: codecs.decode(codecs.CODEC, data, mode, size)


def zstd_left(level: int) -> Way:
    """Planes as their difference from the pixel to the left."""
    write, read = zstandard.ZstdCompressor(level=level), zstandard.ZstdDecompressor()

    def put(tile: Image.Image) -> bytes:
        planes = np.stack([np.asarray(band) for band in tile.split()])
        deltas = planes.copy()
        deltas[:, :, 1:] -= planes[:, :, :-1]
        return write.compress(deltas.tobytes())

    def get(data: bytes, mode: str, size: Size) -> Image.Image:
        deltas = np.frombuffer(read.decompress(data), np.uint8).reshape(-1, size[1], size[0])
        bands = [Image.fromarray(plane) for plane in np.add.accumulate(deltas, axis=2, dtype=np.uint8)]
        return Image.merge(mode, bands) if len(bands) > 1 else bands[0]

    return put, get


def zstd_raw(level: int) -> Way:
    write, read = zstandard.ZstdCompressor(level=level), zstandard.ZstdDecompressor()
    return lambda tile: write.compress(tile.tobytes()), lambda data, mode, size: Image.frombytes(
        mode, size, read.decompress(data)
    )


def pillow(form: str, **options: object) -> Way:
    def put(tile: Image.Image) -> bytes:
        out = io.BytesIO()
        tile.save(out, form, **options)
        return out.getvalue()

    def get(data: bytes, mode: str, size: Size) -> Image.Image:
        image = Image.open(io.BytesIO(data), formats=(form,))
        image.load()
        return image

    return put, get


def ways() -> dict[str, Way]:
    found = {
        f"{codecs.CODEC} (ours)": ours(),
        "zstd 1, left delta": zstd_left(1),
        "zstd 1, no delta": zstd_raw(1),
        "PNG level 1": pillow("PNG", compress_level=1),
        "TIFF zstd, predictor": pillow("TIFF", compression="zstd", tiffinfo={317: 2}),
        "TIFF LZW, predictor": pillow("TIFF", compression="tiff_lzw", tiffinfo={317: 2}),
    }
    try:
        import qoi
    except ImportError:
        return found
    found["QOI"] = (
        lambda tile: bytes(qoi.encode(np.asarray(tile))),
        lambda data, mode, size: Image.fromarray(qoi.decode(data)),
    )
    return found


def measure(way: Way, tiles: list[Image.Image]) -> tuple[float, float, int]:
    """Seconds to write, seconds to read, bytes; raises AssertionError where a way loses something."""
    put, get = way
    write = read = float("inf")
    for _ in range(3):
        begun = time.perf_counter()
        stored = [put(tile) for tile in tiles]
        written = time.perf_counter()
        back = [get(data, tile.mode, tile.size) for data, tile in zip(stored, tiles, strict=True)]
        write, read = min(write, written - begun), min(read, time.perf_counter() - written)
    assert all(one.tobytes() == other.tobytes() for one, other in zip(back, tiles, strict=True))
    return write, read, sum(map(len, stored))


def table(image: Image.Image, tile_px: int) -> None:
    tiles = [image.crop(box) for box in tile_boxes(image.size, tile_px)]
    raw = len(image.tobytes())
    print(f"\n{image.mode}, {image.width}×{image.height}, {raw / 1e6:.0f} MB in tiles of {tile_px} pixels\n")
    print("| way | write | read | size |\n|---|---|---|---|")
    for name, way in ways().items():
        if name == "QOI" and image.mode not in ("RGB", "RGBA"):
            continue
        write, read, size = measure(way, tiles)
        print(f"| {name} | {write * 1e3:.0f} ms | {read * 1e3:.0f} ms | {size / 1e6:.1f} MB |", flush=True)


def photographs(folder: Path) -> Image.Image:
    """The photographs of a folder side by side, as far as they fill SIZE."""
    whole, left, top, row = Image.new("RGB", SIZE), 0, 0, 0
    for path in [*sorted(folder.glob("*.jpg"))] * 8:
        one = Image.open(path).convert("RGB")
        if left >= SIZE[0]:
            left, top, row = 0, top + row, 0
        whole.paste(one, (left, top))
        left, row = left + one.width, max(row, one.height)
    return whole


def main() -> None:
    versions = f"Python {platform.python_version()}, Pillow {PIL.__version__}, zstandard {zstandard.__version__}"
    print(f"{versions}, NumPy {np.__version__}")
    image = photographs(Path(sys.argv[1])) if len(sys.argv) > 1 else mosaic(SIZE)
    veiled = image.copy()
    veiled.putalpha(Image.linear_gradient("L").resize(SIZE))
    for picture in (image, image.convert("L"), veiled, veiled.convert("LA")):
        for tile_px in (128, 256):
            table(picture, tile_px)


if __name__ == "__main__":
    main()
