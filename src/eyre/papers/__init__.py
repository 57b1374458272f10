"""The papers of a meeting as documents: agenda, commission, briefing, notes, action log, commitments."""
