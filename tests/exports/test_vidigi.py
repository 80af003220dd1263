"""The event log is opened, unchanged, by the queue animator it is meant for; runs where that is installed."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import pytest

from orgsim.exports.replications import write_events
from tests.exports.hospital import replication

animation = pytest.importorskip("vidigi.animation")


def test_the_log_becomes_an_animation_without_a_warning(tmp_path: Path) -> None:
    import pandas as pd
    from vidigi.utils import ArrivalPosition, EventPosition, ExitPosition, create_event_position_df

    one = replication()
    log = pd.read_csv(write_events(one, tmp_path))
    uses = log[log["event_type"] == "resource_use"]
    pool = uses["unique_resource_id"].str.rpartition("_")[0]
    numbers = uses.groupby(pool)["resource_id"].max().astype(int).to_dict()
    staffed = pool.groupby(uses["event"]).first().to_dict()
    stages = [
        event for event in log["event"].unique() if event not in ("arrival", "depart") and not event.endswith("_end")
    ]
    layout = [
        ArrivalPosition(x=10, y=900),
        *(
            EventPosition(event=event, x=200 + 60 * place, y=50 + 40 * place, label=event, resource=staffed.get(event))
            for place, event in enumerate(stages)
        ),
        ExitPosition(x=900, y=20),
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        figure = animation.animate_activity_log(
            log, create_event_position_df(layout), scenario=numbers, every_x_time_units=30, limit_duration=2880
        )
    assert len(figure.frames) == 2880 // 30 + 1
    for frame in figure.frames[10::20]:
        now = float(frame.name)
        inside = (one.trace.arrived <= now) & ~(one.trace.departed <= now)
        icons = frame.data[0]
        # at the door it draws those who are about to come, and those who have just left
        shown = zip(icons.ids, icons.hovertext, strict=True)
        drawn = sorted(int(visit) for visit, event in shown if event not in ("arrival", "depart"))
        assert drawn == (np.flatnonzero(inside) + 1).tolist()


def test_its_logger_accepts_every_row(tmp_path: Path) -> None:
    import pandas as pd
    from vidigi.logging import BaseEvent

    log = pd.read_csv(write_events(replication(), tmp_path), dtype={"resource_id": "Int64"})
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        for row in log.astype(object).where(log.notna(), None).to_dict("records"):
            BaseEvent(**row)
