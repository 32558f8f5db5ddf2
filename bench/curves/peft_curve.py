"""PEFT's side of the loss curve: the same start, order and settings. Run: python peft_curve.py FOLDER"""

import json
import sys
from pathlib import Path

import torch
from peft import PeftModel
from transformers import LlamaForCausalLM, get_linear_schedule_with_warmup

torch.set_num_threads(2)
folder = Path(sys.argv[1])
examples, order = (json.loads((folder / name).read_text()) for name in ["examples.json", "order.json"])
model = PeftModel.from_pretrained(
    LlamaForCausalLM.from_pretrained(folder / "model"), folder / "start", is_trainable=True).train()
weights = [weight for weight in model.parameters() if weight.requires_grad]
optimizer = torch.optim.AdamW(weights, lr=2e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01)
schedule = get_linear_schedule_with_warmup(optimizer, 4, len(order))
losses = []
for step in order:
    pairs = [(examples["prompts"][i], examples["targets"][i]) for i in step]
    longest = max(len(p) + len(t) for p, t in pairs)
    ids = torch.ones(len(pairs), longest, dtype=torch.long)
    labels, mask = torch.full_like(ids, -100), torch.zeros_like(ids)
    for row, (p, t) in enumerate(pairs):
        ids[row, : len(p) + len(t)], mask[row, : len(p) + len(t)] = torch.tensor(p + t), 1
        labels[row, len(p): len(p) + len(t)] = torch.tensor(t)
    loss = model(input_ids=ids, attention_mask=mask, labels=labels, use_cache=False).loss
    loss.backward()
    torch.nn.utils.clip_grad_norm_(weights, 1.0)
    optimizer.step()
    schedule.step()
    optimizer.zero_grad()
    losses.append(loss.item())
(folder / "peft.json").write_text(json.dumps(losses))
