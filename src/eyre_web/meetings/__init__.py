"""Meetings and what came of them: matters, actions and what happened to each."""
