"""Makes the fixtures in the folder architectures with Transformers: each family that is read, and each scaling of rotary
frequencies, as a tiny seeded model with the logits and greedy tokens that Transformers computes.

Weights are random numbers that bfloat16 holds exactly, so that float32 and bfloat16 begin at the very same model. Models
of one shape share one file of weights.

Run: python make_architectures.py   (torch 2.7.1; versions as in versions.json)
"""

import json
import shutil
from pathlib import Path

import torch
from safetensors.torch import save_file
from transformers import (
    LlamaConfig, LlamaForCausalLM, MistralConfig, MistralForCausalLM, Qwen2Config, Qwen2ForCausalLM, Qwen3Config,
    Qwen3ForCausalLM)

HERE = Path(__file__).parent / "architectures"
SHAPE = dict(
    vocab_size=320, hidden_size=32, intermediate_size=48, num_hidden_layers=2, num_attention_heads=4,
    num_key_value_heads=2, bos_token_id=0, eos_token_id=1, pad_token_id=1, rms_norm_eps=1e-5)
LLAMA3 = dict(rope_type="llama3", factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0,
              original_max_position_embeddings=32, rope_theta=5000.0)
YARN = dict(rope_type="yarn", factor=4.0, original_max_position_embeddings=32, rope_theta=10000.0)


def llama(rope=None, positions=128, **more):
    return LlamaForCausalLM, LlamaConfig(**SHAPE, max_position_embeddings=positions, rope_parameters=rope, **more)


CASES = {
    "llama": llama(),
    "llama-linear": llama(dict(rope_type="linear", factor=4.0, rope_theta=10000.0)),
    "llama-dynamic": llama(dict(rope_type="dynamic", factor=4.0, rope_theta=10000.0), positions=32),
    "llama-llama3": llama(LLAMA3),
    "llama-yarn": llama(YARN, positions=32),
    "llama-yarn-given": llama(dict(
        YARN, beta_fast=20.0, beta_slow=2.0, mscale=1.2, mscale_all_dim=0.7, truncate=False)),
    "mistral": (MistralForCausalLM, MistralConfig(**SHAPE, max_position_embeddings=128, sliding_window=9, head_dim=16)),
    "qwen2": (Qwen2ForCausalLM, Qwen2Config(**SHAPE, max_position_embeddings=128, tie_word_embeddings=True)),
    "qwen3": (Qwen3ForCausalLM, Qwen3Config(**SHAPE, max_position_embeddings=128, tie_word_embeddings=True, head_dim=16)),
}


def make(kind, config):
    torch.manual_seed(23)
    model = kind(config)
    with torch.no_grad():
        for name, weight in model.named_parameters():
            drawn = 1 + 0.1 * torch.randn_like(weight) if "norm" in name else 0.15 * torch.randn_like(weight)
            weight.copy_(drawn.bfloat16())
    model.config.architectures = [kind.__name__]
    return model.eval()


def main():
    shutil.rmtree(HERE, ignore_errors=True)
    torch.manual_seed(5)
    prompt = torch.randint(2, 320, (1, 44))
    expected, numbers = {"prompt": prompt[0].tolist(), "cases": {}}, {}
    for name, (kind, config) in CASES.items():
        model = make(kind, config)
        weights = name.split("-")[0]
        folder = HERE / name
        folder.mkdir(parents=True)
        model.config.save_pretrained(folder)
        if weights == name:
            model.to(torch.bfloat16).save_pretrained(folder)
            (folder / "generation_config.json").unlink()
        # Read back, so that what config.json says is what is computed.
        model = kind.from_pretrained(HERE / weights, config=type(config).from_pretrained(folder), dtype=torch.float32)
        with torch.no_grad():
            numbers[name] = model(prompt).logits[0].contiguous()
            greedy = model.generate(prompt, max_new_tokens=24, do_sample=False, eos_token_id=None)[0, prompt.shape[1]:]
        low = kind.from_pretrained(HERE / weights, config=type(config).from_pretrained(folder), dtype=torch.bfloat16)
        with torch.no_grad():
            numbers[name + ".bfloat16"] = low(prompt).logits[0].contiguous()
        expected["cases"][name] = {"weights": weights, "greedy": greedy.tolist()}
    save_file(numbers, HERE / "logits.safetensors")
    (HERE / "expected.json").write_text(json.dumps(expected) + "\n")


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
