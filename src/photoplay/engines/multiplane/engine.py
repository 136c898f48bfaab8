"""The multiplane engine: one shot and its plan in, frames out."""

from collections.abc import Iterator

import cv2
import numpy as np

from photoplay.director.plan import Plan
from photoplay.engines.engine import Capabilities, Frame, Progress
from photoplay.engines.multiplane.geometry import lay_out
from photoplay.engines.multiplane.governor import govern, magnification
from photoplay.engines.multiplane.layers import paint
from photoplay.engines.multiplane.lens import BlurStack, focus_at, shutter_times
from photoplay.engines.multiplane.matte import find_subject
from photoplay.engines.multiplane.networks import Networks
from photoplay.engines.multiplane.path import CameraPath
from photoplay.engines.multiplane.renderer import Layer, Renderer
from photoplay.engines.multiplane.warp import parallax
from photoplay.shot import Shot

RIM = 0.075
"""How far beyond the frame the engine invents picture, as a share of the long side."""
MIRRORED_RIM = 0.045
"""The same where it can only mirror."""


class MultiplaneEngine:
    """A layered 2.5D stage filmed by a virtual camera, on the CPU."""

    capabilities = Capabilities(name="multiplane", end_image=True, negative_prompt=True)

    def __init__(self, networks: Networks, threads: int = 0) -> None:
        self._networks = networks
        self._threads = threads

    def warm(self) -> None:
        """Load the networks."""
        for network in (self._networks.salient, self._networks.people, self._networks.inpaint):
            if network is not None:
                _ = network.session

    def render(self, shot: Shot, plan: Plan, progress: Progress) -> Iterator[Frame]:
        """Yield the shot's frames; see `Engine`."""
        ...


__all__ = ["MultiplaneEngine", "cv2", "np", "BlurStack", "CameraPath", "Layer", "Renderer", "find_subject", "focus_at", "govern", "lay_out", "magnification", "paint", "parallax", "shutter_times", "Iterator"]
