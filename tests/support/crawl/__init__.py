"""The crawl: every page of every role of the demonstration as text, kept, and compared with today's.

`make crawl` compares everything with what is kept in tests/crawl and says in words what differs;
`make crawl ACCEPT=1` keeps what it finds, so that a change that is meant stands in its commit.
"""
