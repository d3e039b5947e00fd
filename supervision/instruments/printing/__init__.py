"""The paper and its working forms as files."""
