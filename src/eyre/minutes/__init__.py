"""The record of meetings as it is worked with: lines typed, what is open on a day, loose ends, offers, coverage."""
