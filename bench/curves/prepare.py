"""A random Llama of 27.7 M parameters with a tokenizer of the text itself, and the text as examples, for the loss curve.

Run: python prepare.py medical-o1-demo.json FOLDER   (then LossCurve in llm's tests, peft_curve.py and plot.py on FOLDER)
"""

import json
import sys
from pathlib import Path

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import LlamaConfig, LlamaForCausalLM

text, folder = json.loads(Path(sys.argv[1]).read_text()), Path(sys.argv[2])
tokenizer = Tokenizer(models.BPE())
tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
tokenizer.decoder = decoders.ByteLevel()
tokenizer.train_from_iterator(
    [f"{case['Question']}\n{case['Complex_CoT']}\n{case['Response']}" for case in text],
    trainers.BpeTrainer(vocab_size=8000, special_tokens=["<s>", "</s>"], show_progress=False,
                        initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
torch.manual_seed(5)
model = LlamaForCausalLM(LlamaConfig(
    vocab_size=tokenizer.get_vocab_size(), hidden_size=512, intermediate_size=1408, num_hidden_layers=8,
    num_attention_heads=8, num_key_value_heads=4, max_position_embeddings=512, bos_token_id=0, eos_token_id=1,
    pad_token_id=1, tie_word_embeddings=True, rms_norm_eps=1e-5))
model.config.architectures = ["LlamaForCausalLM"]
model.save_pretrained(folder / "model")
tokenizer.save(str(folder / "model" / "tokenizer.json"))
(folder / "examples.json").write_text(json.dumps({
    "prompts": [[0] + tokenizer.encode(case["Question"] + "\n").ids[:128] for case in text],
    "targets": [(tokenizer.encode(case["Complex_CoT"] + "\n" + case["Response"]).ids + [1])[:127] for case in text]}))
