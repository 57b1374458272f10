"""One module a command, imported when it is called; `main.COMMANDS` lists them. What they do is asked of `eyre`."""
