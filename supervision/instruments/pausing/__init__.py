"""中止期限: the section head decides that a running term stands still, and why, and when it goes on."""
