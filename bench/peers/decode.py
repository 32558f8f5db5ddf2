"""Transformers' generate, greedy. python decode.py SHAPE DEVICE SEQUENCES PROMPT NEW [adapter] [strongest]

At its strongest: a static cache, over which generate compiles the token step."""

import sys

import torch
from peft import LoraConfig, get_peft_model
from shapes import SHAPES, TARGETS, model, now, serve

shape, device, sequences, prompt, new = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:6])
if device == "cpu":
    torch.set_num_threads(2)
net = model(shape, device, prompt + new)
if "adapter" in sys.argv[6:]:
    net = get_peft_model(net, LoraConfig(r=16, lora_alpha=16, target_modules=TARGETS, task_type="CAUSAL_LM"))
net.eval()
ids = torch.randint(3, SHAPES[shape][1]["vocab_size"], (sequences, prompt), device=device)


strongest = "strongest" in sys.argv[6:]
if strongest:
    from transformers import StaticCache
    cache = StaticCache(config=net.config, max_cache_len=prompt + new)


def generate(count):
    more = {}
    if strongest:
        cache.reset()
        more["past_key_values"] = cache
    net.generate(input_ids=ids, attention_mask=torch.ones_like(ids), max_new_tokens=count, min_new_tokens=count, do_sample=False, **more)


@torch.no_grad()
def work():
    begin = now(device)
    generate(1)
    first = now(device)
    generate(new)
    return {"step": (now(device) - first - (first - begin)) / (new - 1)}


name = "Transformers generate" + (" with PEFT" if "adapter" in sys.argv[6:] else "")
serve(name + (", static cache, compiled" if strongest else ""), device, work, 2 if strongest else 1)
