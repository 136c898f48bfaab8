"""What the light does, and grades."""
