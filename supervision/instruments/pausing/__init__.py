"""中止期限: the section head decides that a running term stood still, and why."""
