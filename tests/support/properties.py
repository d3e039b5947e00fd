"""Property tests: the same examples in every `make test`, new and more ones in `make battery`.

What a search of the battery finds is pinned in its test by `@example(…)`. No test is judged by its time.
"""

from hypothesis import HealthCheck, settings

MORE = 10  # examples of the battery for one of `make test`
QUIET = (HealthCheck.too_slow, HealthCheck.function_scoped_fixture)

settings.register_profile(
    "test", derandomize=True, deadline=None, database=None, suppress_health_check=QUIET
)
settings.register_profile(
    "battery", deadline=None, database=None, print_blob=True, suppress_health_check=QUIET
)
settings.load_profile("test")  # `--hypothesis-profile=battery` is read after this


def examples(count: int) -> settings:
    """`@examples(60)`: so many in `make test`, MORE times as many in the battery."""
    return settings(max_examples=count * (1 if settings().derandomize else MORE))
