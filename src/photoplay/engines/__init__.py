"""The engines: each renders a Shot and its Plan into frames."""
