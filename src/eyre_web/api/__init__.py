"""What programs read: versioned JSON, tables for a spreadsheet, a calendar. It changes nothing.

Everything is read in the name of an account, by a token, and is what that account may see on that day; nothing is
public here.
"""
