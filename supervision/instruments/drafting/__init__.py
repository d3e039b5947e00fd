"""Before the signature: composing, the draft, its versions, review, preview."""
