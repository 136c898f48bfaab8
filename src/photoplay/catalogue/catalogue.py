"""The catalogue: every model, what it takes and what it costs, as read from ``catalogue.toml``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from importlib.resources import files
from typing import Any, NotRequired, TypedDict, cast

from photoplay.catalogue.fields import Field, Value
from photoplay.errors import InvalidInputError
from photoplay.shot import Resolution

MICROS = 1_000_000
"""Micro-dollars in a dollar."""


class Inputs(TypedDict):
    """What a request says, field by field."""

    prompt: str
    negative_prompt: str
    image: str
    end_image: NotRequired[str | None]
    guidance_scale: float
    duration: int
    seed: int | None
    enable_sync_mode: bool
    enable_base64_output: bool


@dataclass(frozen=True)
class Model:
    """What can be asked for under one id.

    Attributes:
        base_price: of `base_seconds` of video, in micro-dollars.
        sort_order: models are listed from the smallest.
        fields: in the order of a form.
        known: the names of every field of any model.
    """

    id: str
    name: str
    description: str
    base_price: int
    base_seconds: int
    resolution: Resolution
    fps: int
    sort_order: int
    fields: tuple[Field, ...]
    known: frozenset[str]

    @property
    def end_image(self) -> bool:
        """Whether a last frame can be given."""
        return any(field.name == "end_image" for field in self.fields)

    @property
    def formula(self) -> str:
        """How the price follows from the request."""
        return f"base_price * duration / {self.base_seconds}"

    def price(self, duration: int) -> int:
        """Return what ``duration`` seconds cost, in micro-dollars.

        Raises:
            ValueError: the price would not be a whole number of micro-dollars.
        """
        price, rest = divmod(self.base_price * duration, self.base_seconds)
        if rest:
            raise ValueError(f"{duration} s of {self.id} have no price in whole micro-dollars.")
        return price

    def request_schema(self) -> dict[str, Any]:
        """Return the JSON schema of a request's body."""
        return {
            "type": "object",
            "properties": {field.name: field.schema() for field in self.fields},
            "required": [field.name for field in self.fields if field.required],
            "x-order-properties": [field.name for field in self.fields],
        }

    def example(self) -> dict[str, Value]:
        """Return the body of a request as a client might send it."""
        return {field.name: field.example for field in self.fields}

    def read(self, given: Mapping[str, object]) -> Inputs:
        """Return every field's value, defaults included, from what a client sent; unknown keys are dropped.

        Raises:
            InvalidInputError: a field breaks its rule, or only another model has it.
        """
        for name in self.known.difference(field.name for field in self.fields):
            if given.get(name) not in (None, ""):  # nobody should pay for a video without it
                raise InvalidInputError(name, f"is not known to {self.id}; leave it out or use another model")
        return cast(Inputs, {field.name: field.read(given.get(field.name)) for field in self.fields})

    def quote(self, given: Mapping[str, object]) -> int:
        """Return what a request costs, in micro-dollars, of which only a part may be known yet.

        Raises:
            InvalidInputError: what the price depends on breaks its rule.
        """
        duration = next(field for field in self.fields if field.name == "duration")
        return self.price(int(duration.read(given.get("duration")) or 0))


def find_model(model_id: str) -> Model | None:
    """Return the model called ``model_id``."""
    return MODELS.get(model_id)


def load_catalogue() -> dict[str, Model]:
    """Return the models of ``catalogue.toml`` by id, in their order."""
    content = tomllib.loads(files(__package__).joinpath("catalogue.toml").read_text(encoding="utf-8"))
    fields = {name: _field(name, entry) for name, entry in content["fields"].items()}
    models = sorted(
        (_model(entry, fields) for entry in content["models"]), key=lambda model: model.sort_order
    )
    return {model.id: model for model in models}


def _field(name: str, entry: dict[str, Any]) -> Field:
    lists = {key: tuple(entry.get(key, ())) for key in ("choices", "empty", "ends")}
    return Field(name=name, **entry | lists)


def _model(entry: dict[str, Any], fields: dict[str, Field]) -> Model:
    return Model(
        id=entry["id"],
        name=entry["name"],
        description=entry["description"],
        base_price=int(Decimal(entry["base_price"]) * MICROS),
        base_seconds=entry["base_seconds"],
        resolution=Resolution(entry["resolution"]),
        fps=entry["fps"],
        sort_order=entry["sort_order"],
        fields=tuple(fields[name] for name in entry["fields"]),
        known=frozenset(fields),
    )


MODELS = load_catalogue()
