"""What was done, by whom and why: events that are only ever added, each bound to the one before it."""
