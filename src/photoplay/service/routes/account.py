"""An account's balance, bills and use, and the secret of a key's webhooks."""

from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import Response

from photoplay.service.bodies import asked_for, described, milliseconds
from photoplay.service.callers import KnownCaller, house_of
from photoplay.service.documented import problems
from photoplay.service.wire.account import (
    BalanceData,
    BillPage,
    BillSearchBody,
    SecretData,
    UsageBody,
    UsageData,
    describe_bill,
    describe_usage,
)
from photoplay.service.wire.envelope import Envelope, dollars, reply
from photoplay.store import billing

DAY_EXAMPLE = {"start_time": "2025-09-25T00:00:00Z", "end_time": "2025-09-26T00:00:00Z"}

router = APIRouter(tags=["account"])


@router.get("/api/v3/balance", response_model=Envelope[BalanceData], responses=problems(401, 403))
async def balance(caller: KnownCaller) -> Response:
    """Say what can be spent, in dollars."""
    return reply(BalanceData(balance=dollars(caller.account.available)))


@router.get("/api/v3/webhook/secret", response_model=Envelope[SecretData], responses=problems(401, 403))
async def webhook_secret(caller: KnownCaller) -> Response:
    """Say what the webhooks of this key are signed with."""
    return reply(SecretData(secret=caller.key.webhook_secret))


@router.post(
    "/api/v3/billings/search",
    response_model=Envelope[BillPage],
    responses=problems(400, 401, 403, 413),
    openapi_extra=described(BillSearchBody, {"page": 1, "page_size": 20, "billing_type": "deduct"}),
)
def search_bills(
    request: Request, caller: KnownCaller, wanted: Annotated[BillSearchBody, asked_for(BillSearchBody)]
) -> Response:
    """List what was deducted and refunded, newest first."""
    with house_of(request).database.read() as connection:
        total, bills = billing.search(connection, caller.account.id, wanted.search())
    return reply(BillPage(page=wanted.page, total=total, items=[describe_bill(bill) for bill in bills]))


@router.post(
    "/api/v3/user/usage_stats",
    response_model=Envelope[UsageData],
    responses=problems(400, 401, 403, 413),
    openapi_extra=described(UsageBody, DAY_EXAMPLE),
)
def usage_stats(
    request: Request, caller: KnownCaller, wanted: Annotated[UsageBody, asked_for(UsageBody)]
) -> Response:
    """Add up what was used, by model and by day."""
    start, end = milliseconds(wanted.start_time), milliseconds(wanted.end_time)
    with house_of(request).database.read() as connection:
        usage = billing.usage(connection, caller.account.id, start, end, wanted.model_uuid)
    return reply(describe_usage(usage))
