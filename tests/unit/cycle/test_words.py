from eyre.cycle.words import ActionDeliverable, StandingHeading


def test_every_heading_is_printed_and_every_deliverable_has_its_proof():
    assert len({heading.printed for heading in StandingHeading}) == len(StandingHeading)
    assert len({kind.closing_proof for kind in ActionDeliverable}) == len(ActionDeliverable)


def test_three_headings_are_parts_of_holding_to_account():
    parts = [heading for heading in StandingHeading if heading.under is StandingHeading.HOLDING_TO_ACCOUNT]
    assert [heading.order for heading in parts] == [4, 5, 6]  # straight after it
