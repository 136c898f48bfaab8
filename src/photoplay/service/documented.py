"""What the OpenAPI document says of refusals, so that every answer a route may give is in it."""

from typing import Any

from photoplay.service.problems import ProblemData

_MEANING = {
    400: "A field breaks its rule; the message names both.",
    401: "The API key is missing or not known.",
    402: "The balance does not cover the price.",
    403: "The API key is suspended.",
    404: "There is no such thing, or it is another account's.",
    409: "The request clashes with an earlier one.",
    413: "The body is too large.",
    416: "The file has no such part.",
    429: "Too much for now; Retry-After says when to try again.",
    500: "It could not be done; this is the service's fault.",
    503: "It is not to be had here, or not for now.",
}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return what OpenAPI says of answers with these statuses; 401 and 403 belong to every keyed route."""
    return {status: {"model": ProblemData, "description": _MEANING[status]} for status in statuses}
