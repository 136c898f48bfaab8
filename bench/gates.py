"""The gates, and the tables of who passes them."""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Gate:
    """A measure and the bound it must keep."""

    name: str
    bound: float
    at_most: bool
    digits: int

    def passes(self, value: float) -> bool:
        """Whether `value` keeps the bound; nan does not."""
        return value <= self.bound if self.at_most else value >= self.bound

    def __str__(self) -> str:
        return f"{self.name} {'≤' if self.at_most else '≥'} {self.bound:g}"


GATES = (
    Gate("first PSNR", 40.0, False, 1),
    Gate("first SSIM", 0.985, False, 4),
    Gate("last PSNR", 38.0, False, 1),
    Gate("camera", 1.0, False, 0),
    Gate("smoothness", 0.985, False, 4),
    Gate("flicker", 0.995, False, 4),
    Gate("jerk", 0.3, True, 2),
    Gate("sharpness", 0.7, False, 2),
    Gate("folds", 0.0, True, 0),
    Gate("stretch", 3.0, True, 2),
    Gate("uncovered", 0.06, True, 3),
)
HEADER = ["clip", "seen", "kept", *(gate.name for gate in GATES)]
SUMMARY_HEADER = ["gate", "pass", "worst", "where"]


@dataclass
class Report:
    """What was measured of one clip: by a gate's name, where the gate applies."""

    label: str
    values: dict[str, float] = field(default_factory=dict)
    waived: dict[str, str] = field(default_factory=dict)
    """Why a gate does not apply, in a word or two, by its name."""
    seen: str = ""
    """The camera move that was measured."""
    kept: float = 1.0
    """The smallest share of a move's size that the governor left."""

    @property
    def failed(self) -> list[Gate]:
        """The gates not passed."""
        return [
            gate for gate in GATES if gate.name in self.values and not gate.passes(self.values[gate.name])
        ]


def rows(reports: list[Report]) -> Iterator[list[str]]:
    """The cells of the table, a row a clip; a value that fails is marked with an exclamation mark."""
    for report in reports:
        cells = []
        for gate in GATES:
            value = report.values.get(gate.name)
            if value is None:
                cells.append(report.waived.get(gate.name, ""))
            else:
                cells.append(f"{value:.{gate.digits}f}" + ("" if gate.passes(value) else " !"))
        yield [report.label, report.seen, f"{report.kept:.2f}", *cells]


def summary(reports: list[Report]) -> Iterator[list[str]]:
    """Of every gate: how many clips pass it, and the worst."""
    for gate in GATES:
        judged = [report for report in reports if gate.name in report.values]
        if judged:
            passed = sum(gate not in report.failed for report in judged)
            worst = (max if gate.at_most else min)(judged, key=lambda report: report.values[gate.name])
            value = f"{worst.values[gate.name]:.{gate.digits}f}"
            yield [str(gate), f"{passed} of {len(judged)}", value, worst.label]
