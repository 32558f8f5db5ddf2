  # Trust region policy optimization (Schulman et al., arXiv 1502.05477): how far a policy is from the one before a step.
  #
  # before [N, C]: the final states of that policy. Its head is the model's own, which no step changes, so that whole rows of
  # words exist for one chunk at a time.

  # KL(before, now) summed over the places, at a temperature, and its gradient with respect to the states now, times a weight.
  def chunked_divergence(self: __torch__.Ops, now: Tensor, before: Tensor, head: Tensor, temperature: float, chunk: int, weight: float) -> Tuple[Tensor, Tensor]:
    N = torch.size(now, 0)
    gradients = annotate(List[Tensor], [])
    sums = annotate(List[Tensor], [])
    begin = 0
    while torch.lt(begin, N):
      count = ops.prim.min(chunk, N - begin)
      new = torch.log_softmax(torch.div(torch.to(torch.linear(torch.narrow(now, 0, begin, count), head), 6), temperature), -1)
      old = torch.log_softmax(torch.div(torch.to(torch.linear(torch.narrow(before, 0, begin, count), head), 6), temperature), -1)
      p = torch.exp(old)
      _0 = torch.append(sums, torch.sum(torch.mul(p, torch.sub(old, new))))
      by_logit = torch.mul(torch.sub(torch.exp(new), p), weight / temperature)
      _1 = torch.append(gradients, torch.matmul(torch.type_as(by_logit, head), head))
      begin = begin + count
    return (torch.sum(torch.stack(sums)), torch.cat(gradients))

  # n: places of a chunk.  f: temperature.
  def policy_divergence(self: __torch__.Ops, head: Tensor, now: Tensor, before: Tensor, n: Tensor, f: Tensor) -> Tensor:
    sum, _0, = (self).chunked_divergence(now, before, head, float(f), int(n), 0., )
    return sum

  # Adds the gradient of weight times that divergence to g; returns the divergence.
  def divergence_gradients(self: __torch__.Ops, w: List[Tensor], a: List[Tensor], g: List[Tensor], n: Tensor, f: Tensor, ids: Tensor, rows: Tensor, targets: Tensor, before: Tensor, weight: Tensor) -> Tensor:
    whole = annotate(List[int], n.tolist())
    real = annotate(List[float], f.tolist())
    leaves = (self).leaves(a, )
    states = (self).states_at(w, leaves, whole, real, ids, rows, )
    sum, gradient, = (self).chunked_divergence(torch.detach(states), before, w[3], real[3], whole[6], float(weight), )
    (self).add_gradients(torch.sum(torch.mul(states, gradient)), leaves, g, )
    return sum

  def packed_divergence_gradients(self: __torch__.Ops, w: List[Tensor], a: List[Tensor], g: List[Tensor], n: Tensor, f: Tensor, ids: Tensor, rows: Tensor, targets: Tensor, positions: Tensor, starts: Tensor, before: Tensor, weight: Tensor) -> Tensor:
    whole = annotate(List[int], n.tolist())
    real = annotate(List[float], f.tolist())
    begins, ends, leaves, chosen, normed, cos, sin, = (self).packed_begin(w, a, whole, real, ids, rows, positions, starts, )
    sum, gradient, = (self).chunked_divergence(torch.detach(normed), before, w[3], real[3], whole[6], float(weight), )
    spread = (self).spread_gradient(chosen, normed, gradient, rows, torch.size(ids, 1), )
    (self).packed_backward(w, leaves, g, whole, real, cos, sin, starts, begins, ends, spread, )
    return sum
