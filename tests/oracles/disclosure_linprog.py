"""Bounds of every protected cell again, with scipy's linprog (HiGHS): python3 disclosure_linprog.py disclosure_instances.txt

Lines: `instance`; `cell LOW HIGH` in order; `sum WHOLE PARTS...`; `order WHOLE PARTS...`; `bounds CELL LOW HIGH VERDICT`.
Checks that the bounds agree to 1e-5, that Safe cells are wider than the threshold and Exposed ones are not.
"""
import sys
import numpy as np
from scipy.optimize import linprog
from scipy.sparse import lil_matrix

THRESHOLD = 7


def read(path):
    instances = []
    for line in open(path):
        kind, *rest = line.split()
        if kind == "instance":
            instances.append({"cell": [], "sum": [], "order": [], "bounds": []})
        else:
            instances[-1][kind].append(rest)
    return instances


def rows(relations, cells, sign):
    matrix = lil_matrix((len(relations), cells))
    for at, (whole, *parts) in enumerate(relations):
        matrix[at, int(whole)] = sign
        for part in parts:
            matrix[at, int(part)] = -sign
    return matrix.tocsr() if relations else None


def extreme(instance, cell, sign, matrices, limits):
    cost = np.zeros(len(limits))
    cost[cell] = sign
    equal, order = matrices
    answer = linprog(cost, A_ub=order, b_ub=None if order is None else np.zeros(order.shape[0]),
                     A_eq=equal, b_eq=None if equal is None else np.zeros(equal.shape[0]), bounds=limits)
    if answer.status == 3:
        return -sign * np.inf
    assert answer.status == 0, answer.message
    return sign * answer.fun


def main():
    instances = read(sys.argv[1])
    compared, worst, wrong = 0, 0.0, 0
    verdicts = {}
    for number, instance in enumerate(instances):
        limits = [(float(low), None if high == "inf" else float(high)) for low, high in instance["cell"]]
        matrices = rows(instance["sum"], len(limits), 1.0), rows(instance["order"], len(limits), -1.0)
        for cell, low, high, verdict in instance["bounds"]:
            ours = float(low), float(high)
            theirs = tuple(extreme(instance, int(cell), sign, matrices, limits) for sign in (1.0, -1.0))
            gap = max(0.0 if a == b else abs(a - b) for a, b in zip(ours, theirs))
            wide = theirs[1] - theirs[0] > THRESHOLD
            worst = max(worst, gap)
            compared += 1
            verdicts[verdict] = verdicts.get(verdict, 0) + 1
            if gap > 1e-5 or (verdict == "Safe" and not wide) or (verdict == "Exposed" and wide):
                wrong += 1
                print(f"instance {number} cell {cell}: ours {ours}, linprog {theirs}, {verdict}")
    print(f"{len(instances)} instances, {compared} cells compared, {verdicts}, largest difference {worst:.2e}")
    print(f"{compared - wrong} passed, {wrong} failed")
    sys.exit(1 if wrong else 0)


main()
