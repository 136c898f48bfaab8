"""How a prompt is understood, as clients see it."""

from collections.abc import Sequence

from pydantic import BaseModel, Field

from photoplay.director.plan import Plan
from photoplay.director.timeline import describe, looks_of, rows_of


class RowData(BaseModel):
    """Something that takes its time in a clip."""

    group: str = Field(description="Camera, Action, Effect, Light or Grade.")
    name: str = Field(description="What it is, in words.")
    start: float = Field(description="Seconds from the start of the clip.")
    end: float = Field(description="Seconds from the start of the clip.")
    phrase: str = Field(
        description="The words of the prompt that call it; empty for what the director chose."
    )


class LookData(BaseModel):
    """Something that holds for the whole clip."""

    name: str
    text: str


class PlanData(BaseModel):
    """How a prompt is understood: for programs as a plan, for people as rows, looks and text."""

    plan: Plan | None = Field(default=None, description="Absent until the video is being filmed.")
    timeline: str = Field(
        default="", description="The plan as text, with a bar for everything that takes time."
    )
    rows: list[RowData] = Field(default=[], description="What has its seconds.")
    looks: list[LookData] = Field(default=[], description="What holds all the way.")
    notes: list[str] = Field(default=[], description="What comes out otherwise than asked, in sentences.")


def describe_plan(plan: Plan, notes: Sequence[str]) -> PlanData:
    """Return a plan as clients see it, with the notes on it."""
    rows = [
        RowData(group=group, name=name, start=of.start, end=of.end, phrase=of.phrase)
        for group, name, of in rows_of(plan)
    ]
    looks = [LookData(name=name, text=text) for name, text in looks_of(plan)]
    return PlanData(plan=plan, timeline=describe(plan), rows=rows, looks=looks, notes=list(notes))
