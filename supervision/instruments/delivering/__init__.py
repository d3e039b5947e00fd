"""送达: sending, 签收, deliveries on paper, and what follows elsewhere."""
