"""Skies over water and far country: sunsets, blue hours, nights, gales, mist and plain gradients."""

from dataclasses import dataclass, replace

from training.scenes.chance import Dice, shaded
from training.scenes.scene import Air, Sky
from training.scenes.skies import sky


@dataclass(frozen=True)
class Weather:
    """A sky, how far one sees and how bright the picture is kept."""

    sky: Sky
    haze: float | None = None
    dim: float = 1.0
    lamps: float = 0.0
    """Light of lit windows; 0 is by day."""


def weather(dice: Dice) -> Weather:
    """Return some weather, for a camera that looks along +y."""
    often = [*[_day] * 4, *[_blue] * 3, *[_grey] * 2, *[_sunset] * 2]
    makers = [*often, _mist, _pastel, _dusk, _night, _gale]
    return dice.pick(makers)(dice)


def by_day(dice: Dice) -> Weather:
    """Return weather with daylight."""
    return dice.pick([_day, _day, _blue, _grey, _mist, _gale])(dice)


def evening(dice: Dice) -> Weather:
    """Return weather in which windows are lit."""
    return dice.pick([_dusk, _dusk, _night, _sunset])(dice)


def _clouds(dice: Dice) -> float:
    return dice.pick([0.0, 0.0, 0.25, 0.45, 0.6, 0.8])


def _far(dice: Dice) -> float | None:
    return dice.pick([None, dice.between(12000, 40000), dice.between(3000, 12000)])


def _day(dice: Dice) -> Weather:
    return Weather(sky(dice), _far(dice), dice.pick([1.0, 1.4, 1.9]))


def _blue(dice: Dice) -> Weather:
    """A plain gradient of blue, or of grey-blue, with fair-weather or mackerel clouds."""
    zenith = dice.colour((0.55, 0.62), (0.4, 0.95), (0.3, 0.8))
    horizon = dice.colour((0.52, 0.62), (0.05, 0.45), (0.7, 0.95))
    air = Air(
        zenith, horizon, rise=dice.between(0.35, 0.9), dark=dice.colour((0.58, 0.62), (0.05, 0.3), (0.4, 0.8))
    )
    air = _figured(dice, air)
    high = dice.between(15, 65)
    return Weather(
        Sky("clear", _clouds(dice), high, dice.between(-180, 180), dice.between(1.5, 4), air=air),
        _far(dice),
        dice.pick([1.0, 1.4, 1.9]),
    )


def _figured(dice: Dice, air: Air) -> Air:
    return replace(air, grain=dice.pick([0.3, 0.6, 0.9, 1.6]), streaks=dice.pick([1.0, 1.0, 0.45, 0.2]))


def _grey(dice: Dice) -> Weather:
    tone = dice.colour((0.5, 0.62), (0.0, 0.2), (0.6, 0.85))
    air = Air(
        shaded(tone, dice.between(0.5, 1.1)),
        tone,
        lit=shaded(tone, 1.15),
        dark=shaded(tone, dice.between(0.35, 0.8)),
    )
    air = _figured(dice, air)
    return Weather(
        Sky("clear", dice.between(0.4, 0.95), 50, 0, dice.pick([0.0, 0.3]), air=air),
        _far(dice),
        dice.between(0.9, 2.6),
    )


def _mist(dice: Dice) -> Weather:
    tone = dice.colour(dice.pick([(0.55, 0.62), (0.05, 0.1), (0.0, 0.15)]), (0.0, 0.22), (0.55, 0.9))
    air = Air(shaded(tone, dice.between(0.6, 1.0)), tone, rise=dice.between(0.5, 1.0))
    return Weather(
        Sky("clear", 0.0, 30, 0, 0.2, air=air),
        dice.pick([dice.between(250, 900), dice.between(900, 5000)]),
        dice.between(1.0, 3.0),
    )


def _sunset(dice: Dice) -> Weather:
    """A low sun before the camera most times, a disc if it is in the picture."""
    turn = dice.rng.normal(scale=dice.pick([8.0, 22.0, 90.0]))
    height = dice.between(0.5, 9)
    warm = dice.colour((0.01, 0.13), (0.4, 0.85), (0.75, 1.0))
    zenith = dice.colour(
        dice.pick([(0.55, 0.62), (0.55, 0.62), (0.55, 0.62), (0.72, 0.9)]), (0.1, 0.6), (0.25, 0.7)
    )
    horizon = dice.colour(
        dice.pick([(0.04, 0.14), (0.04, 0.14), (0.04, 0.14), (0.96, 1.06)]), (0.08, 0.5), (0.5, 0.95)
    )
    lit, dark = (
        dice.colour((0.97, 1.1), (0.1, 0.7), (0.7, 1.0)),
        dice.colour((0.6, 0.95), (0.1, 0.5), (0.15, 0.5)),
    )
    disc = dice.pick([0.0, dice.between(0.3, 0.7), dice.between(0.5, 1.3)])
    shine = (warm[0] * 14, warm[1] * 14 + 3, warm[2] * 14 + 1.5)
    glow = (warm[0] * 1.5, warm[1] * 1.5, warm[2] * 1.5)
    air = Air(
        zenith,
        horizon,
        glow,
        dice.pick([6.0, 15.0, 60.0]),
        dice.between(0.35, 0.9),
        lit,
        dark,
        disc=disc,
        shine=shine,
    )
    air = _figured(dice, air)
    own = Sky("clear", _clouds(dice), height, turn, dice.between(0.6, 2.5), air=air)
    return Weather(own, _far(dice), dice.pick([1.2, 0.9, 0.55]), dice.pick([0.1, 0.3]))


def _pastel(dice: Dice) -> Weather:
    """Before sunrise: pink over the horizon, blue or violet above, no sun."""
    zenith = dice.colour((0.55, 0.68), (0.2, 0.6), (0.3, 0.7))
    horizon = dice.colour((0.95, 1.14), (0.05, 0.32), (0.7, 0.95))
    air = Air(
        zenith, horizon, rise=dice.between(0.4, 1.0), lit=shaded(horizon, 1.1), dark=shaded(zenith, 0.9)
    )
    air = _figured(dice, air)
    return Weather(Sky("clear", _clouds(dice) * 0.7, 0, 0, 0.0, air=air), _far(dice), dice.pick([1.0, 0.7]))


def _dusk(dice: Dice) -> Weather:
    """The blue hour, at times with a last glow."""
    zenith = dice.colour((0.57, 0.62), (0.5, 0.95), (0.12, 0.4))
    horizon = dice.colour(dice.pick([(0.55, 0.62), (0.55, 0.62), (0.02, 0.1)]), (0.2, 0.8), (0.3, 0.62))
    glow = dice.pick([(0.0, 0.0, 0.0), shaded(dice.colour((0.0, 0.1), (0.6, 0.9), (0.4, 0.7)), 1.0)])
    air = Air(zenith, horizon, glow, 5.0, dice.between(0.35, 0.7), shaded(horizon, 0.8), shaded(zenith, 0.6))
    air = _figured(dice, air)
    turn = dice.between(-40, 40)
    return Weather(
        Sky("clear", _clouds(dice) * 0.8, 0, turn, 0.0, air=air),
        _far(dice),
        dice.between(0.3, 1.0),
        dice.pick([0.12, 0.4, 1.0]),
    )


def _night(dice: Dice) -> Weather:
    """Black or dark blue, with stars, with a moon and its path, or with neither."""
    zenith = dice.colour((0.55, 0.64), (0.0, 0.9), (0.02, 0.14))
    horizon = shaded(zenith, dice.between(1.0, 4.0))
    full = dice.odds(0.5)
    shine = dice.pick([(0.9, 0.9, 0.8), (0.9, 0.8, 0.6), (1.2, 1.2, 1.2)]) if full else (0.0, 0.0, 0.0)
    glow = (0.015, 0.016, 0.02) if full else (0.0, 0.0, 0.0)
    disc = dice.between(0.3, 1.0) if full else 0.0
    stars = dice.pick([0.0, 0.5, 1.5])
    air = Air(
        zenith,
        horizon,
        glow,
        150.0,
        0.6,
        shaded(horizon, 2.0),
        shaded(zenith, 0.7),
        disc=disc,
        shine=shine,
        stars=stars,
    )
    air = _figured(dice, air)
    high, turn = dice.between(4, 16), dice.between(-16, 16)
    light = dice.between(0.02, 0.08) if full else 0.0
    own = Sky("clear", dice.pick([0.0, 0.0, 0.3, 0.6]), high, turn, light, air=air)
    return Weather(own, None, dice.between(0.12, 0.5), dice.pick([0.03, 0.1, 0.3]))


def _gale(dice: Dice) -> Weather:
    """Dark clouds, with a paler strip over the horizon."""
    horizon = dice.colour(dice.pick([(0.55, 0.62), (0.1, 0.15), (0.4, 0.5)]), (0.05, 0.35), (0.5, 0.85))
    zenith = dice.colour((0.55, 0.64), (0.1, 0.5), (0.15, 0.4))
    air = Air(
        zenith, horizon, rise=dice.between(0.3, 0.6), lit=shaded(horizon, 0.6), dark=shaded(zenith, 0.7)
    )
    air = _figured(dice, air)
    own = Sky("clear", dice.between(0.7, 0.95), 25, dice.between(-180, 180), dice.pick([0.0, 0.5]), air=air)
    return Weather(own, _far(dice), dice.between(0.5, 1.0))
