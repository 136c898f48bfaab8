"""The errors a person can act on: each message is one sentence that says what to change."""


class PhotoplayError(Exception):
    """Base of every error Photoplay raises on purpose."""


class InvalidInputError(PhotoplayError):
    """A request breaks a rule.

    Attributes:
        field: the request field at fault, such as ``image`` or ``duration``.
        rule: what the field must satisfy, as the rest of a sentence.
    """

    def __init__(self, field: str, rule: str) -> None:
        super().__init__(f"{field} {rule}.")
        self.field = field
        self.rule = rule


class EngineUnavailableError(PhotoplayError):
    """The engine asked for cannot run here; the message says why and what to use instead."""


class EngineFailedError(PhotoplayError):
    """An engine could not go on with a render; the message says why and what to do. The next render may do well."""


class EngineLostError(EngineFailedError):
    """An engine failed so that its process can render nothing more; one that is started anew may do well."""


class WeightsUnavailableError(PhotoplayError):
    """A network's weights could not be had from any of their sources."""


class CancelledError(PhotoplayError):
    """Raised out of a progress callback to stop a render."""
