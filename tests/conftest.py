"""How hard the property-based tests try.

``HYPOTHESIS_PROFILE=wide`` tries other examples each time, ``HYPOTHESIS_PROFILE=thorough`` very many.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

from pbxprivacy import effects, feature, tenant
from pbxprivacy.inventory import inventory

_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]

# The same examples on each run, so that a red run can be repeated and a green one means the same everywhere.
settings.register_profile("ci", deadline=None, derandomize=True, max_examples=60, suppress_health_check=_SLOW)
settings.register_profile("wide", deadline=None, max_examples=200, suppress_health_check=_SLOW)
settings.register_profile("thorough", deadline=None, max_examples=2_000, suppress_health_check=_SLOW)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture(autouse=True)
def nothing_is_remembered() -> None:
    """What another test worked out is not taken for what this one shows; a planted fault is met each time."""
    tenant._defaults.cache_clear()
    effects._knobs.cache_clear()
    effects._known.clear()
    effects._unions.clear()
    effects._dated.clear()
    feature._defaults.clear()
    feature.Settings.default.__func__.cache_clear()  # type: ignore[attr-defined] # of functools.cache
    inventory._expanded.cache_clear()
    inventory._spreads.clear()
