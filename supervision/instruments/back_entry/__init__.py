"""补录: papers of the past with their true numbers and days, and their correction."""
