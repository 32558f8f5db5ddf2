"""Transformers' generate, greedy, dynamic cache. python decode.py SHAPE DEVICE SEQUENCES PROMPT NEW [adapter]"""

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


@torch.no_grad()
def work():
    begin = now(device)
    net.generate(input_ids=ids, attention_mask=torch.ones_like(ids), max_new_tokens=1, min_new_tokens=1, do_sample=False)
    first = now(device)
    net.generate(input_ids=ids, attention_mask=torch.ones_like(ids), max_new_tokens=new, min_new_tokens=new, do_sample=False)
    return {"step": (now(device) - first - (first - begin)) / (new - 1)}


serve("Transformers generate" + (" with PEFT" if "adapter" in sys.argv[6:] else ""), device, work, 1)
