"""house.toml: the style of a house, and what is wrong with one."""

import pytest

from eyre.body.check import check_folder
from eyre.body.folder import read_folder
from eyre.body.house import PLAIN_HOUSE, contrast_on_white, house_files, read_house
from eyre.core import BadInput
from small_body import small_body

DRAWN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
WHOLE = (
    'name = "Office"\nlogo = "logo.svg"\nlogo_alternative = "A square"\ncolour = "#4a3b6b"\n[words]\npanel = "Board"\n'
)


def house(folder, text, logo=DRAWN):
    (folder / "house.toml").write_text(text, "utf-8")
    if logo is not None:
        (folder / "logo.svg").write_text(logo, "utf-8")
    return folder


def test_a_folder_without_a_house_style_has_eyres_own(tmp_path):
    assert read_house(tmp_path) == PLAIN_HOUSE
    assert house_files(tmp_path) == ()


def test_a_house_style_is_read_whole(tmp_path):
    read = read_house(house(tmp_path, WHOLE))
    assert (read.style.name, read.style.colour, read.words.panel) == ("Office", "#4a3b6b", "Board")
    assert read.words.public == "For the public"
    assert (read.logo.content, read.logo.kind, read.logo.alternative) == (DRAWN.encode(), "svg", "A square")


@pytest.mark.parametrize(("colour", "contrast"), [("#000000", 21.0), ("#ffffff", 1.0), ("#767676", 4.54)])
def test_contrast_is_that_of_the_guidelines(colour, contrast):
    assert contrast_on_white(colour) == pytest.approx(contrast, abs=0.005)  # 4.54: WebAIM's own example of the least


@pytest.mark.parametrize(
    ("text", "logo", "says"),
    [
        ('colour = "#ffdd00"', None, "contrast of 1.3 on white"),
        ('colour = "navy"', None, 'colour "navy" is not a colour'),
        ('colours = "#000000"', None, "colours"),
        ('[words]\nworking = " "', None, "words.working is empty"),
        ('logo = "../logo.svg"\nlogo_alternative = "x"', DRAWN, "not the name of an SVG or PNG file"),
        ('logo = "logo.gif"\nlogo_alternative = "x"', DRAWN, "not the name of an SVG or PNG file"),
        ('logo = "logo.svg"\nlogo_alternative = "x"', None, "is not in this folder"),
        ('logo = "logo.svg"', DRAWN, "logo_alternative is empty"),
        ('logo = "logo.svg"\nlogo_alternative = "x"', "<svg", "cannot be read as SVG"),
        ('logo = "logo.svg"\nlogo_alternative = "x"', DRAWN.replace("rect", "script"), "cannot be read as SVG"),
        ('logo = "logo.svg"\nlogo_alternative = "x"', f"<!DOCTYPE svg>{DRAWN}", "cannot be read as SVG"),
    ],
)
def test_what_is_wrong_with_a_house_style_is_said(tmp_path, text, logo, says):
    with pytest.raises(BadInput, match=r"house\.toml") as refusal:
        read_house(house(tmp_path, text, logo))
    assert says in str(refusal.value)


def test_a_logo_that_is_a_link_or_too_large_is_refused(tmp_path):
    (tmp_path / "elsewhere.svg").write_text(DRAWN, "utf-8")
    (tmp_path / "logo.svg").symlink_to(tmp_path / "elsewhere.svg")
    with pytest.raises(BadInput, match="is not in this folder"):
        read_house(house(tmp_path, WHOLE, logo=None))
    (tmp_path / "logo.svg").unlink()
    with pytest.raises(BadInput, match="more than 1,000,000 bytes"):
        read_house(house(tmp_path, WHOLE, logo=DRAWN + " " * 1_000_000))


def test_checking_a_folder_checks_its_house_style_and_what_is_issued_names_it(tmp_path):
    body = small_body(tmp_path / "body", {})
    house(body.path, WHOLE)
    assert not [fault for fault in check_folder(read_folder(body.path)).faults if "house" in fault.where]
    assert {"house.toml", "logo.svg"} <= {name for name, _ in read_folder(body.path).inputs()}
    house(body.path, 'colour = "#ffffff"')
    assert [fault.where for fault in check_folder(read_folder(body.path)).faults if "house" in fault.where] == [
        "house.toml"
    ]
