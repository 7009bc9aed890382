"""Times rapidfuzz (what jiwer and dinglehopper count with) on the pairs of a JSON file: peers-rates.py FILE.

Each pair has a hint: the distance itself, the best that can be hinted. Without one, long pairs are not asked: the time
grows with the square.
"""

import json
import statistics
import sys
import time

from rapidfuzz.distance import Levenshtein


def seconds(run, rounds=1):
    times = []
    while len(times) < rounds and sum(times) < 2:
        start = time.process_time()
        result = run()
        times.append(time.process_time() - start)
    return result, statistics.median(times)


results = []
for pair in json.load(open(sys.argv[1], encoding="utf-8")):
    ocr, truth = pair["ocr"], pair["truth"]
    total, hinted = seconds(lambda: Levenshtein.distance(truth, ocr, score_hint=pair["hint"]), 3)
    plain = split = None
    if len(ocr) <= 250_000:
        _, plain = seconds(lambda: Levenshtein.distance(truth, ocr))
    # Its trace keeps the whole table, two bits a cell.
    if len(ocr) * len(truth) < 4e9:
        _, split = seconds(lambda: Levenshtein.editops(truth, ocr))
    results.append({"total": total, "hinted": hinted, "plain": plain, "split": split})
print(json.dumps(results))
