"""What faces do."""
