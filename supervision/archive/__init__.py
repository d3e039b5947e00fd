"""归档: the slip that goes into the file with a signed paper, and verifying a PDF someone holds."""
