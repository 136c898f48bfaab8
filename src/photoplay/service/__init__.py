"""The HTTP service: the wire contract's routes, and nothing that is not about HTTP."""
