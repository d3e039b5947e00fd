"""Due dates: how their lights burn, and when people are told."""
