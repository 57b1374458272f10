"""One document tree, several renderers. They accept released tables and nothing else."""
