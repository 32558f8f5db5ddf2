"""Makes dora/: a DoRA adapter of tiny/ as PEFT writes it, and what PEFT computes with it.

    pip install torch==2.7.1 transformers peft safetensors
    python make_dora.py
"""

import json
from pathlib import Path

import torch
from peft import LoraConfig, get_peft_model
from safetensors.torch import save_file
from transformers import AutoModelForCausalLM

HERE = Path(__file__).parent
OUT = HERE / "dora"
expected = json.loads((HERE / "expected.json").read_text())
prompts, targets = expected["prompts"], expected["targets"]


def adapted():
    """The same each time; of values and keys alone in the first layer, so that a list has gaps."""
    torch.manual_seed(13)
    model = AutoModelForCausalLM.from_pretrained(HERE / "tiny", dtype=torch.float32)
    model = get_peft_model(model, LoraConfig(
        r=4, lora_alpha=8, lora_dropout=0.0, use_dora=True, task_type="CAUSAL_LM",
        target_modules=r"model\.layers\.(0\.self_attn\.[kv]_proj|1\..*(q|k|v|o|gate|up|down)_proj)"))
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if "lora_B" in name:
                weight.copy_(0.1 * torch.randn_like(weight))
            if "lora_magnitude_vector" in name:
                weight.mul_(1 + 0.2 * torch.randn_like(weight))
    return model.eval()


def of_name(name):
    return name.replace(".default.weight", "" if "magnitude" in name else ".weight")


def trained(model, gradients=False):
    return {of_name(name): (weight.grad if gradients else weight).detach().clone().contiguous()
            for name, weight in model.named_parameters() if weight.requires_grad}


def batch():
    length = max(len(p) + len(t) for p, t in zip(prompts, targets))
    ids = torch.ones(3, length, dtype=torch.long)
    labels, attention = torch.full((3, length), -100), torch.zeros(3, length, dtype=torch.long)
    for i, (p, t) in enumerate(zip(prompts, targets)):
        ids[i, : len(p) + len(t)] = torch.tensor(p + t)
        labels[i, len(p): len(p) + len(t)] = torch.tensor(t)
        attention[i, : len(p) + len(t)] = 1
    return dict(input_ids=ids, attention_mask=attention, labels=labels)


model = adapted()
model.save_pretrained(OUT)
(OUT / "README.md").unlink()
config = json.loads((OUT / "adapter_config.json").read_text())
config["base_model_name_or_path"] = "tiny"
(OUT / "adapter_config.json").write_text(json.dumps(config, indent=2) + "\n")
results = {}
with torch.no_grad():
    results["logits"] = model(torch.tensor([prompts[0]])).logits[0].contiguous()
    for i, prompt in enumerate(prompts):
        results[f"greedy.{i}"] = model.generate(
            torch.tensor([prompt]), max_new_tokens=24, do_sample=False)[0, len(prompt):].float()

loss = model(**batch()).loss
loss.backward()
results["loss"] = loss.detach().reshape(1)
results |= {"gradient." + name: value for name, value in trained(model, gradients=True).items()}

model.zero_grad()
optimizer = torch.optim.AdamW([w for w in model.parameters() if w.requires_grad], lr=1e-2, weight_decay=0.1)
for _ in range(3):
    model(**batch()).loss.backward()
    optimizer.step()
    optimizer.zero_grad()
results |= {"after." + name: value for name, value in trained(model).items()}

merged = adapted().merge_and_unload()
with torch.no_grad():
    results["merged"] = merged(torch.tensor([prompts[0]])).logits[0].contiguous()
save_file(results, OUT / "expected.safetensors")
