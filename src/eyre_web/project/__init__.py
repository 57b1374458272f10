"""Settings, addresses and pages of the whole site."""
