"""The meeting cycle: agenda, numbering, carry-forward, due dates in words, states and the moves between them."""
