"""The set: layers of the photograph with their depth and texture, and what is invented behind and around them."""
