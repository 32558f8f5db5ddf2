"""PEFT: forward, backward and AdamW with LoRA r 16 on seven projections.
python sft.py SHAPE DEVICE BATCH LENGTH [gc|nf4] [strongest]

At its strongest: every layer compiled and Liger's fused cross entropy; over four bits, whose products do not compile well, all of
Liger's kernels."""

import sys

import torch
from peft import LoraConfig, get_peft_model
from shapes import SHAPES, TARGETS, in_nf4, model, serve

shape, device, batch, length = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
quantized = "nf4" in sys.argv[5:]
checkpointing = quantized or "gc" in sys.argv[5:]
strongest = "strongest" in sys.argv[5:]
if device == "cpu":
    torch.set_num_threads(2)
if strongest:
    from liger_kernel.transformers import apply_liger_kernel_to_llama, apply_liger_kernel_to_qwen2
    apply = apply_liger_kernel_to_llama if shape in ("llama-8b", "tiny") else apply_liger_kernel_to_qwen2
    apply(rope=quantized, rms_norm=quantized, swiglu=quantized, cross_entropy=False, fused_linear_cross_entropy=True)
base = model(shape, device, length)
if quantized:
    base = in_nf4(base)
adapted = get_peft_model(base, LoraConfig(r=16, lora_alpha=16, lora_dropout=0.0, target_modules=TARGETS, task_type="CAUSAL_LM"))
if checkpointing:
    adapted.gradient_checkpointing_enable(gradient_checkpointing_kwargs={"use_reentrant": False})
    adapted.enable_input_require_grads()
adapted.train()
if strongest and not quantized:
    for layer in adapted.base_model.model.model.layers:
        layer.compile()
ids = torch.randint(3, SHAPES[shape][1]["vocab_size"], (batch, length), device=device)
optimizer = torch.optim.AdamW([p for p in adapted.parameters() if p.requires_grad], lr=1e-4, fused=True)


def work():
    with torch.autocast(device, dtype=torch.bfloat16, enabled=device == "cuda"):
        loss = adapted(input_ids=ids, labels=ids, use_cache=False).loss
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    return {"loss": loss.item()}


how = "with Liger" if strongest and quantized else "compiled, with Liger" if strongest else "eager"
serve(f"PEFT {how}" + (" in NF4" if quantized else "") + (" with checkpointing" if checkpointing else ""), device, work, 3 if strongest else 2)
