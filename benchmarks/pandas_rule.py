"""One rule kind, a threshold in every month, judged with pandas as one would write it first."""

from __future__ import annotations

import duckdb
import numpy as np
import pandas as pd

_KEY = ["indicator", "party", "period"]


def judge_with_pandas(connection: duckdb.DuckDBPyConnection, *, as_of: str) -> pd.DataFrame:
    """The newest figure of every party and month, its verdict, timeliness, gap and unmet run."""
    ledger = connection.execute(
        "SELECT submission, row_number, party, indicator, period, CAST(value AS DOUBLE) AS value, "
        "status, published_on, recorded_at FROM core.observations"
    ).df()
    newest = ledger.sort_values(["published_on", "recorded_at"]).groupby(_KEY, sort=False)
    judged = newest.last().reset_index()
    judged["first_published_on"] = newest["published_on"].first().to_numpy()
    ends = pd.PeriodIndex(judged["period"], freq="M").end_time.normalize()
    judged["evidence_due_on"] = ends + pd.Timedelta(days=30)
    judged["verdict"] = np.where(
        ends >= pd.Timestamp(as_of),
        np.select(
            [judged["value"] >= 50, judged["value"] >= 45], ["on_track", "at_risk"], "off_track"
        ),
        np.where(judged["value"] >= 50, "met", "unmet"),
    )
    judged["timeliness"] = np.where(
        judged["first_published_on"] <= judged["evidence_due_on"], "on_time", "late"
    )
    judged["gap"] = (50 - judged["value"]).clip(lower=0)
    judged["provisional"] = judged["status"].isin(["E", "P", "F"])
    judged = judged.sort_values(_KEY)
    kept = judged["verdict"].isin(["met", "on_track"])
    run = kept.groupby([judged["indicator"], judged["party"]]).cumsum()
    first = judged.groupby(["indicator", "party", run])["period"].transform("min")
    judged["unmet_since"] = first.where(~kept)
    judged["reason"] = [
        f"{value:.2f} is {'at or above' if value >= 50 else 'below'} the required 50"
        for value in judged["value"]
    ]
    return judged
