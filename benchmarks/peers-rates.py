"""Times rapidfuzz (what jiwer and dinglehopper count with) on the pairs of a JSON file: peers-rates.py FILE."""

import json
import sys
import time

from rapidfuzz.distance import Levenshtein

results = []
for ocr, truth in json.load(open(sys.argv[1], encoding="utf-8")):
    start = time.process_time()
    total = Levenshtein.distance(truth, ocr)
    distance = time.process_time() - start
    split = None
    # Its trace keeps the whole table, two bits a cell.
    if len(ocr) * len(truth) < 4e9:
        start = time.process_time()
        Levenshtein.editops(truth, ocr)
        split = time.process_time() - start
    results.append({"total": total, "distance": distance, "split": split})
print(json.dumps(results))
