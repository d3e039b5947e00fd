"""更正日期: a delivery, a 签收 or a reply on paper that was registered under a wrong day."""
