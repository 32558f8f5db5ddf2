"""Makes the fixtures beside this file with Transformers, PEFT and TRL: a tiny seeded model, and what they say of it.

Run: python make_fixtures.py   (torch 2.7.1; the other versions are written to versions.json)
"""

import json
import os
from pathlib import Path

os.environ["TRL_EXPERIMENTAL_SILENCE"] = "1"

import peft
import tokenizers
import torch
import transformers
import trl
from datasets import Dataset
from peft import LoraConfig, get_peft_model
from safetensors.torch import save_file
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast, Qwen2Config, Qwen2ForCausalLM

HERE = Path(__file__).parent
TEXT = [
    "A 54-year-old man with fever, cough and crackles over the left base. Temperature 39.1, oxygen 91 %.",
    "A woman of 23 with polyuria, thirst and weight loss; glucose 412 mg/dl. Ketones in the urine.",
    "The findings fit pneumonia. The findings fit diabetic ketoacidosis. Diagnosis: asthma.",
    "<think> the cough and the fever speak for an infection of the lung </think>",
] * 4
TEMPLATE = (
    "{{ bos_token }}{% for message in messages %}{% if message['role'] == 'user' %}<|user|>\n"
    "{{ message['content'] | trim }}\n{% elif message['role'] == 'assistant' %}<|assistant|>\n{{ message['content'] }}"
    "{{ eos_token }}\n{% else %}<|system|>\n{{ message['content'] }}\n{% endif %}{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>\n{% endif %}"
)


def make_tokenizer():
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    specials = ["<s>", "</s>", "<|user|>", "<|assistant|>", "<|system|>", "<think>", "</think>"]
    trainer = trainers.BpeTrainer(
        vocab_size=320, special_tokens=specials, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False
    )
    tokenizer.train_from_iterator(TEXT, trainer)
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, bos_token="<s>", eos_token="</s>", pad_token="</s>")
    fast.chat_template = TEMPLATE
    return fast


def make_model(kind, vocabulary):
    torch.manual_seed(7)
    shape = dict(
        vocab_size=vocabulary, hidden_size=32, intermediate_size=48, num_hidden_layers=2, num_attention_heads=4,
        num_key_value_heads=2, max_position_embeddings=128, bos_token_id=0, eos_token_id=1, pad_token_id=1,
    )
    if kind == "llama":
        model = LlamaForCausalLM(LlamaConfig(**shape, tie_word_embeddings=True, rms_norm_eps=1e-5))
    elif kind == "llama3":
        scaling = dict(rope_type="llama3", factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0,
                       original_max_position_embeddings=32)
        model = LlamaForCausalLM(
            LlamaConfig(**shape, tie_word_embeddings=False, rope_parameters=dict(scaling, rope_theta=5000.0)))
    else:
        model = Qwen2ForCausalLM(Qwen2Config(**shape, tie_word_embeddings=True))
    with torch.no_grad():
        for name, weight in model.named_parameters():
            # Larger than the usual start, so that differences show in the logits.
            weight.copy_(1 + 0.1 * torch.randn_like(weight) if "norm" in name else 0.15 * torch.randn_like(weight))
    model.config.architectures = [type(model).__name__]
    return model.eval()


def make_adapter(model):
    torch.manual_seed(11)
    config = LoraConfig(
        r=4, lora_alpha=8, lora_dropout=0.0, use_rslora=True, task_type="CAUSAL_LM",
        target_modules=["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"],
    )
    adapted = get_peft_model(model, config)
    with torch.no_grad():
        for name, weight in adapted.named_parameters():
            if "lora_B" in name:
                weight.copy_(0.1 * torch.randn_like(weight))
    return adapted


def numbers(tensor):
    return [float(f"{x:.9g}") for x in tensor.flatten().tolist()]


def lora(adapted, gradients=False):
    return {
        name.replace(".default", ""): (weight.grad if gradients else weight).detach().clone().contiguous()
        for name, weight in adapted.named_parameters() if "lora_" in name and ".default." in name
    }


def main():
    expected = {}
    tokenizer = make_tokenizer()
    model = make_model("llama", len(tokenizer))
    model.save_pretrained(HERE / "tiny")
    tokenizer.save_pretrained(HERE / "tiny")

    messages = [{"role": "user", "content": "  A man with fever.\nHe coughs. "}]
    long_messages = messages + [
        {"role": "assistant", "content": "Pneumonia."}, {"role": "user", "content": "Ünü 39 °C?"}]
    expected["chat"] = [
        {"messages": m, "generation_prompt": g, "text": tokenizer.apply_chat_template(
            m, tokenize=False, add_generation_prompt=g)}
        for m, g in [(messages, True), (messages, False), (long_messages, True)]
    ]
    texts = TEXT[:4] + [expected["chat"][2]["text"], "Größe 1,80 m — naïve 😀\n\n  two  spaces"]
    expected["encodings"] = [
        {"text": t, "ids": tokenizer(t, add_special_tokens=False)["input_ids"],
         "decoded": tokenizer.decode(tokenizer(t, add_special_tokens=False)["input_ids"], skip_special_tokens=True)}
        for t in texts
    ]

    prompts = [tokenizer(t, add_special_tokens=False)["input_ids"] for t in [TEXT[0][:40], TEXT[1][:25], TEXT[2][:60]]]
    targets = [tokenizer(t, add_special_tokens=False)["input_ids"] + [1] for t in ["Diagnosis: flu.", "an infection", "ketones."]]
    expected["prompts"], expected["targets"] = prompts, targets

    def logits(m, ids):
        with torch.no_grad():
            return m(torch.tensor([ids])).logits[0]

    expected["logits"] = numbers(logits(model, prompts[0]))
    with torch.no_grad():
        expected["greedy"] = [
            model.generate(torch.tensor([p]), max_new_tokens=24, do_sample=False)[0, len(p):].tolist() for p in prompts]
    for kind in ["llama3", "qwen2"]:
        other = make_model(kind, len(tokenizer))
        other.save_pretrained(HERE / kind)
        expected["logits_" + kind] = numbers(logits(other, prompts[2]))

    adapted = make_adapter(model)
    adapted.save_pretrained(HERE / "adapter")
    (HERE / "adapter" / "README.md").unlink()
    config = json.loads((HERE / "adapter" / "adapter_config.json").read_text())
    config["target_modules"].sort()  # PEFT writes a set
    (HERE / "adapter" / "adapter_config.json").write_text(json.dumps(config, indent=2) + "\n")
    adapted.eval()
    expected["adapter_logits"] = numbers(logits(adapted, prompts[0]))

    # Padded batch, prompt masked: the loss of SFT, its gradient, and three AdamW steps on it.
    length = max(len(p) + len(t) for p, t in zip(prompts, targets))
    ids = torch.ones(3, length, dtype=torch.long)
    labels = torch.full((3, length), -100)
    attention = torch.zeros(3, length, dtype=torch.long)
    for i, (p, t) in enumerate(zip(prompts, targets)):
        ids[i, : len(p) + len(t)] = torch.tensor(p + t)
        labels[i, len(p): len(p) + len(t)] = torch.tensor(t)
        attention[i, : len(p) + len(t)] = 1
    start = lora(adapted)
    weights = [w for n, w in adapted.named_parameters() if "lora_" in n]
    optimizer = torch.optim.AdamW(weights, lr=1e-2, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.1)
    schedule = transformers.get_cosine_schedule_with_warmup(optimizer, 1, 6)
    expected["steps"] = []
    for step in range(3):
        loss = adapted(input_ids=ids, attention_mask=attention, labels=labels).loss
        loss.backward()
        if step == 0:
            save_file(lora(adapted, gradients=True), HERE / "lora_gradients.safetensors")
        norm = torch.nn.utils.clip_grad_norm_(weights, 0.5)
        expected["steps"].append({"loss": loss.item(), "norm": norm.item(), "rate": optimizer.param_groups[0]["lr"]})
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
    save_file(lora(adapted), HERE / "lora_after_steps.safetensors")
    expected["cosine"], expected["linear"] = [], []
    for name, maker in [("cosine", transformers.get_cosine_schedule_with_warmup),
                        ("linear", transformers.get_linear_schedule_with_warmup)]:
        probe = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.3)
        course = maker(probe, 3, 11)
        for _ in range(11):
            expected[name].append(probe.param_groups[0]["lr"])
            probe.step()
            course.step()
    with torch.no_grad():
        for name, weight in adapted.named_parameters():
            if "lora_" in name and ".default." in name:
                weight.copy_(start[name.replace(".default", "")])

    # GRPO: TRL's own loss on two groups of two rollouts, its KL the plain k3 of the paper.
    rewards = torch.tensor([1.0, 0.0, 0.25, 0.75])
    grouped = rewards.view(2, 2)
    advantages = ((grouped - grouped.mean(1, keepdim=True)) / (grouped.std(1, keepdim=True) + 1e-4)).view(-1)
    group_prompts = [prompts[0], prompts[0], prompts[1], prompts[1]]
    completions = [targets[0], targets[1], targets[2], targets[0][:-1]]
    widest, longest = max(map(len, group_prompts)), max(map(len, completions))
    prompt_ids, prompt_mask = torch.ones(4, widest, dtype=torch.long), torch.zeros(4, widest, dtype=torch.long)
    completion_ids, completion_mask = torch.ones(4, longest, dtype=torch.long), torch.zeros(4, longest, dtype=torch.long)
    for i, (p, c) in enumerate(zip(group_prompts, completions)):
        prompt_ids[i, widest - len(p):], prompt_mask[i, widest - len(p):] = torch.tensor(p), 1
        completion_ids[i, : len(c)], completion_mask[i, : len(c)] = torch.tensor(c), 1
    temperature = 0.9
    arguments = trl.GRPOConfig(
        output_dir="/tmp/grpo-reference", use_cpu=True, report_to=[], per_device_train_batch_size=4, num_generations=2,
        beta=0.04, epsilon=0.2, temperature=temperature, loss_type="grpo", scale_rewards="group", max_completion_length=8,
        gradient_accumulation_steps=1, use_bias_correction_kl=False, bf16=False, fp16=False, gradient_checkpointing=False,
    )
    trainer = trl.GRPOTrainer(
        model=adapted, reward_funcs=lambda completions, **_: [0.0] * len(completions), args=arguments,
        train_dataset=Dataset.from_list([{"prompt": "x"}] * 4), processing_class=tokenizer)
    adapted.eval()

    def log_probabilities(m):
        both, mask = torch.cat([prompt_ids, completion_ids], 1), torch.cat([prompt_mask, completion_mask], 1)
        out = m(input_ids=both, attention_mask=mask, position_ids=(mask.cumsum(1) - 1).clamp(min=0)).logits
        known = (out[:, widest - 1:-1] / temperature).log_softmax(-1)
        return known.gather(2, completion_ids[:, :, None])[:, :, 0]

    with torch.no_grad():
        with adapted.disable_adapter():
            reference = log_probabilities(adapted)
        torch.manual_seed(3)
        # The sampler's policy a little apart, far enough that some tokens are clipped.
        old = log_probabilities(adapted) + 0.3 * torch.randn(4, longest)
    loss = trainer._compute_loss(adapted, {
        "prompt_ids": prompt_ids, "prompt_mask": prompt_mask, "completion_ids": completion_ids,
        "completion_mask": completion_mask, "advantages": advantages, "old_per_token_logps": old,
        "ref_per_token_logps": reference, "num_items_in_batch": completion_mask.sum()})
    adapted.zero_grad()
    loss.backward()
    save_file(lora(adapted, gradients=True), HERE / "grpo_gradients.safetensors")
    expected["grpo"] = {
        "temperature": temperature, "prompts": group_prompts, "completions": completions, "rewards": rewards.tolist(),
        "advantages": numbers(advantages), "loss": loss.item(),
        "old": [numbers(old[i, : len(c)]) for i, c in enumerate(completions)],
        "kl": trainer._metrics["eval"]["kl"][-1],
        "clip_ratio": trainer._metrics["eval"]["clip_ratio/region_mean"][-1],
    }

    merged = adapted.merge_and_unload()
    expected["merged_logits"] = numbers(logits(merged, prompts[0]))
    (HERE / "expected.json").write_text(json.dumps(expected, ensure_ascii=False) + "\n")
    (HERE / "versions.json").write_text(json.dumps({
        m.__name__: m.__version__ for m in [torch, transformers, peft, trl, tokenizers]}, indent=1) + "\n")


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
