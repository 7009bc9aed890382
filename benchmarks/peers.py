"""Times datasketch and rensa, string to signature, on the documents of a JSON file: peers.py FILE SHINGLE_SIZE."""

import json
import re
import statistics
import sys
import time
import unicodedata

documents = json.load(open(sys.argv[1], encoding="utf-8"))
size = int(sys.argv[2])
# Python's re has no \p{M}; \w is letters, numbers and underscore, near enough for a time.
not_text = re.compile(r"[\W_]+")


def shingles(text):
    folded = not_text.sub("", unicodedata.normalize("NFKC", text).lower())
    return [folded[i : i + size] for i in range(len(folded) - size + 1)]


def timed(name, run, share=1.0, rounds=5):
    part = documents[: max(1, int(len(documents) * share))]
    tokens = [shingles(text) for text in part]
    characters = sum(map(len, part))
    whole, sketching = [], []
    for _ in range(rounds):
        start = time.perf_counter()
        for text in part:
            run(shingles(text))
        whole.append((time.perf_counter() - start) * 1e9 / characters)
        start = time.perf_counter()
        for each in tokens:
            run(each)
        sketching.append((time.perf_counter() - start) * 1e9 / characters)
    return [
        {"name": f"{name}, end to end", "nanoseconds": statistics.median(whole)},
        {"name": f"{name}, tokens given", "nanoseconds": statistics.median(sketching)},
    ]


def datasketch_run():
    from datasketch import MinHash

    def run(tokens):
        minhash = MinHash(num_perm=128)
        minhash.update_batch([token.encode("utf-8") for token in tokens])
        return minhash.hashvalues

    return run


def rensa_run():
    from rensa import RMinHash

    def run(tokens):
        minhash = RMinHash(num_perm=128, seed=42)
        minhash.update(tokens)
        return minhash.digest()

    return run


results = timed("datasketch, k = 128", datasketch_run(), share=0.05)
results += timed("rensa RMinHash, k = 128", rensa_run(), share=0.5)
print(json.dumps(results))
