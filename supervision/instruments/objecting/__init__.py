"""异议 and 复查: an objection of the unit beside the paper."""
