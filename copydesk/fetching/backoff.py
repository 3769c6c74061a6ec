"""When a failed request is worth another try, and how long to wait for it."""

import random

_MOST_DOUBLINGS = 62


def is_transient(status: int | None) -> bool:
    """Tell whether the same request may succeed later: 429, 5xx, and None, which stands for an error of the network."""
    return status is None or status == 429 or 500 <= status <= 599


def next_try(attempts: int, rng: random.Random, *, base: float, cap: float) -> float:
    """Draw the seconds to wait after so many failed attempts, between 0 and `base` doubled each time, at most `cap`.

    Exponential backoff with full jitter: Marc Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
    """
    return rng.uniform(0, min(cap, base * 2 ** min(max(attempts - 1, 0), _MOST_DOUBLINGS)))
