"""The server: what an office does every day, in a browser. One database holds one body."""
