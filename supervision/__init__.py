"""明督: the supervision system. create_app() is its only composition root."""
