"""Fleets: many tenants summed up, in bounded memory, on one processor or many.

- `summarise` works out one `Summary` of any number of tenants, over any `concurrent.futures.Executor`.
- `Summary` values add up in any order and grouping, so parts of a fleet can be summed up on different machines.
- `Remembered` works something out once for each configuration, however many tenants have it.
"""

from __future__ import annotations

from pbxprivacy.fleet.remembered import Remembered
from pbxprivacy.fleet.summary import Aspect, Count, Summary, sum_up, summary_of
from pbxprivacy.fleet.summing import summarise

__all__ = ["Aspect", "Count", "Remembered", "Summary", "sum_up", "summarise", "summary_of"]
