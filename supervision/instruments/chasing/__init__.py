"""催办 → 督办 → 约谈 → 通报 → 报本级政府: events on the paper."""
