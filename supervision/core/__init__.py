"""The kernel: knows no feature; one file owns one concern."""
