"""Holds lines of `residency generate --greedy --json` against PEFT and Transformers: same tokens, same log-probabilities.

Run: python check_peft.py BASE ADAPTER LINES        base and adapter as PEFT loads them
     python check_peft.py MERGED - LINES            a folder as Transformers loads it
"""

import json
import sys

import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM, AutoTokenizer

folder, adapter, lines = sys.argv[1:4]
torch.set_num_threads(1)
tokenizer = AutoTokenizer.from_pretrained(folder)
model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
if adapter != "-":
    model = PeftModel.from_pretrained(model, adapter).eval()
count, tokens, apart = 0, 0, 0.0
for text in open(lines, encoding="utf-8"):
    line = json.loads(text)
    prompt = torch.tensor([line["prompt_ids"]])
    theirs = model.generate(input_ids=prompt, max_new_tokens=len(line["token_ids"]), do_sample=False)[0, prompt.shape[1]:]
    assert theirs.tolist() == line["token_ids"], f"line {count + 1}: other tokens"
    assert tokenizer.decode(theirs, skip_special_tokens=True) == line["text"], f"line {count + 1}: another text"
    with torch.no_grad():
        logits = model(torch.tensor([line["prompt_ids"] + line["token_ids"]])).logits[0, prompt.shape[1] - 1:-1]
    known = logits.log_softmax(-1).gather(1, theirs[:, None])[:, 0]
    apart = max(apart, (known - torch.tensor(line["logprobs"])).abs().max().item())
    count, tokens = count + 1, tokens + len(line["token_ids"])
assert apart < 1e-4, f"log-probabilities {apart} apart"
print(f"{count} completions of {tokens} tokens are the same; log-probabilities at most {apart:.1e} apart")
