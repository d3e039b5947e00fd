"""The demonstration case: 示例市 2023, built through the services at dates within 2023 (`loading`)."""
