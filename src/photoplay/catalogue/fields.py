"""A Field: one thing that a request may say, the limits on it, and reading it from what a client sent."""

import math
import re
from dataclasses import dataclass
from typing import Any, Literal

from photoplay.errors import InvalidInputError
from photoplay.stills import MAX_ASPECT, MAX_BYTES, MIN_SIDE

Value = str | float | int | bool | None

PLAIN_RULE = "must be valid Unicode without NUL characters"

_INTEGER = re.compile(r"[+-]?\d{1,30}")
_BOOLEANS = {"true": True, "false": False}


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field of a request.

    Attributes:
        default: what holds where nothing was given.
        choices: the only values allowed, where there are any.
        empty: values that mean that nothing was given, besides null and "".
        ends: what the minimum and the maximum mean, for the ends of a slider.
        picture: whether it is a photograph, within the limits on its aspect ratio or of any shape.
        in_form: whether a person fills it in, rather than the program that sends the request.
    """

    name: str
    type: Literal["string", "number", "integer", "boolean"]
    title: str
    description: str
    example: Value
    required: bool = False
    default: Value = None
    max_length: int | None = None
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[Value, ...] = ()
    empty: tuple[Value, ...] = ()
    ends: tuple[str, ...] = ()
    picture: Literal["framed", "any shape"] | None = None
    in_form: bool = True

    def schema(self) -> dict[str, Any]:
        """Return the JSON schema of the field, with its limits and its default."""
        limits = {
            "default": self.default,
            "minLength": 1 if self.required else None,
            "maxLength": self.max_length,
            "minimum": self.minimum,
            "maximum": self.maximum,
            "enum": list(self.choices) or None,
            "x-ends": list(self.ends) or None,
            "x-picture": self._picture_rules(),
            "x-form": None if self.in_form else False,
        }
        about = {
            "type": self.type,
            "title": self.title,
            "description": self.description,
            "examples": [self.example],
        }
        return about | {name: limit for name, limit in limits.items() if limit is not None}

    def _picture_rules(self) -> dict[str, Any] | None:
        """Return the limits on a photograph: its types, most bytes, shortest side, most of width over height."""
        if self.picture is None:
            return None
        shape = {"max_aspect": MAX_ASPECT} if self.picture == "framed" else {}
        return {"types": ["image/jpeg", "image/png"], "max_bytes": MAX_BYTES, "min_side": MIN_SIDE} | shape

    def read(self, given: object) -> Value:
        """Return the value that a client meant; numbers and booleans may be given as text.

        Raises:
            InvalidInputError: it is missing or breaks a limit.
        """
        if given is None or given == "":
            return self._absent()
        value = self._typed(given)
        if value in self.empty:
            return self._absent()
        self._check(value)
        return value

    def _absent(self) -> Value:
        if self.required:
            raise InvalidInputError(self.name, "is required and must not be empty")
        return self.default

    def _typed(self, given: object) -> Value:
        match self.type:
            case "string":
                return self._text(given)
            case "boolean":
                return self._boolean(given)
            case "integer":
                return self._integer(given)
            case "number":
                return self._number(given)

    def _text(self, given: object) -> str:
        if not isinstance(given, str):
            raise InvalidInputError(self.name, "must be a string")
        if not is_plain(given):
            raise InvalidInputError(self.name, PLAIN_RULE)
        if self.required and not given.strip():
            raise InvalidInputError(self.name, "is required and must not be empty")
        return given

    def _boolean(self, given: object) -> bool:
        value = _BOOLEANS.get(given.lower()) if isinstance(given, str) else given
        if not isinstance(value, bool):
            raise InvalidInputError(self.name, "must be true or false")
        return value

    def _integer(self, given: object) -> int:
        if isinstance(given, str) and _INTEGER.fullmatch(given.strip()):
            return int(given)
        if isinstance(given, float) and given.is_integer():
            return int(given)
        if isinstance(given, bool) or not isinstance(given, int):
            raise InvalidInputError(self.name, self._choice_rule() or "must be an integer")
        return given

    def _number(self, given: object) -> float:
        try:
            value = math.nan if isinstance(given, bool) else float(given)  # type: ignore[arg-type]
        except (TypeError, ValueError, OverflowError):
            value = math.nan
        if not math.isfinite(value):
            raise InvalidInputError(self.name, "must be a number")
        return value

    def _check(self, value: Value) -> None:
        if self.choices and value not in self.choices:
            raise InvalidInputError(self.name, self._choice_rule())
        if isinstance(value, str):
            if self.max_length is not None and len(value) > self.max_length:
                rule = f"must be at most {self.max_length} characters long; it has {len(value)}"
                raise InvalidInputError(self.name, rule)
        elif value is not None and not self._lower() <= value <= self._upper():
            raise InvalidInputError(self.name, f"must be between {self.minimum} and {self.maximum}")

    def _choice_rule(self) -> str:
        return f"must be {' or '.join(map(str, self.choices))}" if self.choices else ""

    def _lower(self) -> float:
        return -math.inf if self.minimum is None else self.minimum

    def _upper(self) -> float:
        return math.inf if self.maximum is None else self.maximum


def is_plain(text: str) -> bool:
    """Return whether a database takes ``text``: JSON can escape NUL, and half of a surrogate pair."""
    if "\0" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
