"""延期: a request of the unit beside the paper."""
