import pytest

from eyre.readers.dispatch import read_here
from eyre.readers.request import Request


@pytest.fixture
def read(tmp_path):
    """Read in this process: `read(file, ..., areas=..., measures=...)`."""
    count = iter(range(1000))

    def reading(*sources, areas=None, **request):
        work = tmp_path / f"work{next(count)}"
        work.mkdir()
        known = None if areas is None else areas.areas
        return read_here(Request(sources=tuple(map(str, sources)), areas=known, **request), work)

    return reading
