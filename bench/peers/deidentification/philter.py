"""Philter (UCSF) on marked notes, counted as `residency bench deidentification` counts: an identifier is found when every
letter and digit of it is gone, a term is kept when none of it is.

    pip install -r requirements.txt     # Python 3.10
    NLTK_DATA=... python philter.py ../../../deidentification/src/test/resources/notes/blind4.txt

NLTK_DATA holds taggers/averaged_perceptron_tagger, of nltk_data.
"""

import collections
import math
import os
import pathlib
import re
import sys
import tempfile
import time

import philter_ucsf
from philter_ucsf.philter import Philter

MARK = re.compile(r"\[\[([A-Z_]+)\|(.*?)\]\]|\{\{(.*?)\}\}", re.S)
GROUPS = {
    "NAME": "names",
    "PATIENT": "names",
    "DATE": "dates",
    "GEOGRAPHY": "places",
}


def parse(marked):
    text, identifiers, terms, at = "", [], [], 0
    for mark in MARK.finditer(marked):
        text += marked[at : mark.start()]
        value = mark[2] if mark[1] else mark[3]
        (identifiers if mark[1] else terms).append((mark[1] or "TERM", len(text), len(text) + len(value)))
        text += value
        at = mark.end()
    return (text + marked[at:]).rstrip(), identifiers, terms


def wilson(hits, count):
    if count == 0:
        return "–"
    z, p = 1.96, hits / count
    middle = (p + z * z / (2 * count)) / (1 + z * z / count)
    half = z / (1 + z * z / count) * math.sqrt(p * (1 - p) / count + z * z / (4 * count * count))
    return f"{100 * p:.1f} % [{100 * (middle - half):.1f}, {100 * (middle + half):.1f}]"


def philtered(texts):
    """The texts with * for what went."""
    home = pathlib.Path(philter_ucsf.__file__).parent
    with tempfile.TemporaryDirectory() as folder:
        notes, out = pathlib.Path(folder, "in"), pathlib.Path(folder, "out")
        notes.mkdir()
        out.mkdir()
        for number, text in enumerate(texts):
            (notes / f"{number:05}.txt").write_text(text, encoding="utf-8")
        back = os.getcwd()
        os.chdir(home)
        try:
            philter = Philter({
                "verbose": False,
                "run_eval": False,
                "finpath": f"{notes}/",
                "foutpath": f"{out}/",
                "outformat": "asterisk",
                "filters": "configs/philter_delta.json",
                "cachepos": None,
            })
            began = time.process_time()
            philter.map_coordinates()
            philter.transform()
            seconds = time.process_time() - began
        finally:
            os.chdir(back)
        results = [(out / f"{number:05}.txt").read_text(encoding="utf-8") for number in range(len(texts))]
    return results, seconds


def main(path):
    sections = re.split(r"^=== .*\n", pathlib.Path(path).read_text(encoding="utf-8"), flags=re.M)[1:]
    notes = [parse(section) for section in sections]
    results, seconds = philtered([text for text, _, _ in notes])
    found, total = collections.Counter(), collections.Counter()
    kept = terms = leak_free = with_identifiers = unchanged = odd = 0
    for (text, identifiers, marked_terms), result in zip(notes, results):
        if len(result) != len(text):
            odd += 1
            continue
        gone = [a != b for a, b in zip(text, result)]
        leaked = False
        for kind, start, end in identifiers:
            is_found = all(gone[i] for i in range(start, end) if text[i].isalnum())
            group = GROUPS.get(kind, "numbers, e-mail, URL")
            total[group] += 1
            found[group] += is_found
            leaked |= not is_found
        for _, start, end in marked_terms:
            terms += 1
            kept += not any(gone[i] for i in range(start, end) if text[i].isalnum())
        if identifiers:
            with_identifiers += 1
            leak_free += not leaked
        else:
            unchanged += text == result
    print(f"Philter {philter_ucsf.__version__} on {pathlib.Path(path).name}: {len(notes)} notes ({odd} not comparable)")
    for group in sorted(total):
        print(f"  {group:22} {wilson(found[group], total[group])}")
    if with_identifiers:
        print(f"  {'notes without any leak':22} {wilson(leak_free, with_identifiers)}")
    print(f"  {'clinical terms kept':22} {wilson(kept, terms)}")
    if with_identifiers < len(notes):
        print(f"  {'notes unchanged':22} {wilson(unchanged, len(notes) - with_identifiers)}")
    size = sum(len(text.encode()) for text, _, _ in notes)
    print(f"  {'MB a second of CPU':22} {size / 1e6 / seconds:.3f}")


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        main(argument)
