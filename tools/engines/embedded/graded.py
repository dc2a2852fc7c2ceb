"""Looks that are a matter of tone and colour: film, black and white, toned prints.

Each takes float32 RGB in [0, 1] of shape (height, width, 3), the frame that says where it lies, and a seed, and returns
the same shape. It knows nothing of the words people use for looks.
"""

from __future__ import annotations

import numpy as np

from tools import detail
from tools.oklab import LUMA, Floats
from tools.types import Frame

_FILM = np.array([0.30, 0.52, 0.18], np.float32)  # panchromatic film: skin a little lighter than the eye's luma


def black_and_white(values: Floats, frame: Frame, seed: int) -> Floats:
    """A print with full blacks and open midtones."""
    return _gray(_curve(_clear(values @ _FILM, frame, 0.15), 0.6))


def noir(values: Floats, frame: Frame, seed: int) -> Floats:
    """Deep shadows, hard light, grain and a dark frame."""
    luma = _curve(_clear(values @ np.array([0.42, 0.45, 0.13], np.float32), frame, 0.35), 0.85) ** 1.2
    luma = luma * detail.vignette(frame, 0.75)
    return _gray(np.clip(luma + _grain(frame, seed) * (0.035 + 0.05 * luma * (1 - luma) * 4) * 0.6, 0, 1))


def sepia(values: Floats, frame: Frame, seed: int) -> Floats:
    """A brown-toned print."""
    return _toned(_curve(values @ _FILM, 0.25), ((0.09, 0.055, 0.03), (0.54, 0.41, 0.28), (1.0, 0.955, 0.86)))


def cyanotype(values: Floats, frame: Frame, seed: int) -> Floats:
    """Prussian blue on paper that took the emulsion unevenly."""
    luma = _curve(values @ np.array([0.2, 0.4, 0.4], np.float32), 0.4)
    uneven = detail.grain(frame, seed, 0.02 * max(frame.picture_size)) * 0.02
    paper = detail.grain(frame, seed + 1, 0.0007 * max(frame.picture_size)) * 0.018
    luma = np.clip(luma + uneven + paper, 0, 1)
    return _toned(luma, ((0.02, 0.09, 0.24), (0.20, 0.42, 0.62), (0.95, 0.965, 0.94)))


def vintage_film(values: Floats, frame: Frame, seed: int) -> Floats:
    """Faded colour film of the seventies: lifted blacks, warm lights, teal shadows, grain, soft corners."""
    luma = (values @ LUMA)[..., None]
    faded = luma + (values - luma) * 0.78
    faded = 0.075 + 0.865 * _curve(faded, 0.3)
    warm, cool = np.array([0.055, 0.018, -0.06], np.float32), np.array([-0.03, 0.012, 0.03], np.float32)
    faded = faded + warm * luma + cool * (1 - luma)
    faded = faded * (0.35 + 0.65 * detail.vignette(frame, 0.8)[..., None])
    noise = _grain(frame, seed)[..., None]
    film: Floats = np.clip(faded + noise * 0.028 * (0.4 + 2.4 * luma * (1 - luma)), 0, 1)
    return film


def cinematic(values: Floats, frame: Frame, seed: int) -> Floats:
    """Teal shadows, orange lights, gentle contrast."""
    luma = (values @ LUMA)[..., None]
    graded = _curve(values, 0.35)
    teal, orange = np.array([-0.075, 0.012, 0.06], np.float32), np.array([0.06, 0.012, -0.065], np.float32)
    graded = graded + teal * (1 - luma) ** 1.5 + orange * luma * (1.15 - luma) * 1.6
    return np.clip(graded * (0.4 + 0.6 * detail.vignette(frame, 0.6)[..., None]), 0, 1)


def dreamy(values: Floats, frame: Frame, seed: int) -> Floats:
    """Orton's glow: the picture screened with a soft, bright copy of itself."""
    soft = np.clip(detail.blurred(values, 0.012 * max(frame.picture_size)), 0, 1)
    glow = 1 - (1 - values) * (1 - soft * 0.75)
    luma = (glow @ LUMA)[..., None]
    glow = np.clip(luma + (glow - luma) * 1.15, 0, 1) ** 1.25
    mixed: Floats = values * 0.3 + glow * 0.7
    return mixed


def _gray(luma: Floats) -> Floats:
    return np.repeat(luma[..., None], 3, axis=2)


def _curve(values: Floats, amount: float) -> Floats:
    """Contrast by a blend with the smooth step; black and white stay."""
    values = np.clip(values, 0, 1)
    curved: Floats = values + (values * values * (3 - 2 * values) - values) * np.float32(amount)
    return curved


def _toned(luma: Floats, tones: tuple[tuple[float, float, float], ...]) -> Floats:
    """Luma to colours through dark, middle and light."""
    stops = np.linspace(0, 1, len(tones))
    ramp = np.linspace(0, 1, 1024)
    table = np.stack([np.interp(ramp, stops, [tone[c] for tone in tones]) for c in range(3)], axis=1)
    # Straight pieces would show a kink in the middle.
    kernel = np.hanning(301) / np.hanning(301).sum()
    padded = np.pad(table, ((150, 150), (0, 0)), mode="reflect", reflect_type="odd")
    smooth = np.stack([np.convolve(padded[:, c], kernel, "valid") for c in range(3)], axis=1).astype(np.float32)
    colours: Floats = smooth[(np.clip(luma, 0, 1) * 1023 + 0.5).astype(np.int32)]
    return np.clip(colours, 0, 1)


def _clear(luma: Floats, frame: Frame, amount: float) -> Floats:
    """Local contrast: the difference to wide surroundings, strengthened."""
    wide = detail.blurred(luma, 0.02 * max(frame.picture_size))
    clear: Floats = np.clip(luma + (luma - wide) * amount, 0, 1)
    return clear


def _grain(frame: Frame, seed: int) -> Floats:
    return detail.grain(frame, seed, 0.0005 * max(frame.picture_size))
