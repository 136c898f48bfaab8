"""Whole bodies and their heads."""
