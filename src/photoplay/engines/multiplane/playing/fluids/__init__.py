"""What streams: water, clouds and flames."""
