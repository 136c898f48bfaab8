"""From clauses to what happens in front of the camera, and how it looks."""
