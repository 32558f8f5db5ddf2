  # What a policy update lowers, all of [N] over the completions' tokens. The gradient of any of them is a slope a token
  # times the gradient of the token's log-probability.
  #
  # n goes on:  7 1 where ratios are of whole sequences, 0 where of tokens; 8 which estimate of KL(policy, reference).
  # f goes on:  3 temperature, 4 and 5 how far a ratio may go below and above 1, 6 weight of the KL term.

  # k1, k2 and k3 of Schulman, "Approximating KL divergence" (2020).
  def divergence(self: __torch__.Ops, new: Tensor, reference: Tensor, estimator: int) -> Tensor:
    apart = torch.sub(reference, new)
    if torch.eq(estimator, 3):
      kl = torch.sub(torch.sub(torch.exp(apart), apart), 1.)
    else:
      if torch.eq(estimator, 2):
        kl = torch.mul(torch.mul(apart, apart), 0.5)
      else:
        kl = torch.neg(apart)
    return kl

  # Sum over tokens of  weight * (-min(ratio A, clip(ratio, 1 - low, 1 + high) A) + beta KL)  (Shao et al., arXiv
  # 2402.03300, equation 3).  Returns the loss, and without gradient [loss, sum of KL, tokens clipped, sum of
  # |new - old|].  sequence [N] counts the completions from 0.
  def policy_objective(self: __torch__.Ops, new: Tensor, old: Tensor, reference: Tensor, advantage: Tensor, weight: Tensor, sequence: Tensor, n: List[int], f: List[float]) -> Tuple[Tensor, Tensor]:
    apart = torch.sub(new, old)
    changed = apart
    if torch.eq(n[7], 1):
      changed = torch.index_select(torch.index_add(torch.zeros_like(apart), 0, sequence, apart), 0, sequence)
    ratio = torch.exp(changed)
    held = torch.clamp(ratio, 1. - f[4], 1. + f[5])
    policy = torch.neg(torch.minimum(torch.mul(ratio, advantage), torch.mul(held, advantage)))
    kl = (self).divergence(new, reference, n[8], )
    loss = torch.sum(torch.mul(weight, torch.add(policy, torch.mul(kl, f[6]))))
    low = torch.logical_and(torch.lt(ratio, 1. - f[4]), torch.lt(advantage, 0.))
    high = torch.logical_and(torch.gt(ratio, 1. + f[5]), torch.gt(advantage, 0.))
    clipped = torch.sum(torch.to(torch.logical_or(low, high), 6))
    return (loss, torch.detach(torch.stack([loss, torch.sum(kl), clipped, torch.sum(torch.abs(apart))])))

  # Adds the objective's gradient to g; returns its four numbers and the sum of entropies.
  def policy_gradients(self: __torch__.Ops, w: List[Tensor], a: List[Tensor], g: List[Tensor], n: Tensor, f: Tensor, ids: Tensor, rows: Tensor, targets: Tensor, old: Tensor, reference: Tensor, advantage: Tensor, weight: Tensor, sequence: Tensor) -> Tensor:
    whole = annotate(List[int], n.tolist())
    real = annotate(List[float], f.tolist())
    torch.manual_seed(whole[4])
    leaves = (self).leaves(a, )
    logits = torch.div((self).logits_at(w, leaves, whole, real, ids, rows, ), real[3])
    known = torch.log_softmax(logits, -1)
    new = torch.squeeze(torch.gather(known, 1, torch.unsqueeze(targets, 1)), 1)
    loss, numbers, = (self).policy_objective(new, old, reference, advantage, weight, sequence, whole, real, )
    (self).add_gradients(loss, leaves, g, )
    entropy = torch.neg(torch.sum(torch.mul(torch.exp(torch.detach(known)), torch.detach(known))))
    return torch.cat([numbers, torch.reshape(entropy, [1])])

  def packed_policy_gradients(self: __torch__.Ops, w: List[Tensor], a: List[Tensor], g: List[Tensor], n: Tensor, f: Tensor, ids: Tensor, rows: Tensor, targets: Tensor, positions: Tensor, starts: Tensor, old: Tensor, reference: Tensor, advantage: Tensor, weight: Tensor, sequence: Tensor) -> Tensor:
    whole = annotate(List[int], n.tolist())
    real = annotate(List[float], f.tolist())
    begins, ends, leaves, chosen, normed, cos, sin, = (self).packed_begin(w, a, whole, real, ids, rows, positions, starts, )
    known, entropies, = (self).chunked_log_probabilities(torch.detach(normed), w[3], targets, real[3], whole[6], )
    new = torch.requires_grad_(known, True)
    loss, numbers, = (self).policy_objective(new, old, reference, advantage, weight, sequence, whole, real, )
    (self).packed_slopes(loss, new, w, leaves, g, whole, real, ids, rows, targets, starts, begins, ends, chosen, normed, cos, sin, )
    return torch.cat([numbers, torch.reshape(torch.sum(entropies), [1])])

  # From the gradient of a loss by log-probabilities to the adapter's.
  def packed_slopes(self: __torch__.Ops, loss: Tensor, new: Tensor, w: List[Tensor], leaves: List[Tensor], g: List[Tensor], n: List[int], f: List[float], ids: Tensor, rows: Tensor, targets: Tensor, starts: Tensor, begins: List[Tensor], ends: List[Tensor], chosen: Tensor, normed: Tensor, cos: Tensor, sin: Tensor) -> NoneType:
    taken = torch.grad([loss], [new], None, None, False, False)
    slope = unchecked_cast(Tensor, taken[0])
    gradient, _0, = (self).chunked_gradient(torch.detach(normed), w[3], targets, slope, f[3], n[6], )
    spread = (self).spread_gradient(chosen, normed, gradient, rows, torch.size(ids, 1), )
    (self).packed_backward(w, leaves, g, n, f, cos, sin, starts, begins, ends, spread, )
    return None

  # DPO (Rafailov et al., arXiv 2305.18290, equation 7) over pairs of sequences, the chosen before the rejected: the sum of
  # -log sigmoid(beta margin), times a weight.  f goes on:  4 beta, 5 weight.  Returns [loss, pairs whose chosen is ahead,
  # sum of margins times beta].
  def preference_objective(self: __torch__.Ops, new: Tensor, reference: Tensor, sequence: Tensor, pairs: int, f: List[float]) -> Tuple[Tensor, Tensor]:
    zeros = torch.zeros([2 * pairs], dtype=6, layout=None, device=ops.prim.device(new), pin_memory=None)
    sums = torch.view(torch.index_add(zeros, 0, sequence, torch.sub(new, reference)), [pairs, 2])
    margin = torch.mul(torch.sub(torch.select(sums, 1, 0), torch.select(sums, 1, 1)), f[4])
    loss = torch.mul(torch.neg(torch.sum(torch.log_sigmoid(margin))), f[5])
    ahead = torch.sum(torch.to(torch.gt(margin, 0.), 6))
    return (loss, torch.detach(torch.stack([loss, ahead, torch.sum(margin)])))

  def preference_gradients(self: __torch__.Ops, w: List[Tensor], a: List[Tensor], g: List[Tensor], n: Tensor, f: Tensor, ids: Tensor, rows: Tensor, targets: Tensor, reference: Tensor, sequence: Tensor) -> Tensor:
    whole = annotate(List[int], n.tolist())
    real = annotate(List[float], f.tolist())
    torch.manual_seed(whole[4])
    leaves = (self).leaves(a, )
    new = torch.neg(torch.cross_entropy_loss((self).logits_at(w, leaves, whole, real, ids, rows, ), targets, None, 0, -100, 0.))
    loss, numbers, = (self).preference_objective(new, reference, sequence, whole[7], real, )
    (self).add_gradients(loss, leaves, g, )
    return numbers

  def packed_preference_gradients(self: __torch__.Ops, w: List[Tensor], a: List[Tensor], g: List[Tensor], n: Tensor, f: Tensor, ids: Tensor, rows: Tensor, targets: Tensor, positions: Tensor, starts: Tensor, reference: Tensor, sequence: Tensor) -> Tensor:
    whole = annotate(List[int], n.tolist())
    real = annotate(List[float], f.tolist())
    begins, ends, leaves, chosen, normed, cos, sin, = (self).packed_begin(w, a, whole, real, ids, rows, positions, starts, )
    known, _0, = (self).chunked_log_probabilities(torch.detach(normed), w[3], targets, 1., whole[6], )
    new = torch.requires_grad_(known, True)
    loss, numbers, = (self).preference_objective(new, reference, sequence, whole[7], real, )
    (self).packed_slopes(loss, new, w, leaves, g, whole, real, ids, rows, targets, starts, begins, ends, chosen, normed, cos, sin, )
    return numbers
