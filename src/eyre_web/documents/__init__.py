"""The register of documents: what was asked for, what came, in which versions, and who holds which."""
