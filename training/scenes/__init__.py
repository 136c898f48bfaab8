"""Pictures with true depth for training and testing: procedural scenes that Blender's Python module renders."""
