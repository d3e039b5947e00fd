"""Reminders: steps of due dates queued for people, their inbox, what leaves the machine, the feed.

The sweep writes a notice for each step and person, and one dispatch a person a day, in one
transaction; the sender delivers dispatches in working hours and looks at the state again first.
"""
