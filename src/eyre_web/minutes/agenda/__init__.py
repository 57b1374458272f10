"""Series of meetings, the planning of the next one, its agenda, coverage and the forward plan."""
