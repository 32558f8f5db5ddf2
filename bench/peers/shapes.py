"""The shapes that `residency bench llm` knows, as Transformers' configurations, and what every peer measures with."""

import json
import sys
import time

import torch
from transformers import LlamaConfig, LlamaForCausalLM, Qwen2Config, Qwen2ForCausalLM

SHAPES = {
    "llama-8b": (LlamaConfig, dict(vocab_size=128256, hidden_size=4096, intermediate_size=14336, num_hidden_layers=32,
                                   num_attention_heads=32, num_key_value_heads=8, rms_norm_eps=1e-5, tie_word_embeddings=False)),
    "qwen2-1.5b": (Qwen2Config, dict(vocab_size=151936, hidden_size=1536, intermediate_size=8960, num_hidden_layers=28,
                                     num_attention_heads=12, num_key_value_heads=2, rms_norm_eps=1e-6, tie_word_embeddings=True)),
    "qwen2-0.5b": (Qwen2Config, dict(vocab_size=151936, hidden_size=896, intermediate_size=4864, num_hidden_layers=24,
                                     num_attention_heads=14, num_key_value_heads=2, rms_norm_eps=1e-6, tie_word_embeddings=True)),
    "tiny": (LlamaConfig, dict(vocab_size=32000, hidden_size=512, intermediate_size=1536, num_hidden_layers=8,
                               num_attention_heads=8, num_key_value_heads=4, rms_norm_eps=1e-5, tie_word_embeddings=True)),
}
TARGETS = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]


def model(name, device, context):
    kind, shape = SHAPES[name]
    config = kind(**shape, max_position_embeddings=context, bos_token_id=1, eos_token_id=2, pad_token_id=2)
    config._attn_implementation = "sdpa"
    dtype = torch.bfloat16 if device == "cuda" else torch.float32
    torch.manual_seed(1)
    torch.set_default_dtype(dtype)
    with torch.device(device):
        made = {LlamaConfig: LlamaForCausalLM, Qwen2Config: Qwen2ForCausalLM}[kind](config)
    torch.set_default_dtype(torch.float32)
    return made


def in_nf4(base):
    """The model with bitsandbytes' four-bit projections (double quantisation) in place of its own."""
    import bitsandbytes

    for module in list(base.modules()):
        for name, child in list(module.named_children()):
            if isinstance(child, torch.nn.Linear) and name.endswith("_proj"):
                made = bitsandbytes.nn.Linear4bit(child.in_features, child.out_features, child.bias is not None,
                                                  compute_dtype=child.weight.dtype, quant_type="nf4", compress_statistics=True)
                made.weight = bitsandbytes.nn.Params4bit(child.weight.data.cpu(), requires_grad=False, quant_type="nf4",
                                                         compress_statistics=True)
                made.bias = child.bias
                setattr(module, name, made.to(child.weight.device))
    return base


def now(device):
    if device == "cuda":
        torch.cuda.synchronize()
    return time.perf_counter()


def serve(name, device, work, warm):
    """Warms up, says so, then does one piece of work for each line on standard input."""
    for _ in range(warm):
        work()
    if device == "cuda":
        # What making and quantising the model took is not the work's.
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats()
    print(json.dumps({"peer": name, "ready": True}), flush=True)
    for _ in sys.stdin:
        begin = now(device)
        note = work()
        answer = {"peer": name, "seconds": now(device) - begin}
        if device == "cuda":
            answer["allocated"] = torch.cuda.max_memory_allocated()
            answer["reserved"] = torch.cuda.max_memory_reserved()
        else:
            import resource
            answer["reserved"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        print(json.dumps(answer | (note or {})), flush=True)
