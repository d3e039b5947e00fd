"""Papers that come of a paper: 督办函, 决定书, 告知函, 复查决定书, 改派."""
