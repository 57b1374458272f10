"""The page of the readings: vague words, what they may mean as tests, why, and what to ask."""

from collections.abc import Iterator
from typing import Any

from eyre.commitments.readings import BLANKS, Meaning, Reading, shipped_readings
from eyre.commitments.readings.matching import MOST_BETWEEN
from eyre.core.codec import write_toml

HEAD = f"""# Readings of vague words

What people promise in words such as "signs of improvement", and the tests that Eyre offers for them. An offer is no
test: a person takes one, or writes another ([commitments](../explanation/commitments.md)). `eyre readings "the words"`
prints this for one line; with `--folder`, `--measure`, `--area` and `--due` it fills the blanks from the figures and
shows luck and power.

A body adds readings of its own, or replaces those below, in `readings/*.toml` of its folder: one file a reading, named
after its key. Phrases are plain words: a word of four letters or more is found in its regular inflections, `a/b` is
either word, `#` a number, `...` up to {MOST_BETWEEN} words in between; "a", "an", "the" and capitals count for nothing.
Of two phrases that want the same word the longer one has it.
"""
BLANKS_HEAD = """## Blanks

A test in a reading has blanks, which are filled from the line and the figures. Measure, area and direction are filled
without one. What cannot be filled is told in a sentence, and no test is offered.

| blank | stands for |
|---|---|
"""
EXAMPLE_HEAD = """## How a reading is written

Beside what stands here a reading may say `looks_back = true`: its words speak of what has been, and the windows end
with the newest figures. A meaning may say `each_period = true`: the test is repeated for every `<period>` of the
window, and all must pass; and `holds_still = true`: nothing is to change, so that luck is meant to be high, and beside
it stands how often a force that got worse would pass.

"""
WINDOWS = """
Windows are whole periods of the measure. `after` is the window that was named, if it is a quarter or longer and shorter
than a year; else the last quarter that ends by the date, for a shorter stretch is mostly chance. Nothing is ever
measured from the one worst quarter: where the same part of the year before was that, it is not offered.
"""


def readings_page() -> str:
    """Return every reading that ships with Eyre, in the order of their keys."""
    readings = shipped_readings().readings
    listed = "\n".join(f"- [{each.words}](#{each.key})" for each in readings)
    sections = "\n".join("\n".join(_section(each)) for each in readings)
    blanks = "\n".join(f"| `<{name}>` | {blank.means} |" for name, blank in BLANKS.items())
    example = f"```toml\n{write_toml(shipped_readings()['signs-of-improvement'])}```\n"
    return "\n".join([HEAD, listed, "", sections, f"{BLANKS_HEAD}{blanks}", WINDOWS, EXAMPLE_HEAD + example])


def _section(reading: Reading) -> Iterator[str]:
    yield f"## {reading.key}\n"
    yield f"*Found in:* {', '.join(f'`{phrase}`' for phrase in reading.phrases)}\n"
    yield f"{reading.why} **Doubt.** {reading.doubt}\n"
    yield f"**Ask.** {' '.join(reading.ask)}\n"
    yield "| may mean | kind of test | why | doubt |\n|---|---|---|---|"
    yield from (_row(meaning) for meaning in reading.meanings)
    yield ""


def _row(meaning: Meaning) -> str:
    test: dict[str, Any] = meaning.test
    kind = f"`{test['kind']}`, for each period" if meaning.each_period else f"`{test['kind']}`"
    return f"| {meaning.says} | {kind} | {meaning.why} | {meaning.doubt} |"
