"""What is in a photograph: its subject, its depth, its regions, and where people look."""
