"""The review in the text: comments and proposed wording on a block, taken or declined by the drafter."""
