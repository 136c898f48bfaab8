"""An account's money as clients see it, in dollars."""

from typing import Literal

from pydantic import BaseModel, Field

from photoplay.service.bodies import Asked, Text, Time, milliseconds_if
from photoplay.service.wire.envelope import dollars, timestamp
from photoplay.service.wire.predictions import WireStatus, wire_status
from photoplay.store.billing import Bill, BillingType, BillSearch, Tally, Usage


class BalanceData(BaseModel):
    """What can be spent."""

    balance: float


class SecretData(BaseModel):
    """What the webhooks of a key are signed with."""

    secret: str


class BillSearchBody(Asked):
    """Which bills to list."""

    page: int = Field(default=1, ge=1, le=1_000_000)
    page_size: int = Field(default=20, ge=1, le=100)
    billing_type: Literal["deduct", "refund"] | None = None
    prediction_uuids: list[Text] = Field(default=[], max_length=1000)
    start_time: Time | None = None
    end_time: Time | None = None

    def search(self) -> BillSearch:
        """Return it as the store knows it."""
        return BillSearch(
            page=self.page,
            page_size=self.page_size,
            type=BillingType(self.billing_type) if self.billing_type else None,
            prediction_ids=tuple(self.prediction_uuids),
            start_time=milliseconds_if(self.start_time),
            end_time=milliseconds_if(self.end_time),
        )


class OrderData(BaseModel):
    """The hold that a bill belongs to."""

    uuid: str
    state: Literal["pending", "paid", "refunded"]
    price: float
    origin_price: float


class BilledPrediction(BaseModel):
    """What a bill is for."""

    uuid: str
    model_uuid: str
    status: WireStatus


class BillData(BaseModel):
    """One movement of money: a deduction at submit, or a refund when nothing came of it."""

    uuid: str
    billing_type: Literal["deduct", "refund"]
    price: float
    created_at: str
    updated_at: str
    order: OrderData
    prediction: BilledPrediction


class BillPage(BaseModel):
    """One page of an account's bills, newest first."""

    page: int
    total: int
    items: list[BillData]


class UsageBody(Asked):
    """Of which time, and of which model, to add up the use."""

    start_time: Time
    end_time: Time
    model_uuid: Text | None = None


class ModelUsage(BaseModel):
    """How much a model was used."""

    model_uuid: str
    total_cost: float
    total_count: int


class DailyUsage(BaseModel):
    """How much was used on a day, which begins and ends in UTC."""

    date: str
    amount: float
    count: int


class UsageSummary(BaseModel):
    """How much was used in all."""

    total_cost: float
    total_requests: int
    success_requests: int


class UsageData(BaseModel):
    """What an account used."""

    per_model_usage: list[ModelUsage]
    daily_usage: list[DailyUsage]
    summary: UsageSummary


def describe_bill(bill: Bill) -> BillData:
    """Return a bill as clients see it."""
    price = dollars(bill.price)
    return BillData(
        uuid=bill.id,
        billing_type=bill.type.value,
        price=price,
        created_at=timestamp(bill.created_at),
        updated_at=timestamp(bill.updated_at),
        order=OrderData(uuid=bill.order_id, state=bill.order_state.value, price=price, origin_price=price),
        prediction=BilledPrediction(
            uuid=bill.prediction_id, model_uuid=bill.model, status=wire_status(bill.status)
        ),
    )


def describe_usage(usage: Usage) -> UsageData:
    """Return what was used as clients see it."""

    def model(name: str, tally: Tally) -> ModelUsage:
        return ModelUsage(model_uuid=name, total_cost=dollars(tally.cost), total_count=tally.count)

    return UsageData(
        per_model_usage=[model(name, tally) for name, tally in usage.per_model.items()],
        daily_usage=[
            DailyUsage(date=day.isoformat(), amount=dollars(tally.cost), count=tally.count)
            for day, tally in usage.daily.items()
        ],
        summary=UsageSummary(
            total_cost=dollars(usage.total.cost),
            total_requests=usage.total.count,
            success_requests=usage.succeeded,
        ),
    )
