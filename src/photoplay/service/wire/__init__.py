"""What goes over the wire, apart from what is kept inside: one module for each part of the contract."""
