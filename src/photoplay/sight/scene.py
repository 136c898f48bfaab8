"""Everything that is seen in a photograph, in one place."""

from dataclasses import dataclass

from photoplay.arrays import Floats, Picture
from photoplay.progress import Part, Progress, unwatched
from photoplay.sight import depth
from photoplay.sight.attention import where_people_look
from photoplay.sight.faces import Face, find_faces
from photoplay.sight.features import Features, look_at_patches
from photoplay.sight.matte import LOOKING, find_subject
from photoplay.sight.networks import Networks
from photoplay.sight.objects import Thing, find_objects


@dataclass(frozen=True)
class Scene:
    """What is seen in one photograph; what no network could see is None or empty."""

    picture: Picture
    """Shape (rows, columns, 3), sRGB."""
    matte: Floats | None
    """Of the subject, the picture's shape, 0 to 1."""
    inverse_depth: Floats | None
    """0 at infinity to 1 at the nearest, covering the picture at a size of its own."""
    attention: Floats | None
    """How much a place draws the eye, 1 where most, covering the picture at a size of its own."""
    things: tuple[Thing, ...] = ()
    faces: tuple[Face, ...] = ()


def look(picture: Picture, networks: Networks, progress: Progress = unwatched) -> Scene:
    """Return what `networks` see in `picture`, shape (rows, columns, 3).

    `progress` is called between them; raise to stop.
    """
    progress(LOOKING, 0.0)
    matte = find_subject(picture, networks, Part(progress, 0.0, 0.6))
    progress(LOOKING, 0.6)
    things = find_objects(picture, networks.objects) if networks.objects else ()
    faces: tuple[Face, ...] = ()
    if networks.faces and networks.landmarks:
        people = [thing.box for thing in things if thing.name == "person"]
        faces = find_faces(picture, people, networks.faces, networks.landmarks)
    attention = where_people_look(picture, networks.attention) if networks.attention else None
    progress(LOOKING, 0.7)
    features = look_at_patches(picture, networks.features) if networks.features else None
    progress(LOOKING, 0.9)
    return Scene(picture, matte, _inverse_depth(picture, features, networks), attention, things, faces)


def _inverse_depth(picture: Picture, features: Features | None, networks: Networks) -> Floats | None:
    if networks.depth is not None:
        return depth.by_network(picture, networks.depth)
    return None if features is None else depth.by_features(picture, features)
