"""签发 and 登记线下签批: the number, the archive, the sealed scan."""
