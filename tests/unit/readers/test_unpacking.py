import gzip
import io
import stat
import zipfile

import pytest

from eyre.core import BadInput, LimitReached
from eyre.readers.limits import Limits
from eyre.readers.unpacking import FileKind, Unpacker

TEXT = b"measure,area,period,value\nm,a,2025-01,1\n"


@pytest.fixture
def unpack(tmp_path):
    def unpacked(*sources, **limits):
        home = tmp_path / f"home{len(list(tmp_path.iterdir()))}"
        home.mkdir()
        unpacker = Unpacker(home, Limits(**limits))
        return unpacker.unpack(sources), unpacker

    return unpacked


def packed(*members):
    """A zip of (name, content); a name may be a ZipInfo."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def written(path, content):
    path.write_bytes(content)
    return path


def faults_of(unpack, source, **limits):
    with pytest.raises(BadInput) as refused:
        unpack(source, **limits)
    return str(refused.value)


def test_a_file_is_the_same_however_it_is_packed(unpack, tmp_path):
    folder = tmp_path / "folder"
    (folder / "deep").mkdir(parents=True)
    written(folder / "deep" / "plain.csv", TEXT)
    sources = [
        folder,
        written(tmp_path / "a.csv.gz", gzip.compress(TEXT)),
        written(tmp_path / "a.zip", packed(("in/a.csv", TEXT), ("in/a.csv.gz", gzip.compress(TEXT)))),
    ]
    for source in sources:
        found, _ = unpack(source)
        assert [file.path.read_bytes() for file in found] == [TEXT]
        assert found[0].size == len(TEXT)


def test_what_a_file_is_is_told_by_its_first_bytes(unpack, tmp_path):
    lying = [
        written(tmp_path / "zip.csv", packed(("a.csv", TEXT))),
        written(tmp_path / "gz.csv", gzip.compress(TEXT + b"1\n")),
        written(tmp_path / "text.zip", TEXT + b"2\n"),
    ]
    found, _ = unpack(*lying)
    assert [file.kind for file in found] == [FileKind.TEXT] * 3


def test_the_same_content_twice_is_one_file_and_said(unpack, tmp_path):
    found, unpacker = unpack(written(tmp_path / "a.csv", TEXT), written(tmp_path / "b.csv.gz", gzip.compress(TEXT)))
    assert [file.name for file in found] == ["a.csv"]
    assert [str(doubt) for doubt in unpacker.doubts] == ["b.csv: has the same content as a.csv; it was counted once."]


def test_what_computers_leave_beside_files_is_passed_over(unpack, tmp_path):
    source = written(tmp_path / "a.zip", packed(("a.csv", TEXT), ("__MACOSX/._a.csv", b"\0\1"), (".DS_Store", b"\0")))
    assert [file.name for file in unpack(source)[0]] == ["a.zip/a.csv"]


def test_a_zip_that_unpacks_to_far_more_than_it_holds_is_refused(unpack, tmp_path):
    bomb = written(tmp_path / "bomb.zip", packed(("a.csv", b"0" * 20_000_000)))  # about 1,000 to 1
    with pytest.raises(LimitReached, match=r"bomb.zip/a.csv: it unpacks to more than 100 times its size"):
        unpack(bomb)


def test_a_gz_that_unpacks_to_far_more_than_it_holds_is_refused(unpack, tmp_path):
    bomb = written(tmp_path / "bomb.csv.gz", gzip.compress(b"0" * 20_000_000))
    with pytest.raises(LimitReached, match="more than 100 times"):
        unpack(bomb)


def test_archives_that_unpack_to_too_much_together_are_refused(unpack, tmp_path):
    source = written(tmp_path / "a.zip", packed(*[(f"{n}.csv", TEXT * 1000) for n in range(40)]))
    with pytest.raises(LimitReached, match="unpack to more than 1 MiB"):
        unpack(source, unzipped_bytes=2**20)


def test_too_many_files_are_refused(unpack, tmp_path):
    source = written(tmp_path / "a.zip", packed(*[(f"{n}.csv", TEXT) for n in range(11)]))
    with pytest.raises(LimitReached, match="more than 10 files"):
        unpack(source, members=10)


def test_an_archive_deep_inside_archives_is_refused(unpack, tmp_path):
    once = packed(("a.csv", TEXT))
    twice = packed(("once.zip", once))
    assert len(unpack(written(tmp_path / "twice.zip", twice))[0]) == 1
    thrice = written(tmp_path / "thrice.zip", packed(("twice.zip", twice)))
    assert "thrice.zip/twice.zip/once.zip: is archive number 3 inside another." in faults_of(unpack, thrice)


@pytest.mark.parametrize("name", ["../a.csv", "/etc/a.csv", "in/../../a.csv", "C:/a.csv", "..\\a.csv"])
def test_a_member_that_points_outside_its_archive_is_refused(unpack, tmp_path, name):
    source = written(tmp_path / "a.zip", packed((name, TEXT)))
    assert "points outside its own archive" in faults_of(unpack, source)


def test_a_link_in_an_archive_is_refused(unpack, tmp_path):
    link = zipfile.ZipInfo("a.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert "is a link, not a file" in faults_of(unpack, written(tmp_path / "a.zip", packed((link, "/etc/passwd"))))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv.gz", gzip.compress(TEXT * 500)[:-20], "damaged or cut short"),
        ("a.zip", packed(("a.csv", TEXT * 500))[:-40], "damaged or cut short"),
        ("a.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)), "is not text, a sheet or an archive"),
        ("a.csv", b"", "is empty"),
    ],
)
def test_what_cannot_be_read_is_said(unpack, tmp_path, name, content, said):
    assert said in faults_of(unpack, written(tmp_path / name, content))


def test_every_file_that_cannot_be_read_is_said_at_once(unpack, tmp_path):
    source = written(tmp_path / "a.zip", packed(("a.csv", b"\0\0"), ("b.csv", b""), ("../c.csv", TEXT)))
    assert len(faults_of(unpack, source).splitlines()) == 3


def test_a_folder_without_files_is_refused(unpack, tmp_path):
    (tmp_path / "empty").mkdir()
    assert "empty: holds no file with figures" in faults_of(unpack, tmp_path / "empty")
