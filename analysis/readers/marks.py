"""Marks that the readers of pages and Word files put where they cannot be sure of a number."""

from __future__ import annotations

import re

PICTURE = "［图］"  # nothing in a cell but what a picture or a program draws
WHITE = "［白字］"  # before a number in white, where nobody knows what is behind it
HEIGHTS = "［高低］"  # before digits at different heights: one number or two, nobody knows
NUMBER = re.compile(r"\s*[-+]?[\d０-９][\d０-９\s.,，．%]*\D{0,3}\s*")
