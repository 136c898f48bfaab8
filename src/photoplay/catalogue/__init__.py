"""What can be asked for and what it costs: the one place for models, their fields and their prices."""
