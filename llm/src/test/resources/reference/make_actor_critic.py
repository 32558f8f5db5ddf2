"""Makes actor_critic.json and actor_critic.safetensors: PPO and TRPO on the tiny model, by their papers' formulas in float64.

TRL 1.16 has neither. The batch is the one that make_fixtures.py dumped for GRPO. PPO: arXiv 1707.06347, equations 7 and 9, the
value clipped as the policy is; advantages by arXiv 1506.02438, equation 16, with the KL term in the rewards and whitened over all
tokens. TRPO: arXiv 1502.05477, appendix C, the Fisher-vector product by a second backward pass.

Run: python make_actor_critic.py   (torch 2.7.1, transformers 5.23.0, peft 0.21.2)
"""

import json
from pathlib import Path

import torch
from peft import PeftModel
from safetensors.torch import save_file
from transformers import AutoModelForCausalLM

HERE = Path(__file__).parent
GAMMA, LAMBDA, CLIP, BETA, VALUE_CLIP, VALUE_WEIGHT = 0.98, 0.9, 0.2, 0.04, 0.2, 0.1
MAX_KL, DAMPING, ITERATIONS = 0.001, 0.1, 5


# Transformers takes norms and softmax in float32 whatever the model's type is.
softmax = torch.nn.functional.softmax
torch.nn.functional.softmax = lambda x, dim=None, dtype=None, **_: softmax(x, dim=dim)


def exact(model):
    for part in model.modules():
        if type(part).__name__.endswith("RMSNorm"):
            part.forward = lambda x, part=part: part.weight * x * torch.rsqrt(
                x.pow(2).mean(-1, keepdim=True) + part.variance_epsilon)
    return model


def main():
    torch.manual_seed(5)
    given = json.loads((HERE / "expected.json").read_text())["grpo"]
    base = AutoModelForCausalLM.from_pretrained(HERE / "tiny", dtype=torch.float64, attn_implementation="eager")
    model = PeftModel.from_pretrained(exact(base), HERE / "adapter", is_trainable=True, autocast_adapter_dtype=False).eval().double()
    names, factors = zip(*[(k, p) for k, p in model.named_parameters() if ".default." in k])
    prompts, completions, rewards = given["prompts"], given["completions"], given["rewards"]
    old = [torch.tensor(o, dtype=torch.float64) for o in given["old"]]
    head = model.get_base_model().lm_head

    def states():
        """Final states at the places that predict each completion's tokens."""
        made = []
        for p, c in zip(prompts, completions):
            out = model.get_base_model().model(input_ids=torch.tensor([p + c])).last_hidden_state[0]
            made.append(out[len(p) - 1:-1])
        return made

    def all_words(states):
        return [(head(s) / given["temperature"]).log_softmax(-1) for s in states]

    def chosen(known):
        return [k.gather(1, torch.tensor(c)[:, None])[:, 0] for k, c in zip(known, completions)]

    with torch.no_grad(), model.disable_adapter():
        reference = chosen(all_words(states()))
    expected, tensors = {}, {}

    # PPO
    width = head.weight.shape[1]
    weight = torch.randn(width, dtype=torch.float64) * 0.1
    bias = torch.randn(1, dtype=torch.float64) * 0.1
    with torch.no_grad():
        before = [s @ weight + bias + torch.randn(len(s), dtype=torch.float64) * 0.3 for s in states()]
    weight.requires_grad_(), bias.requires_grad_()
    advantages, returns = [], []
    for i, values in enumerate(before):
        reward = -BETA * (old[i] - reference[i])
        reward[-1] += rewards[i]
        running, made = 0.0, []
        for t in reversed(range(len(values))):
            following = values[t + 1] if t + 1 < len(values) else 0.0
            running = reward[t] + GAMMA * following - values[t] + GAMMA * LAMBDA * running
            made.insert(0, running)
        advantages.append(torch.stack(made))
        returns.append(advantages[i] + values)
    every = torch.cat(advantages)
    advantages = [(a - every.mean()) * torch.rsqrt(every.var() + 1e-8) for a in advantages]
    now = states()
    new = torch.cat(chosen(all_words(now)))
    value = torch.cat([s @ weight + bias for s in now])
    a, r, b = torch.cat(advantages), torch.cat(returns), torch.cat(before)
    ratio = (new - torch.cat(old)).exp()
    policy = -torch.min(ratio * a, ratio.clamp(1 - CLIP, 1 + CLIP) * a).mean()
    held = b + (value - b).clamp(-VALUE_CLIP, VALUE_CLIP)
    critic = 0.5 * torch.max((value - r) ** 2, (held - r) ** 2).mean()
    assert (held != value).any() and (held == value).any()
    (policy + VALUE_WEIGHT * critic).backward()
    expected["ppo"] = {
        "weight": weight.tolist(), "bias": bias.item(), "before": [v.tolist() for v in before],
        "advantages": [v.tolist() for v in advantages], "returns": [v.tolist() for v in returns],
        "policy": policy.item(), "value": critic.item(), "gamma": GAMMA, "lambda": LAMBDA, "clip": CLIP, "beta": BETA,
        "valueClip": VALUE_CLIP, "valueWeight": VALUE_WEIGHT}
    for name, factor in zip(names, factors):
        tensors["ppo/" + name.replace(".default", "")] = factor.grad.float().clone()
    tensors["ppo/value_head.weight"] = weight.grad.float()[None].clone()
    tensors["ppo/value_head.bias"] = bias.grad.float().clone()
    model.zero_grad()

    # TRPO
    grouped = torch.tensor(rewards, dtype=torch.float64).view(2, 2)
    advantage = ((grouped - grouped.mean(1, keepdim=True)) / (grouped.std(1, keepdim=True) + 1e-4)).view(-1)
    a = torch.cat([advantage[i].expand(len(c)) for i, c in enumerate(completions)])

    def surrogate(known):
        return -((torch.cat(chosen(known)) - torch.cat(old)).exp() * a).mean()

    with torch.no_grad():
        start = [k.clone() for k in all_words(states())]

    def divergence(known):
        return torch.cat([(k.exp() * (k - n)).sum(1) for k, n in zip(start, known)]).mean()

    def flat(parts):
        return torch.cat([part.reshape(-1) for part in parts])

    def product(v):
        first = flat(torch.autograd.grad(divergence(all_words(states())), factors, create_graph=True))
        return flat(torch.autograd.grad(first @ v, factors)).detach()

    known = all_words(states())
    loss = surrogate(known)
    gradient = flat(torch.autograd.grad(loss, factors)).detach()
    direction = torch.randn_like(gradient)
    direction /= direction.norm()
    fisher = product(direction)

    x, residual = torch.zeros_like(gradient), -gradient
    along = residual.clone()
    for _ in range(ITERATIONS):
        image = product(along) + DAMPING * along
        step = (residual @ residual) / (along @ image)
        x += step * along
        left = residual - step * image
        along = left + (left @ left) / (residual @ residual) * along
        residual = left
    x *= torch.sqrt(2 * MAX_KL / (x @ (product(x) + DAMPING * x)))
    kept = [f.detach().clone() for f in factors]

    def move(share):
        at = 0
        for factor, former in zip(factors, kept):
            factor.data = former + share * x[at:at + former.numel()].view_as(former)
            at += former.numel()

    share, tried = 1.0, 0
    while True:
        move(share)
        with torch.no_grad():
            moved = all_words(states())
            reached, lower = divergence(moved).item(), surrogate(moved).item()
        if reached <= MAX_KL and lower < loss.item():
            break
        share, tried = share * 0.5, tried + 1
        assert tried < 10
    expected["trpo"] = {"loss": loss.item(), "lowered": lower, "kl": reached, "share": share, "maxKl": MAX_KL,
                        "damping": DAMPING, "iterations": ITERATIONS}
    at = 0
    for name, former, factor in zip(names, kept, factors):
        key, size = name.replace(".default", ""), former.numel()
        tensors["direction/" + key] = direction[at:at + size].view_as(former).float().clone()
        tensors["fisher/" + key] = fisher[at:at + size].view_as(former).float().clone()
        tensors["trpo/" + key] = factor.data.float().clone()
        at += size
    save_file(tensors, HERE / "actor_critic.safetensors")
    (HERE / "actor_critic.json").write_text(json.dumps(expected) + "\n")


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
