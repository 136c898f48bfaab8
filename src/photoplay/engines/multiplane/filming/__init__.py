"""The camera that films the set: its path, lens and shutter, and the warp of every layer."""
