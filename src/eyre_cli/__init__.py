"""The one command, `eyre`: it reads arguments, the clock and files, and leaves every rule to the package `eyre`."""
