"""Cars, vans, bicycles, boats and a fork-lift, lofted from cross-sections."""

import numpy as np

from training.scenes.chance import Dice
from training.scenes.meshes import Mesh, box, joined, lathe, sheet, tube
from training.scenes.names import Name
from training.scenes.scene import Paint, Thing, known

VEHICLE = Name("vehicles")
LIGHTS = Name("vehicles", ("lamps",))
GLASS = Paint((0.015, 0.018, 0.02), "plain", rough=0.04, bump=0.0, name=Name("vehicles", ("windows",)))
RUBBER = Paint((0.012, 0.012, 0.012), rough=0.85, size=0.1)
STEEL = Paint((0.45, 0.45, 0.47), "plain", rough=0.25, metal=0.9, bump=0.0)

PROFILES = {
    "saloon": (
        (0.0, 0.55),
        (0.05, 0.68),
        (1.25, 0.9),
        (2.0, 1.38),
        (3.1, 1.4),
        (3.8, 0.98),
        (4.45, 0.92),
        (4.55, 0.6),
    ),
    "hatch": (
        (0.0, 0.55),
        (0.05, 0.72),
        (0.95, 0.95),
        (1.6, 1.45),
        (3.2, 1.46),
        (3.85, 1.0),
        (3.95, 0.9),
        (4.0, 0.6),
    ),
    "van": (
        (0.0, 0.6),
        (0.05, 0.95),
        (0.6, 1.15),
        (1.15, 1.95),
        (1.4, 2.05),
        (5.0, 2.05),
        (5.1, 1.95),
        (5.15, 0.6),
    ),
    "suv": (
        (0.0, 0.65),
        (0.05, 0.95),
        (1.2, 1.1),
        (1.75, 1.68),
        (3.9, 1.72),
        (4.35, 1.2),
        (4.45, 1.1),
        (4.5, 0.65),
    ),
    "bus": (
        (0.0, 0.5),
        (0.02, 1.3),
        (0.1, 2.7),
        (0.25, 2.95),
        (9.5, 3.0),
        (9.8, 2.9),
        (9.9, 1.3),
        (9.95, 0.5),
    ),
}


def car(dice: Dice, kind: str | None = None) -> Thing:
    """Return a car in the middle of the origin, its bonnet along -y; `kind` is a name in `PROFILES`."""
    kind = kind or dice.pick(["saloon", "hatch", "hatch", "suv", "van"])
    line = np.array(PROFILES[kind])
    wide = {"bus": 2.5, "van": 2.0}.get(kind, 1.78)
    place = np.linspace(0, line[-1, 0], 60)
    top = np.convolve(np.pad(np.interp(place, *line.T), 2, mode="edge"), np.full(5, 0.2), mode="valid")
    belt = {"bus": 1.3, "van": 1.2, "suv": 1.12}.get(kind, 0.92)
    low = 0.24 if kind != "bus" else 0.35
    shell = _shell(place, top, belt, low, wide)
    paint = _lacquer(dice)
    middle = line[-1, 0] / 2
    parts = [(mesh.moved((0, -middle, 0)), look) for mesh, look in _skin(shell, place, top, belt, paint)]
    axles = [place[-1] * 0.18 - middle, place[-1] * 0.8 - middle]
    parts += _wheels(axles, wide, 0.45 if kind == "bus" else 0.32)
    parts += _lights(place[-1], wide, belt)
    return known(tuple(parts), VEHICLE)


def _lacquer(dice: Dice) -> Paint:
    colour = dice.pick(
        [
            (0.7, 0.7, 0.7),
            (0.02, 0.02, 0.022),
            (0.25, 0.26, 0.28),
            dice.colour((0, 1), (0.5, 0.95), (0.3, 0.8)),
        ]
    )
    return Paint(colour, "plain", rough=0.18, metal=0.35, bump=0.0)


def _shell(place: np.ndarray, top: np.ndarray, belt: float, low: float, wide: float) -> np.ndarray:
    round_ends = np.clip(np.minimum(place, place[-1] - place) / 0.5, 0, 1) ** 0.5 * 0.12 + 0.88
    half = wide / 2 * round_ends
    roof = np.where(top > belt, 0.78, 0.97) * half
    rows = []
    for y, high, hip, narrow in zip(place, top, half, roof, strict=True):
        waist = min(belt, high - 0.03)
        heights = [low, low + 0.05, 0.55 * (low + waist), waist, waist + 0.02, high - 0.06, high, high]
        widths = [hip * 0.9, hip * 0.98, hip, hip * 0.97, hip * 0.95, narrow, narrow * 0.88, 0.0]
        left = [(-w, y, z) for w, z in zip(widths, heights, strict=True)]
        rows.append(left + [(-x, y_, z) for x, y_, z in left[-2::-1]])
    return np.array(rows)


def _skin(
    shell: np.ndarray, place: np.ndarray, top: np.ndarray, belt: float, paint: Paint
) -> list[tuple[Mesh, Paint]]:
    whole = sheet(shell)
    count = shell.shape[1] - 1
    face_row, face_column = np.divmod(np.arange(len(whole.faces)), count)
    band = np.isin(face_column, [4, count - 5])
    y, slope = place[face_row], np.gradient(top, place)[face_row]
    tall = top[face_row] > belt + 0.28
    pillar = np.zeros(len(y), bool)
    for post in np.linspace(place[0], place[-1], 4)[1:-1]:
        pillar |= np.abs(y - post) < 0.06
    wind = (
        (np.abs(slope) > 0.35)
        & (top[face_row] > belt + 0.08)
        & ~np.isin(face_column, [0, 1, 2, 3, count - 1, count - 2, count - 3, count - 4])
    )
    glass = (band & tall & ~pillar) | wind
    ends = [Mesh(shell[i], _fan(shell.shape[1])) for i in (0, -1)]
    return [
        (joined([Mesh(whole.vertices, whole.faces[~glass], True), *ends]), paint),
        (Mesh(whole.vertices, whole.faces[glass], True), GLASS),
    ]


def _fan(count: int) -> np.ndarray:
    return np.array([[i, i + 1, count - 2 - i, count - 1 - i] for i in range(count // 2 - 1)], np.int32)


def _wheels(axles: list[float], wide: float, radius: float) -> list[tuple[Mesh, Paint]]:
    tyre = lathe(
        [(radius * 0.6, -0.1), (radius, -0.1), (radius * 1.02, 0), (radius, 0.1), (radius * 0.6, 0.1)], 24
    )
    rim = lathe([(0, 0.085), (radius * 0.2, 0.1), (radius * 0.5, 0.07), (radius * 0.66, 0.1)], 24)
    arch = lathe([(0, 0.0), (radius * 1.2, 0.0), (radius * 1.2, 0.11), (0, 0.11)], 24)
    tyres, rims, arches = [], [], []
    for y in axles:
        for side in (-1, 1):
            at = (side * (wide / 2 - 0.1), y, radius)
            tyres.append(tyre.tilted(side * np.pi / 2, "y").moved(at))
            rims.append(rim.tilted(side * np.pi / 2, "y").moved(at))
            arches.append(arch.tilted(side * np.pi / 2, "y").moved((side * (wide / 2 - 0.108), y, radius)))
    return [(joined(tyres), RUBBER), (joined(rims), STEEL), (joined(arches), RUBBER)]


def _lights(long: float, wide: float, belt: float) -> list[tuple[Mesh, Paint]]:
    front = joined(
        [box((0.34, 0.12, 0.15), (s * wide * 0.36, -long / 2 + 0.03, belt * 0.66)) for s in (-1, 1)]
    )
    rear = joined([box((0.2, 0.1, 0.22), (s * wide * 0.38, long / 2 - 0.03, belt * 0.72)) for s in (-1, 1)])
    plate = joined([box((0.5, 0.05, 0.11), (0, s * (long / 2 + 0.005), 0.45)) for s in (-1, 1)])
    return [
        (front, Paint((0.8, 0.8, 0.8), "plain", rough=0.1, glow=0.4, bump=0.0, name=LIGHTS)),
        (rear, Paint((0.5, 0.01, 0.01), "plain", rough=0.15, glow=0.3, bump=0.0, name=LIGHTS)),
        (plate, Paint((0.7, 0.68, 0.55), "plain", bump=0.0)),
    ]


def bicycle(dice: Dice) -> Thing:
    """Return a bicycle along x."""
    ring = np.linspace(0, 2 * np.pi, 29)
    wheels = [
        tube(np.stack([0.34 * np.cos(ring) + x, 0 * ring, 0.34 * np.sin(ring) + 0.35], axis=1), 0.02, 5)
        for x in (-0.52, 0.52)
    ]
    bars = [
        ((-0.52, 0.35), (-0.2, 0.8)),
        ((-0.2, 0.8), (0.42, 0.82)),
        ((-0.25, 0.9), (-0.1, 0.35)),
        ((-0.1, 0.35), (0.42, 0.8)),
        ((0.52, 0.35), (0.4, 1.0)),
        ((-0.52, 0.35), (-0.1, 0.35)),
    ]
    frame = [tube([(a[0], 0, a[1]), (b[0], 0, b[1])], 0.018, 6) for a, b in bars]
    rest = [tube([(0.4, -0.25, 1.02), (0.4, 0.25, 1.02)], 0.014, 6), box((0.25, 0.12, 0.06), (-0.27, 0, 0.9))]
    colour = dice.colour((0, 1), (0.3, 0.9), (0.2, 0.8))
    lacquer = Paint(colour, "plain", rough=0.25, bump=0.0)
    return known(((joined(frame), lacquer), (joined(wheels + rest), RUBBER)), VEHICLE)


def boat(dice: Dice) -> Thing:
    """Return a rowing boat of 4 m along y, afloat."""
    place = np.linspace(-1, 1, 20)
    half = 0.75 * (1 - np.abs(place) ** 2.6) + 0.01
    rows = []
    for y, hip in zip(place, half, strict=True):
        rim = 0.45 + 0.25 * y**2
        rows.append(
            [
                (-hip, 2 * y, rim),
                (-hip * 0.85, 2 * y, 0.1),
                (0, 2 * y, -0.15),
                (hip * 0.85, 2 * y, 0.1),
                (hip, 2 * y, rim),
                (hip * 0.93, 2 * y, rim),
                (0, 2 * y, 0.05),
                (-hip * 0.93, 2 * y, rim),
            ]
        )
    hull = sheet(np.array(rows), loop=True)
    seats = joined([box((1.25, 0.25, 0.04), (0, y, 0.32)) for y in (-0.7, 0.1, 0.9)])
    wood = Paint(dice.colour((0.04, 0.1), (0.3, 0.7), (0.2, 0.6)), "grain", size=0.3)
    side = Paint(dice.colour((0, 1), (0.1, 0.8), (0.2, 0.8)), size=0.6, rough=0.4)
    return known(((hull, side), (seats, wood)), VEHICLE)
