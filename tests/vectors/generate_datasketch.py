"""Writes datasketch.jsonl: what the Python package answers, for tests that run without Python.

    pip install datasketch==2.0.0 numpy==2.4.6 scipy==1.17.1
    python generate_datasketch.py > datasketch.jsonl

One record a line; "kind" says which:
  versions      of what wrote the file
  set           a name and its tokens, as text
  permutations  the first and last pairs (a, b) of a family, in decimal
  slots         scheme, seed, k, name of the set, the first four slots in decimal, SHA-1 of all slots as little-endian
                words of 4 bytes (8 for affine64), and what count() estimates
  pair          scheme, seed, k, two sets, jaccard(), SHA-1 of the merged slots
  lean          scheme, seed, k, set, LeanMinHash.serialize with "<" and "@" on a little-endian machine, in hex
"""

import hashlib
import json
import platform
import random
import sys
from importlib.metadata import version

from datasketch import LeanMinHash, MinHash

assert sys.byteorder == "little"
SCHEMES = ["affine32", "affine64", "legacy"]
SEEDS = [0, 1, 42, 20261121, 2**31, 2**32 - 1]
SIZES = [1, 8, 64, 100, 128, 256]


def shingles(text, n):
    return [text[i : i + n] for i in range(len(text) - n + 1)]


def made_up(count, salt):
    draw = random.Random(salt)
    return ["".join(draw.choice("abcdefghij 0123456789é中国報") for _ in range(draw.randint(1, 20))) for _ in range(count)]


CHINESE = "本報訊昨日上海各界集會紀念孫中山先生誕辰，到會者千餘人。會場內外佈置莊嚴，市長親臨致詞。"
SETS = {
    "none": [],
    "empty token": [""],
    "one": ["Hello"],
    "sheet": ["datasketch", "minhash", "affine", "legacy", "fixture"],
    "repeated": ["a", "b", "a", "a", "b"],
    "chinese": shingles(CHINESE, 3),
    "chinese, cut": shingles(CHINESE[5:-8], 3),
    "emoji": ["😀", "😀😁", "👩‍👩‍👧‍👦", "❤️", "🇨🇭", "𠀾"],
    "combining": ["é", "e\u0301", "ệ", "e\u0323\u0302", "한", "\u1112\u1161\u11ab", "\u0301"],
    "controls": ["\0", "\t\n", "\x7f", "\ufeff", "\uffff", "\U0010ffff", "\u0080", "\u07ff", "\u0800", ""],
    "lengths": ["x" * n for n in (54, 55, 56, 63, 64, 65, 119, 120, 128)] + ["報" * n for n in (18, 19, 21, 22, 40)],
    "long": ["0123456789" * 1000, "長" * 3000],
    "hundred": made_up(100, 1),
    "hundreds": made_up(700, 2),
}
PAIRS = [("chinese", "chinese, cut"), ("hundred", "hundreds"), ("one", "sheet"), ("none", "sheet"), ("none", "none")]
LEAN = ["none", "sheet", "chinese"]


def write(kind, **fields):
    print(json.dumps({"kind": kind, **fields}, ensure_ascii=False, separators=(",", ":")))


def digest(minhash):
    word = "<u8" if minhash.scheme == "affine64" else "<u4"
    return hashlib.sha1(minhash.hashvalues.astype(word).tobytes()).hexdigest()


def serialized(lean, order):
    buffer = bytearray(lean.bytesize(order))
    lean.serialize(buffer, order)
    return buffer.hex()


write(
    "versions",
    **{package: version(package) for package in ("datasketch", "numpy", "scipy")},
    python=platform.python_version(),
)
for name, tokens in SETS.items():
    write("set", name=name, tokens=tokens)

for scheme in SCHEMES:
    for seed in SEEDS:
        for k in SIZES:
            family = MinHash(num_perm=k, seed=seed, scheme=scheme)
            a, b = family.permutations
            ends = [0, k - 1]
            write("permutations", scheme=scheme, seed=seed, k=k, pairs=[[str(a[i]), str(b[i])] for i in ends])
            made = {}
            for name, tokens in SETS.items():
                minhash = family.copy()
                minhash.update_batch([token.encode() for token in tokens])
                one_by_one = family.copy()
                for token in tokens:
                    one_by_one.update(token.encode())
                assert one_by_one == minhash
                made[name] = minhash
                write(
                    "slots",
                    scheme=scheme,
                    seed=seed,
                    k=k,
                    set=name,
                    first=[str(value) for value in minhash.hashvalues[:4]],
                    sha1=digest(minhash),
                    count=float(minhash.count()),
                )
            if k not in (64, 128):
                continue
            for x, y in PAIRS:
                union = MinHash.union(made[x], made[y])
                write("pair", scheme=scheme, seed=seed, k=k, sets=[x, y], jaccard=made[x].jaccard(made[y]), sha1=digest(union))

for scheme in SCHEMES:
    for seed in SEEDS:
        for k in (1, 8, 33):
            for name in LEAN:
                minhash = MinHash(num_perm=k, seed=seed, scheme=scheme)
                minhash.update_batch([token.encode() for token in SETS[name]])
                lean = LeanMinHash(minhash)
                write(
                    "lean",
                    scheme=scheme,
                    seed=seed,
                    k=k,
                    set=name,
                    packed=serialized(lean, "<"),
                    native=serialized(lean, "@"),
                )
