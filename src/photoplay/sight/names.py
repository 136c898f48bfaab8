"""What the regions of a photograph are called."""

WHOLES = (
    "sky",
    "still_water",
    "flowing_water",
    "fire",
    "smoke",
    "foliage",
    "grass",
    "ground",
    "people",
    "animals",
    "vehicles",
    "buildings",
    "other",
)
"""Every place is one of these."""
PARTS = {
    "clouds": "sky",
    "face": "",
    "hair": "",
    "eyes": "",
    "cloth": "",
    "windows": "",
    "lamps": "",
}
"""Names of what is on a whole, and the whole that it always is on."""
