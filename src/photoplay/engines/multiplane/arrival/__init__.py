"""The way to an end image: which one it is, and what films it."""
