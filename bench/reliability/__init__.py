"""What becomes of acknowledged work when things break: `python -m bench.reliability [TRIAL …]`."""
