"""What is in the air: weather, fog, smoke and steam."""
