"""The words the director knows, as data."""
