"""One folder for each PBX product: what its configuration files say, and how to write them."""
