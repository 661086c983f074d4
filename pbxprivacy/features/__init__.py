"""One file, one feature: its knobs, the places it opens, its flows. `pbxprivacy.tenant` lists them all."""
