"""How good and how fast the clips are: run the modules of this folder with `python -m bench.<name>`."""
