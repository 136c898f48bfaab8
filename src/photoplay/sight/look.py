"""Looking at a photograph with every network at hand."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import partial
from operator import methodcaller
from typing import Self

from photoplay.arrays import Floats, Picture
from photoplay.parallel import several_at_once, side_by_side
from photoplay.progress import Part, Progress, unwatched
from photoplay.sight import depth
from photoplay.sight.attention import where_people_look
from photoplay.sight.eyes import EYES, Animal, find_animals
from photoplay.sight.faces import Face, find_faces
from photoplay.sight.features import HURRIED_PATCHES, PATCHES, Features, look_at_patches
from photoplay.sight.figures import ANIMALS, PERSON, find_figures
from photoplay.sight.focus import in_focus
from photoplay.sight.head import Judgement, judge
from photoplay.sight.matte import LOOKING, find_subject
from photoplay.sight.networks import Networks
from photoplay.sight.objects import Thing, find_objects
from photoplay.sight.regions import find_regions
from photoplay.sight.scene import Scene

LIVING = ANIMALS | {PERSON}
"""What a matte of people can be of: of other things it has none."""
LEAST_LIVING = 0.1
"""Share of the picture that its boxes take together where it is worth a look: no subject takes less of them."""


def look(
    picture: Picture,
    networks: Networks,
    progress: Progress = unwatched,
    *,
    named: Collection[str] = (),
    apart: bool = True,
    salient: Floats | None = None,
) -> Scene:
    """Return what `networks` see in `picture`, shape (rows, columns, 3).

    Args:
        progress: called between the networks; raise to stop.
        named: regions that the prompt speaks of; `EYES` has those of animals looked for.
        salient: what stands out, 0 to 1, where it was looked at before.
        apart: whether figures are wanted; a camera that does not travel never parts them from what is behind.
    """
    name_things = partial(_Named.of, picture, networks, salient, Part(progress, 0.0, 0.8))
    see_scenery = partial(_Scenery.of, picture, networks)
    if networks.hurried:
        named_things, scenery = side_by_side(name_things, see_scenery)
    else:
        # Each is loaded by one core, but has them all when it is asked: two at once wait for each other.
        large = [network for network in (networks.features, networks.salient) if network]
        list(several_at_once(methodcaller("load"), large))
        named_things, scenery = name_things(), see_scenery()
    matte, things, faces = named_things.matte, named_things.things, named_things.faces
    attention, features, judgement = scenery.attention, scenery.features, scenery.judgement
    inverse_depth = scenery.inverse_depth
    figures = (
        find_figures(picture, things, matte, inverse_depth, networks, Part(progress, 0.8, 0.95))
        if apart and not networks.hurried
        else ()
    )
    progress(LOOKING, 0.95)
    regions = (
        find_regions(
            picture,
            judgement,
            features,
            subject=matte,
            things=things,
            faces=faces,
            figures=figures,
            named=named,
        )
        if judgement
        else {}
    )
    animals: tuple[Animal, ...] = ()
    if EYES in named and networks.features is not None:
        animals = find_animals(picture, things, regions.get("animals"), networks.features)
    return Scene(picture, matte, inverse_depth, attention, things, faces, regions, figures, animals)


@dataclass(frozen=True)
class _Named:
    """The subject, and what has a name or a face."""

    matte: Floats | None
    things: tuple[Thing, ...]
    faces: tuple[Face, ...]

    @classmethod
    def of(cls, picture: Picture, networks: Networks, salient: Floats | None, progress: Progress) -> Self:
        progress(LOOKING, 0.0)
        things = find_objects(picture, networks.objects) if networks.objects else ()
        progress(LOOKING, 0.1)
        faces = _faces(picture, things, networks)
        progress(LOOKING, 0.2)
        living = sum(thing.box.area for thing in things if thing.name in LIVING)
        if networks.objects and not faces and living < LEAST_LIVING:
            networks = replace(networks, people=None)
        return cls(find_subject(picture, networks, Part(progress, 0.2, 1.0), salient), things, faces)


@dataclass(frozen=True)
class _Scenery:
    """What every place is like."""

    attention: Floats | None
    features: Features | None
    judgement: Judgement | None
    inverse_depth: Floats | None

    @classmethod
    def of(cls, picture: Picture, networks: Networks) -> Self:
        attention = where_people_look(picture, networks.attention) if networks.attention else None
        patches = HURRIED_PATCHES if networks.hurried else PATCHES
        features, judgement = None, None
        if networks.features:
            features = look_at_patches(picture, networks.features, patches)
            judgement = judge(features)
            if not networks.hurried:
                judgement = in_focus(judgement, picture, networks.features)
        return cls(attention, features, judgement, _inverse_depth(picture, judgement, networks))


def _faces(picture: Picture, things: tuple[Thing, ...], networks: Networks) -> tuple[Face, ...]:
    if networks.faces is None or networks.landmarks is None:
        return ()
    people = [thing.box for thing in things if thing.name == "person"]
    return find_faces(picture, people, networks.faces, networks.landmarks)


def _inverse_depth(picture: Picture, judgement: Judgement | None, networks: Networks) -> Floats | None:
    if networks.depth is not None:
        return depth.by_network(picture, networks.depth)
    return None if judgement is None else depth.by_head(picture, judgement)
