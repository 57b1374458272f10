"""The meeting cycle on the server: the agenda, the notes while they are taken, and what comes after."""
