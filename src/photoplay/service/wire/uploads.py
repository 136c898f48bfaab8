"""Uploads as clients see them."""

from typing import Literal

from pydantic import BaseModel, Field

from photoplay.service.bodies import UPLOAD_LIMIT, Asked, Text


class TicketBody(Asked):
    """A picture that is to be sent."""

    filename: Text = Field(min_length=1, max_length=255)
    size: int = Field(ge=1, le=UPLOAD_LIMIT, description="Bytes.")
    content_type: Text | None = Field(default=None, description="image/png or image/jpeg.")


class UploadData(BaseModel):
    """A picture and the link that a request can give for it."""

    type: Literal["image"] = "image"
    download_url: str
    filename: str
    size: int


class Instruction(BaseModel):
    """How to send the picture: the link carries its own authorisation."""

    method: Literal["PUT"] = "PUT"
    url: str
    headers: dict[str, str]
    expires_at: str


class TicketData(UploadData):
    """A picture that may be sent now."""

    upload: Instruction
