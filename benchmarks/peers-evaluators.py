"""Rates of pairs of text files as dinglehopper and jiwer give them: peers-evaluators.py FILE, a JSON list of [ocr, truth].

dinglehopper is asked as its command is: its reader of plain text, then its two rates. What it read is given too.
A peer that is not installed is null.
"""

import importlib.metadata
import json
import logging
import sys

logging.disable(logging.CRITICAL)
try:
    from dinglehopper.character_error_rate import character_error_rate_n
    from dinglehopper.ocr_files import plain_text
    from dinglehopper.word_error_rate import word_error_rate_n, words_normalized
except ImportError:
    plain_text = None
try:
    import jiwer
except ImportError:
    jiwer = None


def of_dinglehopper(ocr, truth):
    ocr, truth = (plain_text(path, encoding="utf-8") for path in (ocr, truth))
    # Given strings, multimethod 2 finds two methods of the word rate and gives up.
    words = [list(words_normalized(text)) for text in (truth, ocr)]
    return {
        "cer": character_error_rate_n(truth, ocr)[0],
        "wer": word_error_rate_n(*words)[0],
        "read": [ocr, truth],
    }


def of_jiwer(ocr, truth):
    ocr, truth = (open(path, encoding="utf-8", newline="").read() for path in (ocr, truth))
    return {"cer": jiwer.cer(truth, ocr), "wer": jiwer.wer(truth, ocr)}


def version(name):
    return importlib.metadata.version(name)


pairs = json.load(open(sys.argv[1], encoding="utf-8"))
print(
    json.dumps(
        {
            "dinglehopper": plain_text
            and {"version": version("dinglehopper"), "rates": [of_dinglehopper(*pair) for pair in pairs]},
            "jiwer": jiwer and {"version": version("jiwer"), "rates": [of_jiwer(*pair) for pair in pairs]},
        }
    )
)
