"""The options that several commands share: where an edit shall be, what carries it out, where it is written to.

Declarations only: each command says itself what it does with them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

PLACE, ENGINE, OUTPUT = "Place and references", "Minds and engines", "Output"

Photo = Annotated[str | None, typer.Argument(metavar="PHOTO", help="A picture file; - reads standard input.")]
Says = Annotated[list[str] | None, typer.Argument(metavar='"SAY"', help="What to do, one utterance after another.")]
SessionOption = Annotated[
    str | None,
    typer.Option(
        "--session", metavar="ID", help="Go on with a session (an id, its beginning, or last); no PHOTO then."
    ),
]
RegionOption = Annotated[
    str | None,
    typer.Option(metavar="X0,Y0,X1,Y1", help="Where: a box in fractions of the picture.", rich_help_panel=PLACE),
]
Points = Annotated[
    str | None,
    typer.Option(metavar="X,Y;X,Y", help="Where: points on the object, in fractions.", rich_help_panel=PLACE),
]
Mask = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Where: a black and white picture.", rich_help_panel=PLACE)
]
Pick = Annotated[bool, typer.Option("--pick", help="Where: point at it in the browser.", rich_help_panel=PLACE)]
Reference = Annotated[
    list[Path] | None,
    typer.Option(metavar="FILE", help="Another picture to work with; may be repeated.", rich_help_panel=PLACE),
]
EngineOption = Annotated[str | None, typer.Option(metavar="NAME", help="What makes pixels.", rich_help_panel=ENGINE)]
PlannerOption = Annotated[str | None, typer.Option(metavar="NAME", help="What reads words.", rich_help_panel=ENGINE)]
Seed = Annotated[int | None, typer.Option(min=0, max=2**32 - 1, help="Make chance repeatable.", rich_help_panel=ENGINE)]
Steps = Annotated[int | None, typer.Option(min=1, max=200, help="Sampling steps of a model.", rich_help_panel=ENGINE)]
Guidance = Annotated[
    float | None, typer.Option(min=0, max=50, help="How closely a model keeps to the words.", rich_help_panel=ENGINE)
]
Strength = Annotated[
    float | None, typer.Option(min=0, max=1, help="How far a model may go from the picture.", rich_help_panel=ENGINE)
]
Output = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write the last picture.", rich_help_panel=OUTPUT)
]
Quality = Annotated[
    int | None, typer.Option(min=1, max=100, help="Of a JPEG, WebP or AVIF file.", rich_help_panel=OUTPUT)
]
MaxSide = Annotated[
    int | None, typer.Option(min=1, metavar="PX", help="Reduce what is written to this.", rich_help_panel=OUTPUT)
]
