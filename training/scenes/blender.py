"""The only module that knows Blender: it builds a `Scene` in it and returns its light, depth and names."""

import tempfile
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from photoplay.sight.names import WHOLES
from training.scenes.chance import Floats
from training.scenes.meshes import Mesh
from training.scenes.names import OTHER
from training.scenes.scene import Camera, Item, Lamp, Paint, Scene, Sky
from training.scenes.shading import CLEAR, NAMES, heaven, named, shade, surrounding

FAR = 1e6
"""Metres from which on a depth counts as the sky."""


@dataclass(frozen=True, eq=False)
class Survey:
    """What is where in a picture, through a pinhole, whatever the lens blurs."""

    inverse_depth: NDArray[np.float32]
    """1 / metres along the optical axis, shape (rows, columns); 0 is the sky."""
    regions: NDArray[np.uint8]
    """Place in `WHOLES`, from 1, of what each pixel shows, shape (rows, columns); 0 is not known."""
    parts: NDArray[np.uint8]
    """One bit for each of `PARTS`, shape (rows, columns)."""


@dataclass(frozen=True, eq=False)
class Frame:
    """What the camera saw."""

    light: NDArray[np.float32]
    """Linear light, shape (rows, columns, 3)."""
    survey: Survey


class Studio:
    """Blender, kept warm between scenes."""

    def __init__(self, threads: int = 1, samples: int = 5) -> None:
        self._bpy: Any = import_module("bpy")
        self._folder = tempfile.TemporaryDirectory()
        self._threads, self._samples = threads, samples

    def film(self, scene: Scene, width: int, height: int) -> Frame:
        """Return the picture of `scene` and what is in it."""
        self._build(scene, width, height)
        view = self._scene
        view.cycles.samples, view.cycles.use_denoising = self._samples, True
        self._bpy.ops.render.render()
        return Frame(self._read("light"), self._surveyed(scene.sky))

    def survey(self, scene: Scene, width: int, height: int) -> Survey:
        """Return what `film` would say is where, without the picture."""
        self._build(scene, width, height)
        return self._surveyed(scene.sky)

    def _surveyed(self, sky: Sky) -> Survey:
        """Return the survey of what is built: one path per pixel, to surfaces that give off their names."""
        view = self._scene
        label = self._bpy.data.materials.new("name")
        label.use_nodes = True
        named(label)
        view.view_layers[0].material_override, view.world = label, None
        for item in view.objects:
            item.hide_render = item.type == "LIGHT"
        view.camera.data.dof.use_dof = False
        view.cycles.samples, view.cycles.use_denoising = 1, False
        self._bpy.ops.render.render()
        depth = self._read("depth")[..., 0]
        codes = np.rint(self._read("light")[..., 0]).astype(np.int32)
        near = depth < FAR
        inverse = np.where(near, 1.0 / np.maximum(depth, 1e-3), 0.0).astype(np.float32)
        beyond = WHOLES.index("sky") + 1 if sky.open else 0
        regions = np.where(near, codes % 256, beyond).astype(np.uint8)
        return Survey(inverse, regions, (codes // 256).astype(np.uint8))

    def _read(self, name: str) -> NDArray[np.float32]:
        image = self._bpy.data.images.load(
            str(Path(self._folder.name) / f"{name}0001.exr"), check_existing=False
        )
        image.colorspace_settings.name = "Non-Color"
        columns, rows = image.size
        values = np.empty(rows * columns * 4, np.float32)
        image.pixels.foreach_get(values)
        self._bpy.data.images.remove(image)
        return values.reshape(rows, columns, 4)[::-1, :, :3].copy()

    def _strike(self) -> None:
        # Removing the last scene's data instead grows slower with every scene.
        self._bpy.ops.wm.read_factory_settings(use_empty=True)
        self._scene = self._bpy.context.scene
        _settings(self._scene, self._threads)
        _outputs(self._scene, self._folder.name)

    def _build(self, scene: Scene, width: int, height: int) -> None:
        self._strike()
        self._scene.render.resolution_x, self._scene.render.resolution_y = width, height
        link = self._scene.collection.objects.link
        data = self._bpy.data
        materials: dict[Paint, Any] = {}
        meshes: dict[tuple[int, Paint], Any] = {}
        for number, item in enumerate(scene.items):
            key = (id(item.mesh), item.paint)
            if item.paint not in materials:
                materials[item.paint] = self._material(item.paint)
            if key not in meshes:
                meshes[key] = _mesh(data.meshes.new("mesh"), item.mesh, materials[item.paint])
                _name(meshes[key], item)
            link(_object(data, f"item{number}", meshes[key], item))
        camera = data.objects.new("camera", data.cameras.new("camera"))
        _aim(camera, scene.camera)
        link(camera)
        self._scene.camera = camera
        for lamp in scene.lamps:
            link(_lamp(data, lamp))
        if scene.sky.sun > 0:
            link(_sun(data, scene.sky))
        for number, pane in enumerate(scene.panes):
            glass = _mesh(data.meshes.new("pane"), pane.mesh, None)
            _name(glass, pane, clear=True)
            opening = _object(data, f"pane{number}", glass, pane)
            opening.hide_render = True
            link(opening)
        self._world(scene.sky)

    def _material(self, paint: Paint) -> Any:
        material = self._bpy.data.materials.new("material")
        material.use_nodes = True
        shade(material.node_tree, paint, self._picture(paint.picture))
        return material

    def _world(self, sky: Sky) -> None:
        world = self._bpy.data.worlds.new("world")
        world.use_nodes = True
        files = Path(self._bpy.utils.system_resource("DATAFILES"))
        heaven(world.node_tree, sky, self._picture(surrounding(files, sky.kind)))
        world.cycles.sampling_method = "MANUAL"
        world.cycles.sample_map_resolution = 128
        self._scene.world = world

    def _picture(self, file: Path | None) -> Any:
        return None if file is None else self._bpy.data.images.load(str(file), check_existing=True)


def _settings(scene: Any, threads: int) -> None:
    scene.render.engine = "CYCLES"
    scene.render.threads_mode, scene.render.threads = "FIXED", threads
    scene.render.use_persistent_data = False
    scene.render.resolution_percentage = 100
    scene.view_settings.view_transform = "Raw"
    scene.view_layers[0].use_pass_z = True
    cycles = scene.cycles
    cycles.device, cycles.use_adaptive_sampling, cycles.use_denoising = "CPU", False, True
    cycles.denoiser, cycles.denoising_prefilter = "OPENIMAGEDENOISE", "FAST"
    cycles.max_bounces, cycles.diffuse_bounces, cycles.glossy_bounces = 5, 2, 2
    cycles.transmission_bounces, cycles.transparent_max_bounces = 5, 6
    cycles.caustics_reflective = cycles.caustics_refractive = False
    cycles.sample_clamp_indirect = 4.0


def _outputs(scene: Any, folder: str) -> None:
    scene.use_nodes = True
    tree = scene.node_tree
    tree.nodes.clear()
    layers = tree.nodes.new("CompositorNodeRLayers")
    out = tree.nodes.new("CompositorNodeOutputFile")
    out.base_path = folder
    out.format.file_format, out.format.color_depth, out.format.exr_codec = "OPEN_EXR", "32", "NONE"
    out.file_slots.clear()
    for name, source in (("light", "Image"), ("depth", "Depth")):
        out.file_slots.new(name)
        tree.links.new(layers.outputs[source], out.inputs[name])


def _mesh(made: Any, mesh: Mesh, material: Any) -> Any:
    faces = mesh.faces
    sizes = (faces >= 0).sum(axis=1).astype(np.int32)
    corners = faces[faces >= 0].astype(np.int32)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int32)
    made.vertices.add(len(mesh.vertices))
    made.vertices.foreach_set("co", mesh.vertices.astype(np.float32).ravel())
    made.loops.add(len(corners))
    made.loops.foreach_set("vertex_index", corners)
    made.polygons.add(len(faces))
    made.polygons.foreach_set("loop_start", starts)
    made.polygons.foreach_set("use_smooth", np.full(len(faces), mesh.smooth))
    made.uv_layers.new(name="flat").data.foreach_set(
        "uv", _flat(mesh, corners, sizes).astype(np.float32).ravel()
    )
    if mesh.colours is not None:
        colours = np.concatenate([mesh.colours, np.ones((len(mesh.colours), 1))], axis=1)
        made.color_attributes.new("Colour", "FLOAT_COLOR", "POINT").data.foreach_set(
            "color", colours.astype(np.float32).ravel()
        )
    if material is not None:
        made.materials.append(material)
    made.update(calc_edges=True)
    return made


def _name(made: Any, item: Item, clear: bool = False) -> None:
    names = np.full(len(item.mesh.faces), (item.paint.name or OTHER).code, np.uint16)
    if item.mesh.names is not None:
        first = item.mesh.names[item.mesh.faces[:, 0]]
        names = np.where(first > 0, first, names)
    for attribute, values in ((NAMES, names), (CLEAR, np.full(len(names), clear))):
        made.attributes.new(attribute, "FLOAT", "FACE").data.foreach_set("value", values.astype(np.float32))


def _flat(mesh: Mesh, corners: NDArray[np.int32], sizes: NDArray[np.int32]) -> Floats:
    points = mesh.vertices[mesh.faces[:, :3]]
    normal = np.abs(np.cross(points[:, 1] - points[:, 0], points[:, 2] - points[:, 0]))
    facing = np.repeat(np.argmax(normal, axis=1), sizes)
    at = mesh.vertices[corners]
    across = np.where(facing == 0, at[:, 1], at[:, 0])
    up = np.where(facing == 2, at[:, 1], at[:, 2])
    return np.stack([across, up], axis=1)


def _object(data: Any, name: str, mesh: Any, item: Item) -> Any:
    made = data.objects.new(name, mesh)
    made.matrix_world = item.place.T.tolist()
    return made


def _aim(camera: Any, view: Camera) -> None:
    lens = camera.data
    lens.lens, lens.clip_start, lens.clip_end = view.focal, 0.02, 1e5
    lens.sensor_fit, lens.sensor_width = "AUTO", 36.0
    camera.location = view.at
    camera.rotation_euler = (np.radians(90 + view.pitch), np.radians(view.roll), np.radians(view.yaw))
    if view.focus is not None:
        lens.dof.use_dof, lens.dof.focus_distance, lens.dof.aperture_fstop = True, view.focus, view.stop


def _lamp(data: Any, lamp: Lamp) -> Any:
    light = data.lights.new("lamp", "AREA")
    light.energy, light.size, light.color = lamp.power, lamp.side, lamp.colour
    made = data.objects.new("lamp", light)
    made.location = lamp.at
    way = np.asarray(lamp.aim, np.float64) - np.asarray(lamp.at)
    level = float(np.hypot(way[0], way[1]))
    made.rotation_euler = (
        float(np.arctan2(level, -way[2])),
        0.0,
        float(np.arctan2(way[1], way[0]) - np.pi / 2),
    )
    return made


def _sun(data: Any, sky: Sky) -> Any:
    light = data.lights.new("sun", "SUN")
    light.energy, light.angle = sky.sun, 0.02
    low = max(0.0, 1 - sky.height / 30)
    light.color = (1.0, 0.96 - 0.3 * low, 0.9 - 0.55 * low)
    made = data.objects.new("sun", light)
    made.rotation_euler = (np.radians(90 - sky.height), 0.0, np.radians(sky.turn + 180))
    return made
