"""The body folder in and out, backups, and whether everything is as it was written."""
