"""After the meeting: loose ends, the draft to the force, agreeing, publishing, and corrections."""
