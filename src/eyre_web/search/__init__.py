"""The index of words: which records say what was typed. It knows nothing of what the records are."""
