"""The names of stretches of days: "30 January", "May 2018", "the first quarter of 18/19", "the next 12 months".

Each rule is a pattern and a reader. A reader gives the stretches that the words may mean, the likeliest first, or
None when the words, looked at closely, are not its own. What goes round a stretch ("by the end of", "first meeting
after") is in `eyre.cycle.dates`.
"""

from eyre.cycle.stretches.lengths import later
from eyre.cycle.stretches.rules import Place, named_stretches
from eyre.cycle.stretches.setting import Named, Setting, Stretch

__all__ = ["Named", "Place", "Setting", "Stretch", "later", "named_stretches"]
