"""Writes processors.safetensors: logits, the tokens seen before them, and the distributions that Transformers' own logits
processors leave of them, in the order in which its generate() applies them.

Run: python make_processors.py
"""

import json
from pathlib import Path

import torch
from safetensors.torch import save_file
from transformers import GenerationConfig, LlamaConfig, LlamaForCausalLM

HERE = Path(__file__).parent
CASES = [
    dict(temperature=0.7),
    dict(temperature=1.3, top_k=7),
    dict(temperature=1.0, top_p=0.6),
    dict(temperature=0.9, min_p=0.1),
    dict(temperature=1.0, repetition_penalty=1.4),
    dict(temperature=0.8, top_k=12, top_p=0.85, min_p=0.07, repetition_penalty=1.2),
]


def main():
    torch.manual_seed(17)
    logits = 3 * torch.randn(4, 64)
    prompts = torch.randint(0, 64, (4, 9))
    model = LlamaForCausalLM(LlamaConfig(vocab_size=64, hidden_size=8, intermediate_size=8, num_hidden_layers=1,
                                         num_attention_heads=1, num_key_value_heads=1))
    tensors = {"logits": logits, "seen": torch.zeros(4, 64).scatter(1, prompts, 1.0)}
    for number, case in enumerate(CASES):
        config = GenerationConfig(do_sample=True, **{"top_k": 0, **case})
        config._eos_token_tensor = None
        chain = model._get_logits_processor(config, input_ids_seq_length=9)
        tensors[f"case{number}"] = chain(prompts, logits.clone()).softmax(-1)
    save_file(tensors, HERE / "processors.safetensors")
    (HERE / "processors.json").write_text(json.dumps({"cases": CASES}) + "\n")


if __name__ == "__main__":
    main()
