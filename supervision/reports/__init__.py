"""Reports: figures defined once, the yearly paragraph, frozen publications, the leader's dashboard.

A figure is a rule in words and as a query, counted by the event's own day; every number opens the
list of exactly the records it counts. Published figures are frozen; corrections show as differences.
"""
