"""Holds GGUF files against what this engine said, by llama.cpp (pip install llama-cpp-python numpy).

    residency export gguf --base-model DIR --out f16.gguf --type F16        (and Q8_0, Q4_K_M)
    residency generate --base-model DIR --prompts P.jsonl --greedy --max-tokens 48 --json > lines.jsonl
    python check_gguf.py P.jsonl lines.jsonl f16.gguf q8_0.gguf q4_k_m.gguf

The first file is to give the engine's own tokens and log-probabilities, and its tokenizer the engine's prompt ids; of the
others the Kullback-Leibler divergence a token from the first is told, and how often both have the same likeliest token.
"""

import json
import sys

import numpy as np
from llama_cpp import Llama


def log_probabilities(model, lines):
    """[tokens, words] of each line: after its prompt, and after each of its tokens but the last."""
    every = []
    for line in lines:
        model.reset()
        model.eval(line["prompt_ids"] + line["token_ids"][:-1])
        logits = np.array(model.scores[len(line["prompt_ids"]) - 1 : model.n_tokens], dtype=np.float64)
        top = logits.max(-1, keepdims=True)
        every.append(logits - top - np.log(np.exp(logits - top).sum(-1, keepdims=True)))
    return every


def load(path):
    return Llama(path, n_ctx=512, logits_all=True, verbose=False, n_threads=2)


prompts = [json.loads(line) for line in open(sys.argv[1]) if line.strip()]
lines = [json.loads(line) for line in open(sys.argv[2]) if line.strip()]
model = load(sys.argv[3])
same_ids = sum(
    model.tokenize(prompt["prompt"].encode(), add_bos=False, special=True) == line["prompt_ids"]
    for prompt, line in zip(prompts, lines)
)
first = log_probabilities(model, lines)
tokens = sum(len(line["token_ids"]) for line in lines)
same = sum((a.argmax(-1) == np.array(line["token_ids"])).sum() for a, line in zip(first, lines))
apart = max(
    np.abs(a[np.arange(len(a)), line["token_ids"]] - np.array(line["logprobs"])).max() for a, line in zip(first, lines)
)
print(f"{sys.argv[3]}: prompts tokenized alike {same_ids} of {len(lines)}, greedy tokens the same {same} of {tokens}, "
      f"log-probabilities at most {apart:.1e} apart")
for path in sys.argv[4:]:
    other = log_probabilities(load(path), lines)
    kl = sum((np.exp(a) * (a - b)).sum() for a, b in zip(first, other)) / tokens
    agree = sum((a.argmax(-1) == b.argmax(-1)).sum() for a, b in zip(first, other))
    print(f"{path}: KL {kl:.2e} a token, likeliest token the same {agree} of {tokens}")
