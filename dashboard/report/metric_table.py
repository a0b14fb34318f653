"""Every figure of the report with its formula and denominator, from the declared table of metrics."""

from analysis.breakdown import Slice
from analysis.certainty import interval_of
from analysis.metrics import METRICS, Metric
from analysis.report import Report
from dashboard import wording
from dashboard.commands import cells
from dashboard.report.document import Cells, Table


def metric_table(report: Report) -> Table:
    """Return every metric with its formula, out of how many it is, and its 95 % interval, from the declared table."""
    rows = tuple(_metric(metric, report.whole) for metric in METRICS)
    headings = ("figure", "formula; of what", "out of", "value", "95 %", "meaning, and who defined it")
    return Table("Every figure", headings, rows, ("out of", "value", "95 %"))


def _metric(metric: Metric, whole: Slice) -> Cells:
    counts = whole.counts
    value, interval = metric.function(counts), interval_of(metric, counts)
    if metric.measure == "rate_difference":
        shown = wording.points(value), wording.limits_of_change(interval)
    elif metric.measure == "ratio":
        shown = cells.text(None) if value is None else f"{value:.2f}", cells.text(None)
    else:
        shown = wording.percent(value, 2), cells.text(None) if interval is None else wording.limits(interval)
    out_of = wording.count(getattr(counts, metric.denominator))
    return metric.label, metric.formula, out_of, *shown, f"{metric.explanation} {metric.source}."
