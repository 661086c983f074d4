"""Privacy of a cloud PBX."""
