"""Makes quantization.safetensors: NF4 weights and steps of 8-bit AdamW as bitsandbytes has them, on the CPU.

    pip install torch==2.7.1 safetensors bitsandbytes==0.50.2
    python make_quantization.py
"""

import math
from pathlib import Path

import bitsandbytes.functional as bnb
import torch
from safetensors.torch import save_file

torch.manual_seed(7)
tensors = {}


def quantize(x, code):
    """Nearest codes in blocks of 256, as bitsandbytes' CUDA kernels and its default backend find them.

    (Its CPU library takes the neighbour for some values near a midpoint.)
    """
    blocks = torch.nn.functional.pad(x.reshape(-1), (0, -x.numel() % 256)).view(-1, 256)
    absmax = blocks.abs().amax(1)
    scaled = blocks / absmax.clamp(min=1e-38).unsqueeze(1)
    codes = torch.bucketize(scaled, (code[1:] + code[:-1]) / 2).to(torch.uint8)
    state = bnb.QuantState(absmax=absmax, code=code, blocksize=256, dtype=torch.float32)
    return codes.reshape(-1)[: x.numel()].reshape(x.shape), state


# 480 blocks: one whole outer block and part of another. A few values stand far out, as they do in real weights.
weight = torch.randn(160, 192) * 0.02
weight[3, 5] = 0.7
weight[90, 100] = -0.4
codes, state = bnb.quantize_4bit(weight, blocksize=64, compress_statistics=True, quant_type="nf4")
absmax = weight.reshape(-1, 64).abs().amax(1)
state.absmax, outer = quantize(absmax - state.offset, state.state2.code)
assert torch.equal(outer.absmax, state.state2.absmax)
tensors["nf4.weight"] = weight
tensors["nf4.codes"] = codes.reshape(160, 96)
tensors["nf4.blocks"] = state.absmax
tensors["nf4.mean"] = state.offset.reshape(1)
tensors["nf4.outer"] = state.state2.absmax
tensors["nf4.values"] = bnb.dequantize_4bit(codes, state)

# LLM.int8(): the codes of rows and their absmax.
codes8, absmax8, _ = bnb.int8_vectorwise_quant(weight)
tensors["int8.codes"] = codes8
tensors["int8.absmax"] = absmax8
tensors["int8.values"] = bnb.int8_vectorwise_dequant(codes8, absmax8)

signed = bnb.create_dynamic_map(signed=True)
unsigned = bnb.create_dynamic_map(signed=False)
tensors["map.signed"] = signed
tensors["map.unsigned"] = unsigned

# Adam with decoupled decay whose moments are 8-bit codes between steps, block 256; the last block is not a whole one.
rate, beta1, beta2, epsilon, decay = 1e-2, 0.9, 0.999, 1e-8, 0.1
parameter = torch.randn(40, 20)
tensors["adam.start"] = parameter.clone()
zeros = torch.zeros(40, 20)
first = quantize(zeros, signed)
second = quantize(zeros, unsigned)
for step in range(1, 4):
    gradient = torch.randn(40, 20) * 10.0 ** torch.randint(-4, 0, (40, 1))
    m = bnb.dequantize_blockwise(*first) * beta1 + (1 - beta1) * gradient
    v = bnb.dequantize_blockwise(*second) * beta2 + (1 - beta2) * gradient * gradient
    parameter = parameter * (1 - rate * decay)
    denominator = v.sqrt() / math.sqrt(1 - beta2**step) + epsilon
    parameter = parameter - rate / (1 - beta1**step) * (m / denominator)
    first = quantize(m, signed)
    second = quantize(v, unsigned)
    tensors[f"adam.gradient.{step}"] = gradient
    tensors[f"adam.parameter.{step}"] = parameter.clone()
    tensors[f"adam.first.{step}"] = first[0].clone()
    tensors[f"adam.first.absmax.{step}"] = first[1].absmax.clone()
    tensors[f"adam.second.{step}"] = second[0].clone()
    tensors[f"adam.second.absmax.{step}"] = second[1].absmax.clone()

# Our reader knows floating-point types alone: codes are written as their values.
save_file(
    {name: tensor.float().contiguous() for name, tensor in tensors.items()},
    Path(__file__).parent / "quantization.safetensors",
)
