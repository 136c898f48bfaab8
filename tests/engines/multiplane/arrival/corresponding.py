"""Correspondences with known motion."""

import numpy as np

from photoplay.arrays import Floats
from photoplay.sight.correspondence import Correspondence


def moved_by(motion: Floats, sure: Floats | None = None) -> Correspondence:
    """Return what says that the things of two pictures lie `motion`, shape (rows, columns, 2), apart."""
    known = np.ones(motion.shape[:2], np.float32) if sure is None else sure
    toneless = np.zeros((*motion.shape[:2], 3), np.float32)
    return Correspondence(
        there=motion,
        back=-motion,
        sure=known,
        sure_back=known,
        matches=np.zeros((0, 4), np.float32),
        tone_there=toneless,
        tone_back=toneless,
    )
