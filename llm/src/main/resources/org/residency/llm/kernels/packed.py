  # Training in little memory: the sequences of a batch stand one after another in one row [1, T], each with its own
  # positions and its own attention; a layer's gradient is taken by itself, from its kept graph or, with checkpointing,
  # from a second run of the layer (Chen et al., arXiv 1604.06174); logits exist for one chunk of labelled places.
  #
  # n goes on:  5 1 for checkpointing, 6 places of a chunk.
  # positions [T], starts [S + 1] on the CPU: where each sequence begins, and T.  rows and targets [N] as elsewhere.

  def attend_packed(self: __torch__.Ops, q: Tensor, k: Tensor, v: Tensor, starts: Tensor, window: int) -> Tensor:
    T = torch.size(q, 2)
    D = torch.size(q, 3)
    bounds = annotate(List[int], starts.tolist())
    fused = False
    if ops.prim.is_cuda(q):
      if torch.eq(window, 0):
        fused = torch.ne(ops.prim.dtype(q), 6)
    if fused:
      longest = 0
      for i in range(torch.len(bounds) - 1):
        longest = ops.prim.max(longest, bounds[i + 1] - bounds[i])
      places = torch.to(torch.to(starts, 3), ops.prim.device(q))
      y, _0, _1, _2, _3, = torch._flash_attention_forward(torch.transpose(torch.squeeze(q, 0), 0, 1), torch.transpose(torch.squeeze(k, 0), 0, 1), torch.transpose(torch.squeeze(v, 0), 0, 1), places, places, longest, longest, 0., True, False)
      out = torch.reshape(y, [1, T, -1])
    else:
      parts = annotate(List[Tensor], [])
      for i in range(torch.len(bounds) - 1):
        begin = bounds[i]
        count = bounds[i + 1] - begin
        _4 = torch.append(parts, (self).attend(torch.narrow(q, 2, begin, count), torch.narrow(k, 2, begin, count), torch.narrow(v, 2, begin, count), window, ))
      out = torch.cat(parts, 1)
    return out

  # cos and signed sin [1, 1, T, D]; each token's sequence has its own length.
  def packed_rotary(self: __torch__.Ops, table: Tensor, positions: Tensor, starts: Tensor) -> Tuple[Tensor, Tensor]:
    T = torch.size(positions, 0)
    S = torch.size(starts, 0) - 1
    counts = torch.sub(torch.narrow(starts, 0, 1, S), torch.narrow(starts, 0, 0, S))
    lengths = torch.to(torch.repeat_interleave(counts, counts), ops.prim.device(positions))
    cos, sin, = (self).rotary(table, torch.unsqueeze(positions, 1), lengths, )
    return (torch.reshape(cos, [1, 1, T, -1]), torch.reshape(sin, [1, 1, T, -1]))

  def packed_layer(self: __torch__.Ops, x: Tensor, w: List[Tensor], a: List[Tensor], layer: int, n: List[int], f: List[float], cos: Tensor, sin: Tensor, starts: Tensor) -> Tensor:
    if torch.gt(f[2], 0.):
      torch.manual_seed(n[4] + layer)
    q, k, v, = (self).query_key_value(x, w, a, layer, n, f, cos, sin, )
    return (self).finish_layer(x, (self).attend_packed(q, k, v, starts, n[-1], ), w, a, layer, f, )

  # What each layer begins with and, where a graph is kept, ends with; the last begin is the last layer's end.
  def packed_forward(self: __torch__.Ops, w: List[Tensor], a: List[Tensor], n: List[int], f: List[float], ids: Tensor, cos: Tensor, sin: Tensor, starts: Tensor, keep: bool) -> Tuple[List[Tensor], List[Tensor]]:
    begins = annotate(List[Tensor], [])
    ends = annotate(List[Tensor], [])
    x = torch.embedding(w[1], ids)
    for layer in range(n[0]):
      x = torch.detach(x)
      if keep:
        x = torch.requires_grad_(x, torch.gt(layer, 0))
      _0 = torch.append(begins, x)
      x = (self).packed_layer(x, w, a, layer, n, f, cos, sin, starts, )
      if keep:
        _1 = torch.append(ends, x)
    _2 = torch.append(begins, torch.detach(x))
    return (begins, ends)

  # Adds to g what the gradient of the last layer's end, given, makes of the adapter's; empties the lists as it goes.
  def packed_backward(self: __torch__.Ops, w: List[Tensor], leaves: List[Tensor], g: List[Tensor], n: List[int], f: List[float], cos: Tensor, sin: Tensor, starts: Tensor, begins: List[Tensor], ends: List[Tensor], gradient: Tensor) -> NoneType:
    place = 0
    for i in range(14 * n[0]):
      if torch.gt(torch.numel(leaves[i]), 0):
        place = place + 1
    behind = torch.len(g)
    for back in range(n[0]):
      layer = n[0] - 1 - back
      x = torch.pop(begins)
      if torch.gt(torch.len(ends), 0):
        y = torch.pop(ends)
      else:
        x = torch.requires_grad_(torch.detach(x), torch.gt(layer, 0))
        y = (self).packed_layer(x, w, leaves, layer, n, f, cos, sin, starts, )
      wanted = annotate(List[Tensor], [])
      for i in range(14):
        leaf = leaves[14 * layer + i]
        if torch.gt(torch.numel(leaf), 0):
          _0 = torch.append(wanted, leaf)
      own = torch.len(wanted)
      if torch.gt(torch.len(leaves), 14 * n[0]):
        for i in range(7):
          leaf = leaves[14 * n[0] + 7 * layer + i]
          if torch.gt(torch.numel(leaf), 0):
            _4 = torch.append(wanted, leaf)
      more = torch.len(wanted) - own
      if torch.gt(layer, 0):
        _1 = torch.append(wanted, x)
      given = annotate(List[Optional[Tensor]], [gradient])
      gradients = torch.grad([y], wanted, given, None, False, True)
      place = place - own
      behind = behind - more
      for i in range(own + more):
        to = place + i
        if torch.ge(i, own):
          to = behind + i - own
        one = gradients[i]
        if torch.__isnot__(one, None):
          _2 = torch.add_(g[to], unchecked_cast(Tensor, one))
      if torch.gt(layer, 0):
        gradient = unchecked_cast(Tensor, gradients[own + more])
    return None

  # log p(target) [N] at a temperature and the policy's entropy [N], of final states [N, C], a chunk at a time.
  def chunked_log_probabilities(self: __torch__.Ops, normed: Tensor, head: Tensor, targets: Tensor, temperature: float, chunk: int) -> Tuple[Tensor, Tensor]:
    N = torch.size(normed, 0)
    known = annotate(List[Tensor], [])
    entropies = annotate(List[Tensor], [])
    begin = 0
    while torch.lt(begin, N):
      count = ops.prim.min(chunk, N - begin)
      logits = torch.div(torch.to(torch.linear(torch.narrow(normed, 0, begin, count), head), 6), temperature)
      all = torch.log_softmax(logits, -1)
      _0 = torch.append(known, torch.squeeze(torch.gather(all, 1, torch.unsqueeze(torch.narrow(targets, 0, begin, count), 1)), 1))
      _1 = torch.append(entropies, torch.neg(torch.sum(torch.mul(torch.exp(all), all), [-1])))
      begin = begin + count
    return (torch.cat(known), torch.cat(entropies))

  # The gradient of sum(slope * log p(target)) with respect to the final states [N, C], and log p(target) [N].
  def chunked_gradient(self: __torch__.Ops, normed: Tensor, head: Tensor, targets: Tensor, slope: Tensor, temperature: float, chunk: int) -> Tuple[Tensor, Tensor]:
    N = torch.size(normed, 0)
    known = annotate(List[Tensor], [])
    gradients = annotate(List[Tensor], [])
    begin = 0
    while torch.lt(begin, N):
      count = ops.prim.min(chunk, N - begin)
      target = torch.unsqueeze(torch.narrow(targets, 0, begin, count), 1)
      d = torch.unsqueeze(torch.narrow(slope, 0, begin, count), 1)
      logits = torch.to(torch.linear(torch.narrow(normed, 0, begin, count), head), 6)
      if torch.ne(temperature, 1.):
        logits = torch.div(logits, temperature)
      all = torch.log_softmax(logits, -1)
      _0 = torch.append(known, torch.squeeze(torch.gather(all, 1, target), 1))
      # d (1[target] - p)
      by_logit = torch.scatter_add_(torch.mul_(torch.exp_(all), torch.neg(d)), 1, target, d)
      if torch.ne(temperature, 1.):
        by_logit = torch.div_(by_logit, temperature)
      _1 = torch.append(gradients, torch.matmul(torch.type_as(by_logit, head), head))
      begin = begin + count
    return (torch.cat(gradients), torch.cat(known))

  # From the gradient of the final states at rows to that of the last layer's end [1, T, C].
  def spread_gradient(self: __torch__.Ops, chosen: Tensor, normed: Tensor, gradient: Tensor, rows: Tensor, T: int) -> Tensor:
    given = annotate(List[Optional[Tensor]], [gradient])
    taken = torch.grad([normed], [chosen], given, None, False, False)
    own = unchecked_cast(Tensor, taken[0])
    whole = torch.zeros([T, torch.size(chosen, 1)], dtype=ops.prim.dtype(own), layout=None, device=ops.prim.device(own), pin_memory=None)
    return torch.unsqueeze(torch.index_add(whole, 0, rows, own), 0)

  # Runs the layers and leaves what the backward pass needs: begins, ends, leaves, the labelled places' last states before
  # and after the final norm [N, C], cos and sin.
  def packed_begin(self: __torch__.Ops, w: List[Tensor], a: List[Tensor], n: List[int], f: List[float], ids: Tensor, rows: Tensor, positions: Tensor, starts: Tensor) -> Tuple[List[Tensor], List[Tensor], List[Tensor], Tensor, Tensor, Tensor, Tensor]:
    keep = torch.eq(n[5], 0)
    leaves = (self).leaves(a, )
    used = a
    if keep:
      used = leaves
    cos, sin, = (self).packed_rotary(w[0], positions, starts, )
    begins, ends, = (self).packed_forward(w, used, n, f, ids, cos, sin, starts, keep, )
    chosen = torch.requires_grad_(torch.index_select(torch.squeeze(torch.pop(begins), 0), 0, rows), True)
    return (begins, ends, leaves, chosen, (self).rms_norm(chosen, w[2], f[0], ), cos, sin)

  # Sum of -log p(target) times a weight, as gradients has it.
  def packed_gradients(self: __torch__.Ops, w: List[Tensor], a: List[Tensor], g: List[Tensor], n: Tensor, f: Tensor, ids: Tensor, rows: Tensor, targets: Tensor, positions: Tensor, starts: Tensor, weight: Tensor) -> Tensor:
    whole = annotate(List[int], n.tolist())
    real = annotate(List[float], f.tolist())
    begins, ends, leaves, chosen, normed, cos, sin, = (self).packed_begin(w, a, whole, real, ids, rows, positions, starts, )
    slope = torch.full([torch.size(rows, 0)], torch.neg(float(weight)), dtype=6, layout=None, device=ops.prim.device(cos), pin_memory=None)
    gradient, known, = (self).chunked_gradient(torch.detach(normed), w[3], targets, slope, 1., whole[6], )
    spread = (self).spread_gradient(chosen, normed, gradient, rows, torch.size(ids, 1), )
    (self).packed_backward(w, leaves, g, whole, real, cos, sin, starts, begins, ends, spread, )
    return torch.mul(torch.sum(known), torch.neg(float(weight)))

  # log p(target) at temperature f 3 and entropies: two of [N].
  def packed_log_probabilities(self: __torch__.Ops, w: List[Tensor], a: List[Tensor], n: Tensor, f: Tensor, ids: Tensor, rows: Tensor, targets: Tensor, positions: Tensor, starts: Tensor) -> Tuple[Tensor, Tensor]:
    whole = annotate(List[int], n.tolist())
    real = annotate(List[float], f.tolist())
    cos, sin, = (self).packed_rotary(w[0], positions, starts, )
    x = torch.embedding(w[1], ids)
    for layer in range(whole[0]):
      x = (self).packed_layer(x, w, a, layer, whole, real, cos, sin, starts, )
    normed = (self).rms_norm(torch.index_select(torch.squeeze(x, 0), 0, rows), w[2], real[0], )
    return (self).chunked_log_probabilities(normed, w[3], targets, real[3], whole[6], )
