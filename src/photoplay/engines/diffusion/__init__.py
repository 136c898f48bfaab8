"""The engine that films with open video diffusion models, where there is a GPU."""
