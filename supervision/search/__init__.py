"""One box over problems, papers, units, people and attachments' names (product.md §8)."""
