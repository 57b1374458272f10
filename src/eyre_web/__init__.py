"""The web side of Eyre: Django 5.2; one database holds one body."""
