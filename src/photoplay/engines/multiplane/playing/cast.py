"""The cast: who plays each cue of a plan, and what nothing in the photograph can play."""

from collections.abc import Mapping

from photoplay.director.honesty import Played, played
from photoplay.director.plan import Note
from photoplay.engines.multiplane.filming.acts import Acts, Pass
from photoplay.engines.multiplane.playing.air import fireworks, vapour, weather
from photoplay.engines.multiplane.playing.faces import mimicry as faces
from photoplay.engines.multiplane.playing.figures import bodies, heads
from photoplay.engines.multiplane.playing.fluids import fire, sky, water
from photoplay.engines.multiplane.playing.light import grade, stars
from photoplay.engines.multiplane.playing.light import players as light
from photoplay.engines.multiplane.playing.performance import Performance, Player, together
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.playing.timing import Timing
from photoplay.engines.multiplane.playing.wind import players as wind

PLAYERS: Mapping[Played, Player] = {
    **water.PLAYERS,
    **sky.PLAYERS,
    **fire.PLAYERS,
    **weather.PLAYERS,
    **vapour.PLAYERS,
    **fireworks.PLAYERS,
    **wind.PLAYERS,
    **bodies.PLAYERS,
    **heads.PLAYERS,
    **faces.PLAYERS,
    **light.PLAYERS,
    **stars.PLAYERS,
    **grade.PLAYERS,
}
"""Who plays what."""
PLAYS = frozenset(PLAYERS)


def cast(setting: Setting) -> tuple[tuple[Acts, ...], tuple[Pass, ...], tuple[Note, ...]]:
    """Return what moves on each layer, what is done to the frame, and notes on the cues that nothing plays."""
    performances: list[Performance] = []
    notes: list[Note] = []
    for cue in setting.plan.cues:
        player = PLAYERS.get(played(cue))
        if player is None:
            continue
        performance = player(cue, setting, Timing.of(cue, setting.plan, setting.rest))
        if performance is None:
            notes.append(Note(phrase=cue.phrase, text=_not_seen(cue.phrase or cue.kind.replace("_", " "))))
        else:
            performances.append(performance)
    acts, passes = together(tuple(performances), len(setting.textures))
    return acts, passes, tuple(dict.fromkeys(notes))


def _not_seen(phrase: str) -> str:
    return f"Nothing was found in the photograph that can play '{phrase}': it is left out."
