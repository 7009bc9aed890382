"""Removes what datasketch's MinHash LSH calls a duplicate of something kept: dedupe_peers.py FILE char-5|word-5 OUTPUT."""

import json
import re
import resource
import sys
import unicodedata

from datasketch import MinHash, MinHashLSH

path, kind, output = sys.argv[1:4]
size = int(kind.split("-")[1])
# Python's re has no \p{M}; \w is letters, numbers and underscore, near enough.
not_text = re.compile(r"[\W_]+")
words = re.compile(r"\w+")


def shingles(text):
    if kind.startswith("char"):
        folded = not_text.sub("", unicodedata.normalize("NFKC", text).lower())
        return {folded[i : i + size] for i in range(len(folded) - size + 1)}
    # As text-dedup does: runs of word characters, so that a sentence of Chinese is one word.
    found = words.findall(text.lower())
    return {" ".join(found[i : i + size]) for i in range(max(1, len(found) - size + 1))}


lsh = MinHashLSH(threshold=0.7, num_perm=128)
removals = []
with open(path, encoding="utf-8") as lines:
    for line in lines:
        record = json.loads(line)
        minhash = MinHash(num_perm=128)
        minhash.update_batch([shingle.encode("utf-8") for shingle in shingles(record["text"])])
        found = lsh.query(minhash)
        if found:
            removals.append([record["id"], min(found)])
        else:
            lsh.insert(record["id"], minhash)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
with open(output, "w", encoding="utf-8") as file:
    json.dump({"removals": removals, "peak": peak}, file)
