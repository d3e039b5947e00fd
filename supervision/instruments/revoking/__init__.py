"""作废 before 送达; 撤销 and 更正 afterwards, by a paper that names the one it is about."""
