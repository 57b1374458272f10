"""A document with every block, every span and every chart, for the tests of the pack, the writers and the browser."""

from datetime import date

from eyre.core import Day, FinancialYear, Month, Quarter, Rolling
from eyre.disclosure import Audience, Base, Column, Form, Released, Table, release
from eyre.pack.charts import (
    AreaEstimate,
    Band,
    Bar,
    BarsSpec,
    ComparisonSpec,
    Fan,
    FanSpec,
    Flag,
    FlagKind,
    FunnelLimits,
    FunnelPoint,
    FunnelSpec,
    Limits,
    Line,
    Marker,
    MarkerKind,
    ProcessChartSpec,
    SparklineSpec,
)
from eyre.pack.document import (
    Blank,
    Block,
    BulletList,
    Callout,
    CalloutKind,
    Chart,
    DefinitionList,
    Details,
    Document,
    Interval,
    Name,
    Nil,
    Number,
    Paragraph,
    Quotation,
    Quoted,
    RecordTable,
    Ref,
    Section,
    Sparkline,
    TableBlock,
    Text,
    Words,
)

AS_OF = date(2017, 12, 19)
FIRST = Month(2016, 1)
BURGLARIES = (412, 398, 430, None, 441, 405, 399, 420, 433, 390, 402, 418, 380, 371, 365, 377, 352, 360, 349, 358)


def base(period, **more) -> Base:
    return Base(period, "Recorded crime, data.police.uk", AS_OF, **more)


def burglary_table(audience: Audience = Audience.PANEL, values=BURGLARIES) -> Released:
    rows = [(FIRST.shift(place), value) for place, value in enumerate(values)]
    columns = [Column("month", "Month", Form.PERIOD), Column("offences", "Offences", Form.COUNT)]
    return release(Table("Burglary", columns, rows, base((FIRST, FIRST.shift(len(values) - 1)))), audience)


def fan_after(last: Month, middle: float, months: int = 3) -> Fan:
    periods = tuple(last.shift(ahead) for ahead in range(1, months + 1))

    def level(by: float) -> tuple[float, ...]:
        return tuple(middle + by * (1 + ahead / 4) for ahead in range(months))

    return Fan(periods, level(-20), level(20), level(-35), level(35), level(0), level(30))


def process_chart(audience: Audience = Audience.PANEL) -> Chart:
    table = burglary_table(audience)
    months = table.periods("month")
    spec = ProcessChartSpec(
        "offences a month",
        months,
        table.values("offences"),
        limits=(
            Limits(months[0], months[11], 413.5, 360, 467),
            Limits(months[12], months[-1], 364, 330, 398, is_trial=True),
        ),
        flags=(
            Flag(months[4], FlagKind.CONCERN, "near the upper limit"),
            Flag(months[13], FlagKind.IMPROVEMENT, "seven below the mean"),
            Flag(months[14], FlagKind.NEUTRAL, "seven below the mean"),
        ),
        incomplete=(months[6],),
        target=Line(413, "target"),
        markers=(
            Marker(months[8], "New recording rule", MarkerKind.BREAK),
            Marker(months[9], "Operation Example"),
            Marker(months[10], "Training on 999 calls"),
        ),
        fan=fan_after(months[-1], 355),
        windows=(
            Band(Rolling(months[3], months[5]), "set against: April to June", is_before=True),
            Band(Rolling(months[-1], months[-1].shift(2)), "window of the test"),
        ),
    )
    sentence = Text("Burglary has settled lower: ", Number(358, "offences", table.base), " in ", months[-1])
    return Chart(spec, sentence, Text("A line of months that falls after ", months[12], "."), table)


def outturn_chart(audience: Audience = Audience.PANEL) -> Chart:
    months = tuple(Month(2017, 4).shift(place) for place in range(12))
    seen = [360 * (place + 1) if place < 8 else None for place in range(12)]
    before = [400 * (place + 1) for place in range(12)]
    columns = [
        Column("month", "Month", Form.PERIOD),
        Column("seen", "This year", Form.COUNT),
        Column("before", "Year before", Form.COUNT),
    ]
    rows = zip(months, seen, before, strict=True)
    table = release(Table("Burglary, running total", columns, rows, base(FinancialYear(2017))), audience)
    low, high = (tuple(2880 + step * place for place in (1, 2, 3, 4)) for step in (330, 390))
    fan = Fan(months[8:], low, high, tuple(x - 50 for x in low), tuple(x + 50 for x in high))
    spec = FanSpec(
        "offences, running total",
        months,
        table.values("seen"),
        fan,
        before=table.values("before"),
        target=Line(4500, "target"),
    )
    return Chart(spec, Text("The year would end below the last"), Text("A running total and a fan."), table)


def comparison_chart(audience: Audience = Audience.PANEL) -> Chart:
    rows = [
        ("Redditch", 50, 9.0, 6.7, 11.8),
        ("Shrewsbury & Atcham", 40, 7.1, 5.1, 9.7),
        ("Telford", None, None, None, None),
    ]
    columns = [
        Column("area", "Area"),
        Column("offences", "Offences", Form.COUNT),
        Column("rate", "Rate", Form.DECIMAL, "per 1,000 households", rests_on=("offences",)),
        Column("low", "From", Form.DECIMAL, rests_on=("offences",)),
        Column("high", "To", Form.DECIMAL, rests_on=("offences",)),
    ]
    table = release(Table("Burglary by area", columns, rows, base(Rolling.year_ending(Month(2017, 11)))), audience)
    areas = zip(*(table.column(name) for name in ("area", "rate", "low", "high")), strict=True)
    spec = ComparisonSpec(
        "offences per 1,000 households",
        tuple(AreaEstimate(*area, is_focus=area[0] == "Redditch") for area in areas),
        reference=Line(8.0, "force"),
    )
    return Chart(spec, Text("The areas do not differ beyond chance"), Text("Dots with intervals."), table)


def funnel_chart(audience: Audience = Audience.PANEL) -> Chart:
    columns = [
        Column("area", "Area"),
        Column("rate", "Rate", Form.DECIMAL, "per 1,000 residents", rests_on=("offences",)),
        Column("offences", "Offences", Form.COUNT),
        Column("residents", "Residents", Form.COUNT),
    ]
    rows = [("Telford", 12.0, 2100, 175_000), ("Hereford", 9.5, 1800, 190_000), ("Bromsgrove", None, None, None)]
    table = release(Table("Burglary as a funnel", columns, rows, base(Rolling.year_ending(Month(2017, 11)))), audience)
    flags = (FlagKind.CONCERN, None, None)
    points = zip(*(table.column("area"), table.values("residents"), table.values("rate"), flags), strict=True)
    limits = FunnelLimits(95, (9.0, 9.4), (11.4, 11.0)), FunnelLimits(99.8, (8.4, 9.0), (12.2, 11.6))
    spec = FunnelSpec(
        "offences per 1,000 residents",
        "residents",
        tuple(FunnelPoint(*point) for point in points),
        (150_000, 200_000),
        limits,
        Line(10.2, "all together"),
    )
    return Chart(spec, Text("Telford lies above the limits of chance"), Text("Two dots between limits."), table)


def bars_chart(audience: Audience = Audience.PANEL) -> Chart:
    columns = [Column("kind", "Kind"), Column("offences", "Offences", Form.COUNT)]
    rows = [("Homes", 210), ("Businesses", 148), ("Other", None)]
    table = release(Table("Burglary by kind", columns, rows, base(Quarter(2017, 3))), audience)
    bars = tuple(Bar(kind, value) for kind, value in zip(table.column("kind"), table.values("offences"), strict=True))
    return Chart(BarsSpec("offences", bars), Text("Most are of homes"), Text("Three bars."), table)


def tracker(audience: Audience = Audience.PANEL) -> TableBlock:
    history = burglary_table(audience)
    columns = [
        Column("measure", "Measure"),
        Column("latest", "Latest", Form.COUNT, "offences"),
        Column("change", "Against a year before", Form.CHANGE, rests_on=("latest",)),
        Column("said", "What it says"),
    ]
    rows = [("Burglary", 358, -62, "Improvement"), ("Robbery", None, None, "Too short to judge")]
    table = release(Table("Tracker", columns, rows, base(Month(2017, 8), against=Month(2016, 8))), audience)
    line = Sparkline(SparklineSpec(history.values("offences"), 390, 340, 440, 413, FlagKind.IMPROVEMENT), history)
    return TableBlock(table, (line, None), ("burglary", ""))


def every_block(audience: Audience = Audience.PANEL, title: str = "Meeting pack") -> Document:
    records = Base(Day(AS_OF), "Records of the meetings", AS_OF)
    august = base(Month(2017, 8))
    first = (
        Paragraph("Burglary was ", Number(358, "offences", august), " in ", Month(2017, 8), ", against ",
                  Number(420, "", base(Month(2016, 8))), " a year before. ",
                  Number(35, "", base(FinancialYear(2017)), Form.CHANCE), " is the chance of the target; ",
                  Number(3, "actions", records, Form.TALLY), " are overdue."),
        tracker(audience),
        Callout(CalloutKind.ATTENTION, (Paragraph(Words("Read this first.", strong=True)),), Text("One month is late")),
        Callout(CalloutKind.WARNING, (Paragraph("One month is short."), Nil()), Text("Incomplete")),
        Callout(CalloutKind.NOTE, (Paragraph("A note."),), Text("How to read it")),
    )  # fmt: skip
    matters = (
        Quotation(
            "It will be 90% by the end of January.", "Chief officer", AS_OF, Ref("commitment 2017-12/C1", "changed")
        ),
        Quotation("We are on track.", "Deputy", AS_OF),
        DefinitionList(((Text("Due"), Text(date(2018, 1, 31), ", as said: ", Quoted("end of January"))),)),
        BulletList((Text("See ", Ref("action 2017-11/3"), "."), Text(Name("999 calls"), " are answered in time."))),
        BulletList((Text("What explains the fall?"), Text("Will it last?")), ordered=True),
        Callout(CalloutKind.ILLUSTRATION, (Paragraph("Nobody said this."),), Text("Made up for the example")),
        RecordTable(
            Text("What was noted"), (Text("Record"), Text("Notes"), Text("ACTION")),
            (
                (Text(Ref("action 2017-12/1")), Text("Burglary was ", Number(358, "offences", august), "."),
                 Text(Words("DCC", strong=True), ", by ", date(2018, 1, 31))),
                (Text(Ref("finding 2017-12/F1")), Text(Quoted("It is in hand.")), Text()),
            ),
        ),
        Blank(Text("Answer to ", Ref("question 2018-01/Q1")), "answer question 2018-01/Q1", 4),
    )  # fmt: skip
    interval = Interval(4110, 4510, 80)
    burglary = (
        process_chart(audience),
        Paragraph(
            "The year would end at ", Number(4310, "offences", base(FinancialYear(2017)), Form.WHOLE, interval), "."
        ),
        outturn_chart(audience),
        comparison_chart(audience),
        bars_chart(audience),
        funnel_chart(audience),
        Details(
            Text("How it is made"),
            (Paragraph("From the rows, by ", Name("XmR"), "."), TableBlock(burglary_table(audience))),
        ),
    )
    return Document(
        Text(Name(title)),
        audience,
        (
            Section(Text("What changed"), "changed", first, number="1"),
            Section(Text("Matters brought forward"), "matters", matters, number="2"),
            Section(Text("Holding to account"), "holding", number="4"),
            Section(Text("Burglary"), "burglary", burglary, level=2, number="4a"),
            Section(Text("Any other business"), "aob", (Nil(),), number="8"),
        ),
        subtitle=Text("West Mercia"),
        meta=((Text("Meeting"), Text(date(2018, 1, 30))), (Text("Known by"), Text(AS_OF))),
    )


def hostile_blocks(hostile: str) -> tuple[Block, ...]:
    """One text in every place of a document where somebody's words may stand, its title apart: twelve at least."""
    columns = [Column("a", hostile, unit=hostile), Column("b", "B")]
    table = release(Table(hostile, columns, [(hostile, hostile)], base(Month(2017, 11), note=hostile)), Audience.PANEL)
    return (
        Paragraph(Name(hostile), Quoted(hostile), Ref(hostile), Ref(hostile, "burglary")),
        Paragraph(Number(1, hostile, base(Month(2017, 11), definition=hostile))),
        Quotation(hostile, hostile, base(Month(2017, 11)).as_of, Ref(hostile)),
        TableBlock(table),
    )
