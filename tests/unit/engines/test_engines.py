import pytest

from eyre.core import NotFound
from eyre.engines import DEFAULT, engine_named


def test_the_usual_engine_is_duckdb():
    assert engine_named().name == DEFAULT == "duckdb"


def test_an_engine_that_is_not_there_is_refused_with_those_that_are():
    with pytest.raises(NotFound, match="duckdb, memory"):
        engine_named("spark")
