"""From a prompt to a Plan: pure functions, no files, no networks, no randomness."""
