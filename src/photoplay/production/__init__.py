"""A prediction's life: accepted, gathered, filmed, settled, and told to whoever waits for it."""
