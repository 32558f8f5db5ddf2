"""Prepares a folder for RealTokenizerTest: DIR/NAME/tokenizer.json (as models ship them) are asked for the ids of every line
of DIR/texts.jsonl (JSON strings, or objects whose text fields are taken), which go to DIR/NAME/expected.jsonl.

Run: python make_tokenizer_texts.py DIR
"""

import json
import sys
from pathlib import Path

from transformers import PreTrainedTokenizerFast

folder = Path(sys.argv[1])
texts = []
for line in (folder / "texts.jsonl").read_text(encoding="utf-8").splitlines():
    value = json.loads(line)
    texts += [value] if isinstance(value, str) else [v for v in value.values() if isinstance(v, str)]
for file in sorted(folder.glob("*/tokenizer.json")):
    tokenizer = PreTrainedTokenizerFast(tokenizer_file=str(file))
    with open(file.parent / "expected.jsonl", "w", encoding="utf-8") as out:
        for text in texts:
            ids = tokenizer(text, add_special_tokens=False)["input_ids"]
            decoded = tokenizer.decode(ids, skip_special_tokens=True, clean_up_tokenization_spaces=False)
            out.write(json.dumps({"text": text, "ids": ids, "decoded": decoded}, ensure_ascii=False) + "\n")
    print(file.parent.name, len(texts), "texts")
