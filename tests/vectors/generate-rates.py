"""Writes rates.json: error rates as jiwer and dinglehopper give them.

    python3 generate-rates.py [DATA]      with jiwer 4.0.0 and dinglehopper 0.11.0 (uniseg 0.10.1) installed

Of the texts in rates-samples.json, and, where DATA names the folder of evaluation sets, of their pairs: numbers and
hashes only, so that benchmarks/rates.bench.ts can tell that it reads the same texts.

What is asked of each, all on NFC:
  cer     dinglehopper.character_error_rate
  wer     dinglehopper.word_error_rate
  points  jiwer.cer of the stripped texts: code points instead of grapheme clusters
  spaced  jiwer.wer of " ".join(text.split()): by itself jiwer parts words at U+0020 alone, so that a line break joins two
null stands for an empty truth, which jiwer refuses. dinglehopper's substitution of ligatures and umlauts
(substitute_equivalences) is for its readers of PAGE and ALTO and is not used here.
"""

import hashlib
import json
import pathlib
import sys
import unicodedata

import jiwer
from dinglehopper.character_error_rate import character_error_rate_n
from dinglehopper.word_error_rate import word_error_rate_n, words_normalized

here = pathlib.Path(__file__).parent


def finite(value):
    return "Infinity" if value == float("inf") else value


def asked(ocr, truth):
    ocr, truth = (unicodedata.normalize("NFC", text) for text in (ocr, truth))
    cer, characters = character_error_rate_n(truth, ocr)
    # Given strings, multimethod 2 finds two methods and gives up.
    wer, words = word_error_rate_n(list(words_normalized(truth)), list(words_normalized(ocr)))
    spaced = [" ".join(text.split()) for text in (truth, ocr)]
    stripped = [text.strip() for text in (truth, ocr)]
    return {
        "cer": finite(cer),
        "characters": characters,
        "wer": finite(wer),
        "words": words,
        "points": jiwer.cer(*stripped) if stripped[0] else None,
        "spaced": jiwer.wer(*spaced) if spaced[0] else None,
    }


def digest(ocr, truth):
    return hashlib.sha256((ocr + "\0" + truth).encode()).hexdigest()[:16]


def hipe(path):
    for line in path.open(encoding="utf-8"):
        record = json.loads(line)
        ocr = record["ocr_hypothesis"]["transcription_unit"]
        yield record["document_metadata"]["document_id"], ocr, record["ground_truth"]["transcription_unit"]


def faspell(path, lines=25):
    """Captions are short: as many to a document."""
    rows = [line.rstrip("\n").split("\t") for line in path.open(encoding="utf-8")]
    for at in range(0, len(rows), lines):
        part = rows[at : at + lines]
        yield str(at), "\n".join(row[1] for row in part), "\n".join(row[2] for row in part)


samples = json.loads((here / "rates-samples.json").read_text(encoding="utf-8"))
out = {"samples": [asked(ocr, truth) for _, ocr, truth in samples], "sets": {}}
if len(sys.argv) > 1:
    data = pathlib.Path(sys.argv[1])
    folders = ("overproof", "hipe-dta19")
    files = {path.name: hipe(path) for folder in folders for path in sorted((data / folder).glob("*.jsonl"))}
    files["ocr_train_3575.txt"] = faspell(data / "faspell-ocr" / "ocr_train_3575.txt")
    for name, pairs in files.items():
        out["sets"][name] = [{"id": id, "hash": digest(o, t), **asked(o, t)} for id, o, t in pairs]
text = json.dumps(out, ensure_ascii=False)
for mark in ('{"id"', '{"cer"', '"sets"'):
    text = text.replace(mark, "\n" + mark)
(here / "rates.json").write_text(text + "\n", encoding="utf-8")
