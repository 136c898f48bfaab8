"""What is in the photograph plays its part: water, wind, bodies, faces, weather, light."""
