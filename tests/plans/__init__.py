"""No page, filter, sort or job walks a body: the work of each statement at 100,000 problems."""
