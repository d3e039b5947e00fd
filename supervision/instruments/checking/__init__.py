"""版面检查: each paper is measured on its own PDF."""
