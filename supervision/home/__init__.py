"""Home: the 工作台, help and what everyone lands on."""
