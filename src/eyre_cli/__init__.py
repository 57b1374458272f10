"""The one command, `eyre`: it reads arguments, files and the clock, and leaves every rule to `eyre`."""
