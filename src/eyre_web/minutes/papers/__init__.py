"""The papers of a meeting, to be taken away: agenda, commissions, briefing, pack, notes, action log, commitments."""
