"""A small dense linear solver, so that the closed forms need nothing beyond the standard library."""

from __future__ import annotations

from collections.abc import Sequence

Matrix = Sequence[Sequence[float]]


def solve(matrix: Matrix, right: Sequence[float]) -> list[float]:
    """Return x with ``matrix @ x = right`` by Gaussian elimination with partial pivoting.

    ``matrix`` is n by n and ``right`` has n entries. Raises ``ValueError`` when the shapes disagree or the
    matrix is singular to working precision. Meant for tens of unknowns: the cost grows as n cubed.
    """
    size = len(right)
    if len(matrix) != size or any(len(row) != size for row in matrix):
        raise ValueError(f"the matrix must be {size} by {size}, to match the right-hand side")
    rows = [[*map(float, row), float(value)] for row, value in zip(matrix, right, strict=True)]
    scale = max((abs(entry) for row in matrix for entry in row), default=0.0)
    for column in range(size):
        _eliminate(rows, column, 1e-14 * scale)
    return _back_substitute(rows)


def _eliminate(rows: list[list[float]], column: int, tiny: float) -> None:
    """Bring the largest entry of the column to the diagonal and clear the entries below it."""
    pivot = max(range(column, len(rows)), key=lambda i: abs(rows[i][column]))
    if abs(rows[pivot][column]) <= tiny:
        raise ValueError("the linear system has no unique solution")
    rows[column], rows[pivot] = rows[pivot], rows[column]
    top = rows[column]
    for row in rows[column + 1 :]:
        factor = row[column] / top[column]
        if factor:
            row[column:] = [a - factor * b for a, b in zip(row[column:], top[column:], strict=True)]


def _back_substitute(rows: list[list[float]]) -> list[float]:
    """Solve the upper triangular system left by the elimination."""
    size = len(rows)
    answer = [0.0] * size
    for i in range(size - 1, -1, -1):
        known = sum(rows[i][j] * answer[j] for j in range(i + 1, size))
        answer[i] = (rows[i][size] - known) / rows[i][i]
    return answer
