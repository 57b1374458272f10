"""The body of the database as one value, kept in memory as long as nothing changes."""
