"""Clauses about the camera that no word of the lexicon calls, by their likeness to example clauses."""
