"""Files that people hand over: how they come in, are looked at, kept and given out again."""
