  # Proximal policy optimization (Schulman et al., arXiv 1707.06347) with a value head on the final states.
  #
  # v, value head:  weight [1, C] and bias [1].  g ends with the sums of their gradients.
  # f goes on after the policy's:  7 how far a value may move from the one before the update, 8 weight of its loss.
  # before and returns [N]: the values before the update, and what they should have been.

  # The final states [N, C] that predict the targets.
  def states_at(self: __torch__.Ops, w: List[Tensor], a: List[Tensor], n: List[int], f: List[float], ids: Tensor, rows: Tensor) -> Tensor:
    hidden = (self).hidden(w, a, n, f, ids, )
    return torch.index_select(torch.reshape(hidden, [-1, torch.size(hidden, -1)]), 0, rows)

  def final_states(self: __torch__.Ops, w: List[Tensor], a: List[Tensor], n: Tensor, f: Tensor, ids: Tensor, rows: Tensor, targets: Tensor) -> Tensor:
    return (self).states_at(w, a, annotate(List[int], n.tolist()), annotate(List[float], f.tolist()), ids, rows, )

  def packed_final_states(self: __torch__.Ops, w: List[Tensor], a: List[Tensor], n: Tensor, f: Tensor, ids: Tensor, rows: Tensor, targets: Tensor, positions: Tensor, starts: Tensor) -> Tensor:
    whole = annotate(List[int], n.tolist())
    real = annotate(List[float], f.tolist())
    cos, sin, = (self).packed_rotary(w[0], positions, starts, )
    x = torch.embedding(w[1], ids)
    for layer in range(whole[0]):
      x = (self).packed_layer(x, w, a, layer, whole, real, cos, sin, starts, )
    return (self).rms_norm(torch.index_select(torch.squeeze(x, 0), 0, rows), w[2], real[0], )

  # [N] of final states [N, C], in float32.
  def values(self: __torch__.Ops, v: List[Tensor], states: Tensor) -> Tensor:
    return torch.squeeze(torch.linear(torch.to(states, 6), v[0], v[1]), 1)

  # Half the sum of weighted squares, of the value and of the value held near its former one whichever is farther off.
  def value_objective(self: __torch__.Ops, value: Tensor, before: Tensor, returns: Tensor, weight: Tensor, clip: float) -> Tensor:
    apart = torch.sub(value, returns)
    held = torch.sub(torch.add(before, torch.clamp(torch.sub(value, before), torch.neg(clip), clip)), returns)
    worse = torch.maximum(torch.mul(apart, apart), torch.mul(held, held))
    return torch.mul(torch.sum(torch.mul(weight, worse)), 0.5)

  # Adds the gradient of both objectives to g; returns the policy's four numbers, the sum of entropies and the value's loss.
  def actor_critic_gradients(self: __torch__.Ops, w: List[Tensor], a: List[Tensor], g: List[Tensor], v: List[Tensor], n: Tensor, f: Tensor, ids: Tensor, rows: Tensor, targets: Tensor, old: Tensor, reference: Tensor, advantage: Tensor, weight: Tensor, sequence: Tensor, before: Tensor, returns: Tensor) -> Tensor:
    whole = annotate(List[int], n.tolist())
    real = annotate(List[float], f.tolist())
    torch.manual_seed(whole[4])
    leaves = (self).leaves(a, )
    heads = (self).leaves(v, )
    states = (self).states_at(w, leaves, whole, real, ids, rows, )
    known = torch.log_softmax(torch.div(torch.to(torch.linear(states, w[3]), 6), real[3]), -1)
    new = torch.squeeze(torch.gather(known, 1, torch.unsqueeze(targets, 1)), 1)
    policy, numbers, = (self).policy_objective(new, old, reference, advantage, weight, sequence, whole, real, )
    value = (self).value_objective((self).values(heads, states, ), before, returns, weight, real[7], )
    trained = annotate(List[Tensor], [])
    for t in leaves:
      _0 = torch.append(trained, t)
    for t in heads:
      _1 = torch.append(trained, t)
    (self).add_gradients(torch.add(policy, torch.mul(value, real[8])), trained, g, )
    entropy = torch.neg(torch.sum(torch.mul(torch.exp(torch.detach(known)), torch.detach(known))))
    return torch.cat([numbers, torch.reshape(entropy, [1]), torch.reshape(torch.detach(value), [1])])

  def packed_actor_critic_gradients(self: __torch__.Ops, w: List[Tensor], a: List[Tensor], g: List[Tensor], v: List[Tensor], n: Tensor, f: Tensor, ids: Tensor, rows: Tensor, targets: Tensor, positions: Tensor, starts: Tensor, old: Tensor, reference: Tensor, advantage: Tensor, weight: Tensor, sequence: Tensor, before: Tensor, returns: Tensor) -> Tensor:
    whole = annotate(List[int], n.tolist())
    real = annotate(List[float], f.tolist())
    begins, ends, leaves, chosen, normed, cos, sin, = (self).packed_begin(w, a, whole, real, ids, rows, positions, starts, )
    states = torch.detach(normed)
    known, entropies, = (self).chunked_log_probabilities(states, w[3], targets, real[3], whole[6], )
    new = torch.requires_grad_(known, True)
    policy, numbers, = (self).policy_objective(new, old, reference, advantage, weight, sequence, whole, real, )
    value = torch.requires_grad_(torch.detach((self).values(v, states, )), True)
    apart = (self).value_objective(value, before, returns, weight, real[7], )
    taken = torch.grad([torch.add(policy, torch.mul(apart, real[8]))], [new, value], None, None, False, False)
    slope = unchecked_cast(Tensor, taken[0])
    rise = unchecked_cast(Tensor, taken[1])
    gradient, _0, = (self).chunked_gradient(states, w[3], targets, slope, real[3], whole[6], )
    gradient = torch.add(gradient, torch.type_as(torch.mul(torch.unsqueeze(rise, 1), torch.detach(v[0])), gradient))
    adapters = torch.len(g) - 2
    _1 = torch.add_(g[adapters], torch.unsqueeze(torch.matmul(rise, torch.to(states, 6)), 0))
    _2 = torch.add_(g[adapters + 1], torch.reshape(torch.sum(rise), [1]))
    own = annotate(List[Tensor], [])
    for i in range(adapters):
      _3 = torch.append(own, g[i])
    spread = (self).spread_gradient(chosen, normed, gradient, rows, torch.size(ids, 1), )
    (self).packed_backward(w, leaves, own, whole, real, cos, sin, starts, begins, ends, spread, )
    return torch.cat([numbers, torch.reshape(torch.sum(entropies), [1]), torch.reshape(torch.detach(apart), [1])])
