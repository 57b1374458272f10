"""What every page shares: settings, addresses, page templates, components, static files."""
