"""Owns papers: what one is (`model`), how it is set by GB/T 9704-2012, and its PDF and DOCX."""
