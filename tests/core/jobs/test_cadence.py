"""Slots are the same in every process, whatever the moment it asks."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.core.clock import ZONE
from supervision.core.jobs import daily, every, weekly
from tests.support.properties import examples

CADENCES = [every(minutes=5), every(minutes=60), daily(8, 30), weekly(0, 8, 30)]
MOMENTS = st.datetimes(
    min_value=dt.datetime(2020, 1, 1),  # noqa: DTZ001  (hypothesis adds the zone)
    max_value=dt.datetime(2030, 1, 1),  # noqa: DTZ001
    timezones=st.just(ZONE),
)


@given(moment=MOMENTS, cadence=st.sampled_from(CADENCES))
@examples(80)
def test_a_slot_is_not_after_the_moment_and_the_following_one_is(moment, cadence) -> None:
    slot, following = cadence.slot(moment), cadence.following(moment)
    assert slot <= moment < following
    assert cadence.slot(slot) == slot
    assert cadence.slot(following - dt.timedelta(seconds=1)) == slot


def test_cadences_say_themselves() -> None:
    assert [one.label for one in CADENCES] == ["每5分钟", "每1小时", "每天08:30", "每周一08:30"]


def test_minutes_must_divide_a_day() -> None:
    with pytest.raises(ValueError, match="divide"):
        every(minutes=7)
