"""The meeting cycle: agenda, numbering, carry-forward, due dates in words, states and allowed moves."""
