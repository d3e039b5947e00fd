"""Time: stored in UTC, shown and counted in Asia/Shanghai."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Today's date at the bureau."""
    return now().astimezone(ZONE).date()


def local(moment: datetime) -> datetime:
    """`moment` on the bureau's clock."""
    return moment.astimezone(ZONE)


def chinese_date(day: date) -> str:
    """2023年3月5日: the form papers print (GB/T 9704: Arabic digits, full year, no leading zero)."""
    return f"{day.year}年{day.month}月{day.day}日"
