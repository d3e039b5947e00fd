"""文书的各部分: what a paper says, part by part, from its kind, its records and its own words."""
