"""What the wind moves: hair, leaves and grass."""
