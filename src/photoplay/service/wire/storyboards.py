"""A storyboard as clients see it."""

import base64
from typing import Annotated

from pydantic import BaseModel, Field

from photoplay.catalogue.catalogue import Model
from photoplay.director.plan import Plan
from photoplay.production.drafting import Drawn


class StoryboardFrame(BaseModel):
    """One frame of a clip that is not filmed yet."""

    time: float = Field(description="Seconds from the start of the clip.")
    image: str = Field(description="A JPEG picture as a data: URI.")


class StoryboardData(BaseModel):
    """What a clip will be like, and how its prompt is understood."""

    model: str
    frames: list[StoryboardFrame] = Field(description="The first, the last, and four evenly between.")
    plan: Plan
    timeline: str = Field(description="The plan as text, with a bar for everything that takes time.")
    notes: list[str] = Field(description="What will come out otherwise than asked, in sentences.")
    execution_time: Annotated[int, Field(serialization_alias="executionTime", description="Milliseconds.")]


def describe_storyboard(model: Model, drawn: Drawn) -> StoryboardData:
    """Return a storyboard as clients see it."""
    pictures = [f"data:image/jpeg;base64,{base64.b64encode(frame).decode()}" for frame in drawn.frames]
    return StoryboardData(
        model=model.id,
        frames=[
            StoryboardFrame(time=round(time, 3), image=picture)
            for time, picture in zip(drawn.times, pictures, strict=True)
        ],
        plan=drawn.plan,
        timeline=drawn.timeline,
        notes=list(drawn.notes),
        execution_time=drawn.inference_ms,
    )
