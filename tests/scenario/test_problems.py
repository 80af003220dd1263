from __future__ import annotations

import pickle

from orgsim.scenario.problems import Problem, ScenarioError


def test_the_error_survives_a_process_boundary() -> None:
    problem = Problem("ORG204", "is not a length of time", "shop.yaml", 3, 7)
    error = pickle.loads(pickle.dumps(ScenarioError([problem], {"shop.yaml": "text"})))  # noqa: S301
    assert error.problems == (problem,)
    assert error.sources == {"shop.yaml": "text"}
    assert "shop.yaml:3:7" in str(error)
