"""A storyboard as clients see it."""

import base64
from typing import Annotated

from pydantic import BaseModel, Field

from photoplay.catalogue.catalogue import Model
from photoplay.production.drafting import Drawn
from photoplay.service.wire.plans import PlanData, describe_plan


class StoryboardFrame(BaseModel):
    """One frame of a clip that is not filmed yet."""

    time: float = Field(description="Seconds from the start of the clip.")
    image: str = Field(description="A JPEG picture as a data: URI.")


class StoryboardData(PlanData):
    """What a clip will be like, and how its prompt is understood."""

    model: str
    frames: list[StoryboardFrame] = Field(description="The first, the last, and four evenly between.")
    execution_time: Annotated[int, Field(serialization_alias="executionTime", description="Milliseconds.")]


def describe_storyboard(model: Model, drawn: Drawn) -> StoryboardData:
    """Return a storyboard as clients see it."""
    pictures = [f"data:image/jpeg;base64,{base64.b64encode(frame).decode()}" for frame in drawn.frames]
    return StoryboardData(
        **dict(describe_plan(drawn.plan, drawn.notes)),
        model=model.id,
        frames=[
            StoryboardFrame(time=round(time, 3), image=picture)
            for time, picture in zip(drawn.times, pictures, strict=True)
        ],
        execution_time=drawn.inference_ms,
    )
