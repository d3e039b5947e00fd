"""核查 and 销号: conclusions, opinions, the end."""
