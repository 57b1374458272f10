"""What every test shares: skips that may be refused, and examples that are the same at every run of CI."""

import os

import pytest
from hypothesis import settings

NO_SKIP = bool(os.environ.get("EYRE_NO_SKIP"))
REFUSAL = "Skipped, and EYRE_NO_SKIP says that nothing may be. Provide what is missing: "


# At home every run tries new examples; where a run must not fail by chance, they are the same each time.
settings.register_profile("fixed", derandomize=True, deadline=None)
if NO_SKIP:
    settings.load_profile("fixed")


def refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turn a skip into a failure that keeps its reason; an expected failure (xfail) is left as it is."""
    if NO_SKIP and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome = "failed"
        report.longrepr = REFUSAL + reason.removeprefix("Skipped: ")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    report = yield
    refuse_skip(report)
    return report
