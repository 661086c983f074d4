"""What a tenant's configuration exposes: derivation, exposures with witnesses, comparison, and what if."""
