"""The law as an independent model: tables by hand, a reference model, and walks through HTTP."""
