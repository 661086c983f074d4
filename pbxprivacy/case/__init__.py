"""Checks, and what they look at: one tenant with nothing unknown in it, and what is where.

A tenant with unknowns is looked at twice, once with every unknown knob quiet and once loud, as its inventory is.
So a check never meets an unknown; it tells what it sees, and what only the loud one shows is possible.
"""

from pbxprivacy.case.case import Case
from pbxprivacy.case.check import Check
from pbxprivacy.case.held import Held, kinds, name_of
from pbxprivacy.case.recorded import Recorded
from pbxprivacy.case.steps import Step

__all__ = ["Case", "Check", "Held", "Recorded", "Step", "kinds", "name_of"]
