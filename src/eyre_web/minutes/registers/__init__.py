"""The registers of what was recorded at the meetings, and a page of each record."""
