"""TRL: one GRPO step (sample, reference, loss, backward, AdamW) without vLLM.
python grpo.py SHAPE DEVICE PROMPTS SAMPLES PROMPT_TOKENS NEW"""

import sys
import tempfile

import torch
from datasets import Dataset
from peft import LoraConfig
from shapes import SHAPES, TARGETS, model, serve
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import PreTrainedTokenizerFast
from trl import GRPOConfig, GRPOTrainer

shape, device, prompts, samples, prompt, new = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:7])
if device == "cpu":
    torch.set_num_threads(2)
words = {f"w{i}": i for i in range(SHAPES[shape][1]["vocab_size"])}
plain = Tokenizer(models.WordLevel(words, unk_token="w0"))
plain.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
tokenizer = PreTrainedTokenizerFast(tokenizer_object=plain, bos_token="w1", eos_token="w2", pad_token="w2")
texts = [" ".join(f"w{3 + (7 * p + t) % 900}" for t in range(prompt)) for p in range(prompts * 64)]
trainer = GRPOTrainer(
    model=model(shape, device, prompt + new),
    reward_funcs=lambda completions, **_: [float(len(c) % 7) for c in completions],
    args=GRPOConfig(
        output_dir=tempfile.mkdtemp(), report_to=[], use_cpu=device == "cpu", bf16=device == "cuda", fp16=False,
        per_device_train_batch_size=prompts * samples if device == "cpu" else samples,
        gradient_accumulation_steps=1 if device == "cpu" else prompts, num_generations=samples,
        max_completion_length=new, temperature=1.0, beta=0.04, learning_rate=1e-5, logging_steps=1000,
        gradient_checkpointing=device == "cuda", save_strategy="no", max_steps=10_000, disable_tqdm=True),
    train_dataset=Dataset.from_list([{"prompt": t} for t in texts]), processing_class=tokenizer,
    peft_config=LoraConfig(r=16, lora_alpha=16, target_modules=TARGETS, task_type="CAUSAL_LM"))


class Steps:
    """Hands the trainer's loop over one optimizer step at a time."""

    def __init__(self):
        import queue
        import threading

        from transformers import TrainerCallback
        ask, done = queue.Queue(), queue.Queue()

        class Gate(TrainerCallback):
            def on_step_begin(self, *_, **__):
                ask.get()

            def on_step_end(self, *_, **__):
                done.put(None)

        trainer.add_callback(Gate())
        self.ask, self.done = ask, done
        threading.Thread(target=trainer.train, daemon=True).start()

    def __call__(self):
        self.ask.put(None)
        self.done.get()


serve("TRL GRPOTrainer", device, Steps(), 1)
