"""One box over everything that a person may see: what can be found of each record, and who finds it."""
