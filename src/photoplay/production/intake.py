"""Taking a request on: checked first, then paid, written and queued in one transaction."""

import hashlib
import json
import math
import secrets
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from photoplay.catalogue.catalogue import Model
from photoplay.engines.choose import EngineName, capabilities_of
from photoplay.engines.engine import check_asked
from photoplay.errors import InvalidInputError
from photoplay.media.fetch import check_url
from photoplay.media.storage import new_key
from photoplay.production.house import House
from photoplay.production.refusals import (
    IdempotencyConflictError,
    QueueFullError,
    RateLimitedError,
    check_key,
)
from photoplay.production.sources import is_link, resolve
from photoplay.settings import QUEUE
from photoplay.shot import MAX_SEED, check_direction
from photoplay.store import accounts, ledger, predictions, queueing, standing, unanswered
from photoplay.store.accounts import Caller, Level
from photoplay.store.database import now_ms
from photoplay.store.predictions import Prediction, Status
from photoplay.store.standing import Standing

MINUTE = 60_000
ASKED_AGAIN = 60_000
"""Milliseconds in which a client that hung up while it waited may ask again and find its prediction."""
BUSY_SECONDS = 30
"""What a client is told to wait when the queue is full."""


@dataclass(frozen=True)
class Request:
    """What a client asks for, of the right types and nothing more; `accept` checks the rest."""

    model: Model
    prompt: str
    image: str
    base_url: str
    """The address that the client reaches us under; links in the answer begin with it."""
    negative_prompt: str = ""
    end_image: str | None = None
    guidance_scale: float = 0.5
    duration: int = 5
    seed: int | None = None
    base64_output: bool = False
    webhook: str | None = None
    idempotency_key: str | None = None
    waits: bool = False
    """Whether the client waits for the end; many hang up after some seconds, and ask again."""

    @property
    def sha256(self) -> str:
        """What tells another request from the same one sent again."""
        asked = {**vars(self), "model": self.model.id, "base_url": None, "idempotency_key": None}
        del asked["waits"]  # so that requests written down before it was known are still the same
        return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class Accepted:
    """A prediction taken on, now or, where `replayed`, when the same request came before."""

    prediction: Prediction
    place: int
    """In the queue."""
    replayed: bool


def accept(house: House, caller: Caller, request: Request) -> Accepted:
    """Take a request on: its price is held, its row and its job are written, all or nothing.

    Args:
        caller: who asks, perhaps as known some seconds ago: how the account and its key stand is asked again.

    Raises:
        UnknownKeyError, SuspendedKeyError: the key does not open its account any more.
        InvalidInputError: a field breaks its rule.
        InsufficientBalanceError: the balance does not cover the price.
        RateLimitedError, QueueFullError: too much for now.
        IdempotencyConflictError: the idempotency key belongs to another request.
    """
    _check(house, request)
    begun = _begun(house, caller, request)
    if begun is not None:
        return begun
    if request.idempotency_key or not is_link(
        request.image
    ):  # before anything is stored; the transaction asks again
        with house.database.read() as connection:
            known, _ = _admit(house, connection, caller, request)
        if known is not None:
            return known
    image = resolve(house, request.image, "image", check_aspect=True)
    stored = [] if is_link(image) else [image]
    try:
        end_image = None
        if request.end_image is not None:
            end_image = resolve(house, request.end_image, "end_image", check_aspect=False)
            stored += [] if is_link(end_image) else [end_image]
        prediction = _prediction(caller, request, image, end_image)
        accepted = _commit(house, caller, request, prediction)
    except BaseException:
        _discard(house, stored)
        raise
    if accepted.replayed:
        _discard(house, stored)
    return accepted


def hung_up(house: House, prediction: Prediction) -> None:
    """Note that the client of a prediction no longer waits, so that the same request finds it again."""
    with house.database.begin() as connection:
        unanswered.note(connection, prediction, now_ms())


def _begun(house: House, caller: Caller, request: Request) -> Accepted | None:
    """Return what the same request began before its client hung up."""
    if not request.waits or request.idempotency_key is not None:
        return None
    with house.database.begin() as connection:
        check_key(accounts.get_key(connection, caller.key.id).state)
        since = now_ms() - ASKED_AGAIN
        found = unanswered.take(connection, caller.account.id, request.sha256, since)
        begun = predictions.get(connection, found) if found else None
        return _again(connection, begun) if begun else None


def _again(connection: sa.Connection, known: Prediction) -> Accepted:
    return Accepted(known, queueing.position(connection, known), replayed=True)


def _discard(house: House, keys: list[str]) -> None:
    house.storage.delete([key for key in keys if key.startswith("inputs/")])


def _check(house: House, request: Request) -> None:
    check_direction(request.prompt, request.negative_prompt, request.guidance_scale, request.duration)
    if request.end_image is not None and not request.model.end_image:
        raise InvalidInputError(
            "end_image", f"is not known to {request.model.id}; leave it out or use the pro model"
        )
    check_asked(
        capabilities_of(EngineName(house.settings.engine), elsewhere=house.settings.workers == 0),
        end_image=request.end_image is not None,
        negative_prompt=request.negative_prompt,
    )
    if request.seed is not None and not 0 <= request.seed <= MAX_SEED:
        raise InvalidInputError("seed", f"must be an integer from 0 to {MAX_SEED}")
    if request.webhook is not None:
        check_url(request.webhook, "webhook", house.settings.allowed_private_networks)


def _new_id(now: int) -> str:
    """Return a UUID of version 7 (RFC 9562) as 32 hexadecimal digits.

    Ids sort by time: jobs of one second, which is all that DBOS keeps on SQLite, stay in their order.
    """
    chance = secrets.randbits(74)
    value = now << 80 | 0x7 << 76 | (chance >> 62) << 64 | 0b10 << 62 | chance & (1 << 62) - 1
    return f"{value:032x}"


def _prediction(caller: Caller, request: Request, image: str, end_image: str | None) -> Prediction:
    now = now_ms()
    given = {
        "prompt": request.prompt,
        "negative_prompt": request.negative_prompt or None,
        "image": image,
        "end_image": end_image,
        "guidance_scale": request.guidance_scale,
        "duration": request.duration,
        "seed": secrets.randbelow(2**31) if request.seed is None else request.seed,
        "enable_base64_output": request.base64_output or None,
    }
    return Prediction(
        id=_new_id(now),
        account_id=caller.account.id,
        key_id=caller.key.id,
        model=request.model.id,
        input={name: value for name, value in given.items() if value is not None},
        status=Status.CREATED,
        price=request.model.price(request.duration),
        webhook=request.webhook,
        base_url=request.base_url,
        idempotency_key=request.idempotency_key,
        request_sha256=request.sha256 if request.idempotency_key or request.waits else "",
        created_at=now,
    )


def _commit(house: House, caller: Caller, request: Request, prediction: Prediction) -> Accepted:
    try:
        return _written(house, caller, request, prediction)
    except IntegrityError:  # the same request came to another front end at the same moment
        with house.database.read() as connection:
            known = _replay(connection, caller, request)
        if known is None:
            raise
        return known


def _written(house: House, caller: Caller, request: Request, prediction: Prediction) -> Accepted:
    with house.database.begin() as connection:
        known, owner = _admit(house, connection, caller, request)
        if known is not None:
            return known
        predictions.insert(connection, prediction)
        crew = max(house.settings.workers, owner.workers)
        turn = house.jobs.turn(caller.account.id, _turns(owner.level, crew))
        output = new_key("outputs", "mp4")
        house.jobs.enqueue(connection, prediction.id, output, turn, _queue(house, request))
        # Last, for it locks the account's row: other requests of the account wait for it.
        ledger.hold(connection, caller.account.id, prediction.id, prediction.price)
    return Accepted(prediction, house.waiting.joined(caller.account.id), replayed=False)


def _queue(house: House, request: Request) -> str:
    return house.settings.queues.get(request.model.id, QUEUE)


def _turns(level: Level, crew: int) -> int:
    """Return how many turns an account has: as many as it may have videos at once.

    More turns than workers in the `crew` would only give an account with a long queue more than its share.
    """
    return max(1, min(level.concurrency, crew))


def _admit(
    house: House, connection: sa.Connection, caller: Caller, request: Request
) -> tuple[Accepted | None, Standing]:
    """Return what the same request made before, and how its owner stands.

    Where it is new, refuse it if there is too much for now.
    """
    now = now_ms()
    owner = standing.look_up(connection, caller.key.id, now - MINUTE, _queue(house, request))
    check_key(owner.state)
    known = _replay(connection, caller, request)
    if known is None:
        _check_rate(owner, now)
        waiting = house.waiting.count(connection)
        if waiting >= house.settings.queue_depth:
            raise QueueFullError(waiting, BUSY_SECONDS)
    return known, owner


def _replay(connection: sa.Connection, caller: Caller, request: Request) -> Accepted | None:
    if request.idempotency_key is None:
        return None
    known = predictions.by_idempotency_key(connection, caller.account.id, request.idempotency_key)
    if known is not None and known.request_sha256 != request.sha256:
        raise IdempotencyConflictError
    return None if known is None else _again(connection, known)


def _check_rate(owner: Standing, now: int) -> None:
    per_minute = owner.level.per_minute
    if owner.accepted >= per_minute and owner.oldest is not None:
        raise RateLimitedError(per_minute, max(1, math.ceil((owner.oldest + MINUTE - now) / 1000)))
