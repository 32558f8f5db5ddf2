"""Makes policy.json and policy_gradients.safetensors: what TRL says of each policy loss and of DPO on the tiny model.

The batch is the one that make_fixtures.py dumped for GRPO. Where TRL has no such loss (the k1 and k2 estimates), the formula
is written out here in float64.

Run: python make_policy_fixtures.py   (torch 2.7.1, transformers 5.23.0, peft 0.21.2, trl 1.16.0)
"""

import json
import os
from pathlib import Path

os.environ["TRL_EXPERIMENTAL_SILENCE"] = "1"

import torch
import trl
from datasets import Dataset
from peft import PeftModel
from safetensors.torch import save_file
from transformers import AutoModelForCausalLM, AutoTokenizer

HERE = Path(__file__).parent
COMMON = dict(output_dir="/tmp/policy-reference", use_cpu=True, report_to=[], bf16=False, fp16=False,
              gradient_checkpointing=False, gradient_accumulation_steps=1)


def main():
    given = json.loads((HERE / "expected.json").read_text())["grpo"]
    temperature, rewards = given["temperature"], torch.tensor(given["rewards"])
    tokenizer = AutoTokenizer.from_pretrained(HERE / "tiny")
    adapted = PeftModel.from_pretrained(
        AutoModelForCausalLM.from_pretrained(HERE / "tiny"), HERE / "adapter", is_trainable=True).eval()
    prompts, completions = given["prompts"], given["completions"]
    widest, longest = max(map(len, prompts)), max(map(len, completions))
    prompt_ids, prompt_mask = torch.ones(4, widest, dtype=torch.long), torch.zeros(4, widest, dtype=torch.long)
    completion_ids, completion_mask = torch.ones(4, longest, dtype=torch.long), torch.zeros(4, longest, dtype=torch.long)
    old = torch.zeros(4, longest)
    for i, (p, c) in enumerate(zip(prompts, completions)):
        prompt_ids[i, widest - len(p):], prompt_mask[i, widest - len(p):] = torch.tensor(p), 1
        completion_ids[i, : len(c)], completion_mask[i, : len(c)] = torch.tensor(c), 1
        old[i, : len(c)] = torch.tensor(given["old"][i])

    def log_probabilities():
        both, mask = torch.cat([prompt_ids, completion_ids], 1), torch.cat([prompt_mask, completion_mask], 1)
        out = adapted(input_ids=both, attention_mask=mask, position_ids=(mask.cumsum(1) - 1).clamp(min=0)).logits
        known = (out[:, widest - 1:-1] / temperature).log_softmax(-1)
        return known.gather(2, completion_ids[:, :, None])[:, :, 0]

    with torch.no_grad(), adapted.disable_adapter():
        reference = log_probabilities()
    grouped = rewards.view(2, 2)
    centred = grouped - grouped.mean(1, keepdim=True)
    standard = (centred / (grouped.std(1, keepdim=True) + 1e-4)).view(-1)
    centred = centred.view(-1)
    losses, gradients = {}, {}

    def keep(name, loss, advantages):
        adapted.zero_grad()
        loss.backward()
        losses[name] = {"loss": loss.item(), "advantages": advantages.tolist()}
        for key, weight in adapted.named_parameters():
            if ".default." in key:
                gradients[name + "/" + key.replace(".default", "")] = weight.grad.clone().contiguous()

    grpo = trl.GRPOTrainer(
        model=adapted, reward_funcs=lambda completions, **_: [0.0] * len(completions),
        args=trl.GRPOConfig(**COMMON, per_device_train_batch_size=4, num_generations=2, beta=0.04, epsilon=0.2,
                            epsilon_high=0.28, temperature=temperature, loss_type="dapo", max_completion_length=8,
                            use_bias_correction_kl=False),
        train_dataset=Dataset.from_list([{"prompt": "x"}] * 4), processing_class=tokenizer)
    adapted.eval()
    for name, high, advantages in [("grpo", 0.2, standard), ("dr_grpo", 0.2, centred), ("dapo", 0.28, standard)]:
        grpo.loss_type, grpo.epsilon_high = name, high
        keep(name, grpo._compute_loss(adapted, {
            "prompt_ids": prompt_ids, "prompt_mask": prompt_mask, "completion_ids": completion_ids,
            "completion_mask": completion_mask, "advantages": advantages, "old_per_token_logps": old,
            "ref_per_token_logps": reference, "num_items_in_batch": completion_mask.sum()}), advantages)

    # RLOO: TRL makes the advantages while it samples; the same arithmetic on the dumped batch.
    divergence = ((old - reference) * completion_mask).sum(1)
    kept = (rewards - 0.04 * divergence).view(2, 2)
    left_out = (kept - (kept.sum(1, keepdim=True) - kept)).view(-1)
    adapted.delete_adapter("ref")
    rloo = trl.RLOOTrainer(
        model=adapted, reward_funcs=lambda completions, **_: [0.0] * len(completions),
        args=trl.RLOOConfig(**COMMON, per_device_train_batch_size=4, num_generations=2, beta=0.04, epsilon=0.2,
                            temperature=temperature, max_completion_length=8, normalize_advantages=False),
        train_dataset=Dataset.from_list([{"prompt": "x"}] * 4), processing_class=tokenizer)
    adapted.eval()
    keep("rloo", rloo._compute_loss(adapted, {
        "prompt_ids": prompt_ids, "prompt_mask": prompt_mask, "completion_ids": completion_ids,
        "completion_mask": completion_mask, "advantages": left_out, "old_logps": (old * completion_mask).sum(1)}), left_out)

    for name in ["grpo_k1", "grpo_k2"]:
        new, before, ref, mask = (t.double() for t in (log_probabilities(), old, reference, completion_mask))
        ratio, a = (new - before).exp(), standard.double()[:, None]
        kl = new - ref if name == "grpo_k1" else 0.5 * (new - ref) ** 2
        token = -torch.min(ratio * a, ratio.clamp(0.8, 1.2) * a) + 0.04 * kl
        keep(name, ((token * mask).sum(1) / mask.sum(1)).mean(), standard)

    # DPO on two pairs.
    pairs = [(prompts[0], completions[0], completions[1]), (prompts[2], completions[2], completions[3])]
    whole = [p + c for p, c, _ in pairs] + [p + r for p, _, r in pairs]
    length = max(map(len, whole))
    ids, mask, wanted = (torch.zeros(4, length, dtype=torch.long) for _ in range(3))
    for i, sequence in enumerate(whole):
        ids[i, : len(sequence)], mask[i, : len(sequence)] = torch.tensor(sequence), 1
        wanted[i, len(pairs[i % 2][0]): len(sequence)] = 1
    adapted.delete_adapter("ref")
    dpo = trl.DPOTrainer(
        model=adapted, args=trl.DPOConfig(**COMMON, per_device_train_batch_size=2, beta=0.1),
        train_dataset=Dataset.from_list([{"prompt": "x", "chosen": "y", "rejected": "z"}] * 4), processing_class=tokenizer)
    # The trainer would take the adapter as it stands for its reference; ours is the model with the adapter off.
    adapted.delete_adapter("ref")
    adapted.set_adapter("default")
    adapted.eval()
    keep("dpo", dpo._compute_loss(
        dpo.model, {"input_ids": ids, "attention_mask": mask, "completion_mask": wanted}, False), torch.zeros(0))
    losses["dpo"]["pairs"] = [{"prompt": p, "chosen": c, "rejected": r} for p, c, r in pairs]
    save_file(gradients, HERE / "policy_gradients.safetensors")
    (HERE / "policy.json").write_text(json.dumps(losses) + "\n")


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
