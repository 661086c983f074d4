"""The kit: what a PBX vendor runs in its own tests. It needs the extra ``kit`` (hypothesis, pytest)."""
