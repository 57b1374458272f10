"""What a reader gets: the document tree, chart specifications, sections and sentences."""
