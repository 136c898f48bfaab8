"""What a camera move is aimed at: from words to places in the scene."""
