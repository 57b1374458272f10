"""Small street files and bodies for tests of readers, and real files."""

from pathlib import Path

from eyre.core import Area, AreaKind, AreaTree
from eyre.readers import gazetteer

REAL = Path(__file__).parent / "data" / "police_uk"
COLUMNS = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,"
    "Last outcome category,Context"
)


def force(key, *names, whole=False):
    """A force with districts of these names, or those of the gazetteer."""
    own = [] if whole else names or [district.name for district in gazetteer.districts(key)]
    districts = (Area(key=gazetteer.slug(n), name=n, kind=AreaKind.DISTRICT, part_of=key) for n in own)
    return AreaTree((Area(key=key, name=key, kind=AreaKind.FORCE), *districts))


def street_row(**cells):
    row = {
        "Month": "2025-01",
        "Reported by": "West Mercia Police",
        "Falls within": "West Mercia Police",
        "LSOA name": "Redditch 009D",
        "Crime type": "Drugs",
    } | {name.replace("_", " "): value for name, value in cells.items()}
    return ",".join(row.get(name, "") for name in COLUMNS.split(","))


def street_file(path, *rows):
    path.write_text("\n".join([COLUMNS, *rows, ""]), "utf-8")
    return path


def figures(reading, measure, facet=""):
    """The values of a measure by area and first day."""
    return {
        (row["area"], row["period_start"].isoformat()[:7]): row["value"]
        for row in reading.table.to_pylist()
        if row["measure"] == measure and row["facet"] == facet
    }


def total(reading, *measures):
    rows = reading.table.to_pylist()
    return sum(row["value"] for row in rows if row["measure"] in measures or (not measures and not row["facet"]))


def doubts(reading):
    return [str(doubt) for doubt in reading.doubts]
