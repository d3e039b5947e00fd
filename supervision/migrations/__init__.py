"""The way of a database from any revision to the newest."""
