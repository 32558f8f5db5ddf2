  # A layer in pieces, its gradient written down rather than recorded, so that kernels of our own can stand between the
  # pieces. x is flat, [T, C]; w, b, a and g hold what the projections of one piece need: weights, biases, the adapter's pairs
  # A, B, and the sums of gradients of those pairs that are there.

  # x [T, C], cos and sin [T, D / 2] of packed sequences.
  def layers_begin(self: __torch__.Ops, w: List[Tensor], ids: Tensor, positions: Tensor, starts: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    cos, sin, = (self).packed_rotary(w[0], positions, starts, )
    T = torch.size(positions, 0)
    half = torch.floordiv(torch.size(cos, -1), 2)
    x = torch.squeeze(torch.embedding(w[1], ids), 0)
    c = torch.contiguous(torch.narrow(torch.view(cos, [T, 2 * half]), 1, 0, half))
    s = torch.contiguous(torch.narrow(torch.view(sin, [T, 2 * half]), 1, half, half))
    return (x, c, s)

  # The factors of an adapter in the type of x.
  def factors_like(self: __torch__.Ops, a: List[Tensor], x: Tensor) -> List[Tensor]:
    made = annotate(List[Tensor], [])
    for t in a:
      _0 = torch.append(made, torch.empty_like(t, dtype=ops.prim.dtype(x), layout=None, device=None, pin_memory=None, memory_format=None))
    torch._foreach_copy_(made, a)
    return made

  # y of each projection (the residual added where one is given), then low [T, r of all] = x A'.  f: scaling, and 0 where the
  # low-rank products are left to whoever reads y.
  def project_flat(self: __torch__.Ops, x: Tensor, w: List[Tensor], b: List[Tensor], a: List[Tensor], f: Tensor, residual: Tensor) -> List[Tensor]:
    real = annotate(List[float], f.tolist())
    scaling = real[0]
    factors = annotate(List[Tensor], [])
    for i in range(torch.len(w)):
      if torch.gt(torch.numel(a[2 * i]), 0):
        _0 = torch.append(factors, torch.type_as(a[2 * i], x))
    low = torch.narrow(x, 1, 0, 0)
    if torch.gt(torch.len(factors), 0):
      low = torch.linear(x, torch.cat(factors))
    made = annotate(List[Tensor], [])
    begin = 0
    for i in range(torch.len(w)):
      if torch.gt(torch.numel(residual), 0):
        y = (self).product_onto(residual, x, w[i], )
      else:
        if torch.gt(torch.numel(b[i]), 0):
          y = torch.linear(x, w[i], b[i])
        else:
          y = (self).product(x, w[i], )
      adapts = torch.gt(torch.numel(a[2 * i]), 0)
      if torch.eq(real[1], 0.):
        adapts = False
      if adapts:
        rank = torch.size(a[2 * i], 0)
        y = torch.addmm_(y, torch.narrow(low, 1, begin, rank), torch.t(torch.type_as(a[2 * i + 1], y)), beta=1, alpha=scaling)
        begin = begin + rank
      _1 = torch.append(made, y)
    _2 = torch.append(made, low)
    return made

  # The gradient of x from those of each y, given as d; adds the pairs' own to g.
  def project_flat_backward(self: __torch__.Ops, x: Tensor, low: Tensor, w: List[Tensor], a: List[Tensor], g: List[Tensor], d: List[Tensor], f: Tensor) -> Tensor:
    scaling = float(f)
    dx = (self).product_back(d[0], w[0], )
    lows = annotate(List[Tensor], [])
    factors = annotate(List[Tensor], [])
    begin = 0
    at = 0
    for i in range(torch.len(w)):
      if torch.gt(i, 0):
        dx = (self).add_product_back(dx, d[i], w[i], )
      if torch.gt(torch.numel(a[2 * i]), 0):
        rank = torch.size(a[2 * i], 0)
        _0 = torch.append(lows, torch.mul(torch.matmul(d[i], torch.type_as(a[2 * i + 1], x)), scaling))
        _1 = torch.append(factors, torch.type_as(a[2 * i], x))
        _2 = torch.add_(g[at + 1], torch.matmul(torch.t(d[i]), torch.narrow(low, 1, begin, rank)), alpha=scaling)
        begin = begin + rank
        at = at + 2
    if torch.gt(torch.len(lows), 0):
      all = torch.cat(lows, 1)
      dx = torch.addmm_(dx, all, torch.cat(factors), beta=1, alpha=1)
      by_a = torch.matmul(torch.t(all), x)
      begin = 0
      at = 0
      for i in range(torch.len(w)):
        if torch.gt(torch.numel(a[2 * i]), 0):
          rank = torch.size(a[2 * i], 0)
          _3 = torch.add_(g[at], torch.narrow(by_a, 0, begin, rank))
          begin = begin + rank
          at = at + 2
    return dx

  # n: H, K, D, 1 where the flash kernel serves.  starts [S + 1] on the CPU, places the same on the device.
  # The heads' outputs [T, H D] and, of the flash kernel, their log-sum-exp.
  def attend_flat(self: __torch__.Ops, q: Tensor, k: Tensor, v: Tensor, starts: Tensor, places: Tensor, n: Tensor) -> Tuple[Tensor, Tensor]:
    whole = annotate(List[int], n.tolist())
    T = torch.size(q, 0)
    D = whole[2]
    query = torch.view(q, [T, whole[0], D])
    key = torch.view(k, [T, whole[1], D])
    value = torch.view(v, [T, whole[1], D])
    if torch.eq(whole[3], 1):
      longest = (self).longest(starts, )
      y, lse, _0, _1, _2, = torch._flash_attention_forward(query, key, value, places, places, longest, longest, 0., True, False)
      heads = torch.view(y, [T, whole[0] * D])
    else:
      heads, lse, = (self).attend_each(query, key, value, starts, )
    return (heads, lse)

  def attend_flat_backward(self: __torch__.Ops, d: Tensor, q: Tensor, k: Tensor, v: Tensor, y: Tensor, lse: Tensor, starts: Tensor, places: Tensor, n: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    whole = annotate(List[int], n.tolist())
    T = torch.size(q, 0)
    D = whole[2]
    query = torch.view(q, [T, whole[0], D])
    key = torch.view(k, [T, whole[1], D])
    value = torch.view(v, [T, whole[1], D])
    if torch.eq(whole[3], 1):
      longest = (self).longest(starts, )
      state = torch.zeros([2], dtype=4, layout=None, device=ops.prim.device(q), pin_memory=None)
      dq, dk, dv, = torch._flash_attention_backward(torch.view(d, [T, whole[0], D]), query, key, value, torch.view(y, [T, whole[0], D]), lse, places, places, longest, longest, 0., True, state, state)
    else:
      dq, dk, dv, = (self).attend_each_backward(torch.view(d, [T, whole[0], D]), query, key, value, torch.view(y, [T, whole[0], D]), lse, starts, )
    return (torch.reshape(dq, [T, -1]), torch.reshape(dk, [T, -1]), torch.reshape(dv, [T, -1]))

  # The same by the CPU's kernel, a sequence at a time: the heads' outputs [T, H D] and their log-sum-exp [1, H, T].
  def attend_each(self: __torch__.Ops, q: Tensor, k: Tensor, v: Tensor, starts: Tensor) -> Tuple[Tensor, Tensor]:
    H = torch.size(q, 1)
    bounds = annotate(List[int], starts.tolist())
    parts = annotate(List[Tensor], [])
    sums = annotate(List[Tensor], [])
    for i in range(torch.len(bounds) - 1):
      begin = bounds[i]
      count = bounds[i + 1] - begin
      if torch.gt(count, 0):
        y, lse, = torch._scaled_dot_product_flash_attention_for_cpu((self).heads_first(torch.narrow(q, 0, begin, count), ), (self).for_queries(torch.narrow(k, 0, begin, count), H, ), (self).for_queries(torch.narrow(v, 0, begin, count), H, ), 0., True)
        _0 = torch.append(parts, torch.reshape(torch.transpose(torch.squeeze(y, 0), 0, 1), [count, -1]))
        _1 = torch.append(sums, lse)
    return (torch.cat(parts), torch.cat(sums, 2))

  # Gradients of query [T, H, D], key and value [T, K, D].
  def attend_each_backward(self: __torch__.Ops, d: Tensor, q: Tensor, k: Tensor, v: Tensor, y: Tensor, lse: Tensor, starts: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    H = torch.size(q, 1)
    K = torch.size(k, 1)
    bounds = annotate(List[int], starts.tolist())
    by_q = annotate(List[Tensor], [])
    by_k = annotate(List[Tensor], [])
    by_v = annotate(List[Tensor], [])
    for i in range(torch.len(bounds) - 1):
      begin = bounds[i]
      count = bounds[i + 1] - begin
      if torch.gt(count, 0):
        dq, dk, dv, = torch._scaled_dot_product_flash_attention_for_cpu_backward((self).heads_first(torch.narrow(d, 0, begin, count), ), (self).heads_first(torch.narrow(q, 0, begin, count), ), (self).for_queries(torch.narrow(k, 0, begin, count), H, ), (self).for_queries(torch.narrow(v, 0, begin, count), H, ), (self).heads_first(torch.narrow(y, 0, begin, count), ), torch.narrow(lse, 2, begin, count), 0., True)
        _0 = torch.append(by_q, torch.transpose(torch.squeeze(dq, 0), 0, 1))
        _1 = torch.append(by_k, (self).of_queries(dk, K, ))
        _2 = torch.append(by_v, (self).of_queries(dv, K, ))
    return (torch.cat(by_q), torch.cat(by_k), torch.cat(by_v))

  # Keys or values [T, K, D] as each query head reads them, [1, H, T, D].
  def for_queries(self: __torch__.Ops, x: Tensor, heads: int) -> Tensor:
    T = torch.size(x, 0)
    K = torch.size(x, 1)
    D = torch.size(x, 2)
    each = torch.expand(torch.unsqueeze(torch.transpose(x, 0, 1), 1), [K, torch.floordiv(heads, K), T, D])
    return torch.reshape(each, [1, heads, T, D])

  # From gradients [1, H, T, D] of what each query head read to those of keys or values [T, K, D].
  def of_queries(self: __torch__.Ops, d: Tensor, heads: int) -> Tensor:
    each = torch.view(d, [heads, -1, torch.size(d, 2), torch.size(d, 3)])
    return torch.transpose(torch.sum(each, [1]), 0, 1)

  # [T, heads, D] to [1, heads, T, D].
  def heads_first(self: __torch__.Ops, x: Tensor) -> Tensor:
    return torch.unsqueeze(torch.transpose(x, 0, 1), 0)

  def longest(self: __torch__.Ops, starts: Tensor) -> int:
    bounds = annotate(List[int], starts.tolist())
    most = 0
    for i in range(torch.len(bounds) - 1):
      most = ops.prim.max(most, bounds[i + 1] - bounds[i])
    return most

  # The same for S sequences of one length by cuDNN, which plans its work anew for every shape.  n: H, K, D, S.
  def attend_rows(self: __torch__.Ops, q: Tensor, k: Tensor, v: Tensor, n: Tensor) -> Tuple[Tensor, Tensor]:
    whole = annotate(List[int], n.tolist())
    query = (self).in_rows(q, whole[0], whole, )
    key = (self).in_rows(k, whole[1], whole, )
    value = (self).in_rows(v, whole[1], whole, )
    y, lse, _0, _1, _2, _3, _4, _5, _6, = torch._scaled_dot_product_cudnn_attention(query, key, value, None, True, 0., True, False)
    return (torch.reshape(torch.transpose(y, 1, 2), [torch.size(q, 0), -1]), lse)

  def attend_rows_backward(self: __torch__.Ops, d: Tensor, q: Tensor, k: Tensor, v: Tensor, y: Tensor, lse: Tensor, n: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    whole = annotate(List[int], n.tolist())
    T = torch.size(q, 0)
    L = torch.floordiv(T, whole[3])
    query = (self).in_rows(q, whole[0], whole, )
    key = (self).in_rows(k, whole[1], whole, )
    value = (self).in_rows(v, whole[1], whole, )
    # A tensor that is not there, which is how this operator is told of no bias and no unlike lengths.
    z = torch.zeros([1, 1], dtype=6, layout=None, device=torch.device("cpu"), pin_memory=None)
    absent, _0, _1, = torch.native_layer_norm_backward(z, z, [1], z, z, None, None, [False, False, False])
    state = torch.zeros([], dtype=4, layout=None, device=ops.prim.device(q), pin_memory=None)
    dq, dk, dv, = torch._scaled_dot_product_cudnn_attention_backward((self).in_rows(d, whole[0], whole, ), query, key, value, (self).in_rows(y, whole[0], whole, ), lse, state, state, absent, absent, absent, L, L, 0., True)
    return (torch.reshape(torch.transpose(dq, 1, 2), [T, -1]), torch.reshape(torch.transpose(dk, 1, 2), [T, -1]), torch.reshape(torch.transpose(dv, 1, 2), [T, -1]))

  # [T, heads D] to [S, heads, T / S, D].
  def in_rows(self: __torch__.Ops, x: Tensor, heads: int, n: List[int]) -> Tensor:
    return torch.transpose(torch.view(x, [n[3], -1, heads, n[2]]), 1, 2)

  # Attention where continuations follow prompts that stand once: prompts and after as SharedPrompts has them, each with its
  # places on the device. Of the flash kernel: each token's part of its own sequence, log-sum-exp, the continuations' part of
  # their prompt [N, H D], and what share each part has, both [H, N]; else the whole, and nothing.
  def attend_shared(self: __torch__.Ops, q: Tensor, k: Tensor, v: Tensor, starts: Tensor, places: Tensor, prompts: Tensor, prompt_places: Tensor, after: Tensor, after_places: Tensor, n: Tensor) -> Tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
    whole = annotate(List[int], n.tolist())
    T = torch.size(q, 0)
    D = whole[2]
    query = torch.view(q, [T, whole[0], D])
    key = torch.view(k, [T, whole[1], D])
    value = torch.view(v, [T, whole[1], D])
    if torch.eq(whole[3], 0):
      heads = (self).attend_after(query, key, value, starts, prompts, after, )
      lse = torch.narrow(q, 0, 0, 0)
      other = lse
      own = lse
      others = lse
    else:
      longest = (self).longest(starts, )
      y, lse, _0, _1, _2, = torch._flash_attention_forward(query, key, value, places, places, longest, longest, 0., True, False)
      heads = torch.view(y, [T, whole[0] * D])
      bounds = annotate(List[int], prompts.tolist())
      P = bounds[-1]
      N = T - P
      y2, lse2, _3, _4, _5, = torch._flash_attention_forward(torch.narrow(query, 0, P, N), torch.narrow(key, 0, 0, P), torch.narrow(value, 0, 0, P), after_places, prompt_places, (self).longest(after, ), (self).longest(prompts, ), 0., False, False)
      other = torch.view(y2, [N, whole[0] * D])
      mine = torch.clone(torch.narrow(lse, 1, P, N))
      both = torch.logaddexp(mine, lse2)
      own = torch.exp(torch.sub(mine, both))
      others = torch.exp(torch.sub(lse2, both))
      _6 = torch.copy_(torch.narrow(lse, 1, P, N), both)
    return (heads, lse, other, own, others)

  # The gradient of each part takes the whole's outputs and log-sum-exp.
  def attend_shared_backward(self: __torch__.Ops, d: Tensor, q: Tensor, k: Tensor, v: Tensor, y: Tensor, lse: Tensor, starts: Tensor, places: Tensor, prompts: Tensor, prompt_places: Tensor, after: Tensor, after_places: Tensor, n: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    whole = annotate(List[int], n.tolist())
    T = torch.size(q, 0)
    D = whole[2]
    query = torch.view(q, [T, whole[0], D])
    key = torch.view(k, [T, whole[1], D])
    value = torch.view(v, [T, whole[1], D])
    if torch.eq(whole[3], 0):
      query = torch.requires_grad_(torch.detach(query), True)
      key = torch.requires_grad_(torch.detach(key), True)
      value = torch.requires_grad_(torch.detach(value), True)
      again = (self).attend_after(query, key, value, starts, prompts, after, )
      given = annotate(List[Optional[Tensor]], [d])
      taken = torch.grad([again], [query, key, value], given, None, False, False)
      dq = unchecked_cast(Tensor, taken[0])
      dk = unchecked_cast(Tensor, taken[1])
      dv = unchecked_cast(Tensor, taken[2])
    else:
      by = torch.view(d, [T, whole[0], D])
      out = torch.view(y, [T, whole[0], D])
      longest = (self).longest(starts, )
      state = torch.zeros([2], dtype=4, layout=None, device=ops.prim.device(q), pin_memory=None)
      dq, dk, dv, = torch._flash_attention_backward(by, query, key, value, out, lse, places, places, longest, longest, 0., True, state, state)
      bounds = annotate(List[int], prompts.tolist())
      P = bounds[-1]
      N = T - P
      dq2, dk2, dv2, = torch._flash_attention_backward(torch.narrow(by, 0, P, N), torch.narrow(query, 0, P, N), torch.narrow(key, 0, 0, P), torch.narrow(value, 0, 0, P), torch.narrow(out, 0, P, N), torch.contiguous(torch.narrow(lse, 1, P, N)), after_places, prompt_places, (self).longest(after, ), (self).longest(prompts, ), 0., False, state, state)
      _0 = torch.add_(torch.narrow(dq, 0, P, N), dq2)
      _1 = torch.add_(torch.narrow(dk, 0, 0, P), dk2)
      _2 = torch.add_(torch.narrow(dv, 0, 0, P), dv2)
    return (torch.reshape(dq, [T, -1]), torch.reshape(dk, [T, -1]), torch.reshape(dv, [T, -1]))

  # The same in plain operators, sequence by sequence: [T, H D].
  def attend_after(self: __torch__.Ops, q: Tensor, k: Tensor, v: Tensor, starts: Tensor, prompts: Tensor, after: Tensor) -> Tensor:
    bounds = annotate(List[int], starts.tolist())
    p = annotate(List[int], prompts.tolist())
    a = annotate(List[int], after.tolist())
    parts = annotate(List[Tensor], [])
    G = torch.len(p) - 1
    of = 0
    for i in range(torch.len(bounds) - 1):
      begin = bounds[i]
      count = bounds[i + 1] - begin
      if torch.lt(i, G):
        y = (self).attend((self).heads_first(torch.narrow(q, 0, begin, count), ), (self).heads_first(torch.narrow(k, 0, begin, count), ), (self).heads_first(torch.narrow(v, 0, begin, count), ), 0, )
        _0 = torch.append(parts, torch.squeeze(y, 0))
      else:
        if torch.gt(count, 0):
          while torch.ge(begin - p[-1], a[of + 1]):
            of = of + 1
          first = p[of]
          length = p[of + 1] - first
          qs = torch.cat([torch.narrow(q, 0, first, length), torch.narrow(q, 0, begin, count)])
          ks = torch.cat([torch.narrow(k, 0, first, length), torch.narrow(k, 0, begin, count)])
          vs = torch.cat([torch.narrow(v, 0, first, length), torch.narrow(v, 0, begin, count)])
          y = (self).attend((self).heads_first(qs, ), (self).heads_first(ks, ), (self).heads_first(vs, ), 0, )
          _1 = torch.append(parts, torch.narrow(torch.squeeze(y, 0), 0, length, count))
    return torch.cat(parts)

  # From the last layer's end to logits and back, a chunk of labelled places at a time.  n: first place, count.

  def chosen_rows(self: __torch__.Ops, x: Tensor, rows: Tensor) -> Tensor:
    return torch.index_select(x, 0, rows)

  def unwritten_known(self: __torch__.Ops, rows: Tensor) -> Tuple[Tensor, Tensor]:
    known = torch.empty([torch.size(rows, 0)], dtype=6, layout=None, device=ops.prim.device(rows), pin_memory=None, memory_format=None)
    return (known, torch.empty_like(known))

  def chunk_logits(self: __torch__.Ops, normed: Tensor, head: Tensor, n: Tensor) -> Tensor:
    whole = annotate(List[int], n.tolist())
    return (self).product(torch.narrow(normed, 0, whole[0], whole[1]), head, )

  # Writes the gradient of a chunk's places from that of its logits.
  def chunk_gradient(self: __torch__.Ops, by_logit: Tensor, head: Tensor, gradient: Tensor, n: Tensor) -> Tensor:
    whole = annotate(List[int], n.tolist())
    return torch.copy_(torch.narrow(gradient, 0, whole[0], whole[1]), (self).product_back(by_logit, head, ))

  # From the gradient of the labelled places [N, C] to that of the last layer's end [T, C]; several may stand at one place.
  def spread_rows(self: __torch__.Ops, gradient: Tensor, rows: Tensor, x: Tensor) -> Tensor:
    return torch.index_add(torch.zeros_like(x), 0, rows, gradient)

  def zeros_like(self: __torch__.Ops, x: Tensor) -> Tensor:
    return torch.zeros_like(x)

  # Slopes [N] of what is lowered by the log-probabilities, and its numbers.  n and f as policy.py has them.
  def policy_slopes(self: __torch__.Ops, known: Tensor, entropies: Tensor, old: Tensor, reference: Tensor, advantage: Tensor, weight: Tensor, sequence: Tensor, n: Tensor, f: Tensor) -> Tuple[Tensor, Tensor]:
    new = torch.requires_grad_(torch.detach(known), True)
    loss, numbers, = (self).policy_objective(new, old, reference, advantage, weight, sequence, annotate(List[int], n.tolist()), annotate(List[float], f.tolist()), )
    taken = torch.grad([loss], [new], None, None, False, False)
    return (unchecked_cast(Tensor, taken[0]), torch.cat([numbers, torch.reshape(torch.sum(entropies), [1])]))

  def preference_slopes(self: __torch__.Ops, known: Tensor, reference: Tensor, sequence: Tensor, n: Tensor, f: Tensor) -> Tuple[Tensor, Tensor]:
    whole = annotate(List[int], n.tolist())
    new = torch.requires_grad_(torch.detach(known), True)
    loss, numbers, = (self).preference_objective(new, reference, sequence, whole[7], annotate(List[float], f.tolist()), )
    taken = torch.grad([loss], [new], None, None, False, False)
    return (unchecked_cast(Tensor, taken[0]), numbers)

  # What stands between the pieces, in operators of the library; pointwise.cu has the same as kernels of our own.

  def flat_norm(self: __torch__.Ops, x: Tensor, weight: Tensor, f: Tensor) -> Tensor:
    return (self).rms_norm(x, weight, float(f), )

  # Adds to sum the gradient of x from that of its norm, d.
  def flat_norm_backward(self: __torch__.Ops, x: Tensor, weight: Tensor, d: Tensor, sum: Tensor, f: Tensor) -> Tensor:
    wide = torch.to(x, 6)
    scale = torch.rsqrt(torch.add(torch.mean(torch.mul(wide, wide), [-1], True), float(f)))
    by_normed = torch.mul(torch.to(d, 6), torch.to(weight, 6))
    along = torch.mul(torch.mean(torch.mul(by_normed, wide), [-1], True), torch.mul(torch.mul(scale, scale), scale))
    return torch.add_(sum, torch.type_as(torch.sub(torch.mul(by_normed, scale), torch.mul(wide, along)), sum))

  # In place, by the angles or (sign -1) back by them.
  def flat_rotate(self: __torch__.Ops, x: Tensor, cos: Tensor, sin: Tensor, sign: Tensor) -> Tensor:
    heads = torch.view(x, [torch.size(x, 0), -1, 2 * torch.size(cos, 1)])
    signed = torch.mul(sin, float(sign))
    c = torch.type_as(torch.unsqueeze(torch.cat([cos, cos], 1), 1), x)
    s = torch.type_as(torch.unsqueeze(torch.cat([torch.neg(signed), signed], 1), 1), x)
    _0 = torch.copy_(heads, (self).rotate(heads, c, s, ))
    return x

  # The low-rank products of gate and up, left out by project_flat, added in place, then the product of both.
  def flat_adapt_and_gate(self: __torch__.Ops, gate: Tensor, up: Tensor, low: Tensor, b: List[Tensor], f: Tensor) -> Tensor:
    begin = 0
    y = [gate, up]
    for i in range(2):
      if torch.gt(torch.numel(b[i]), 0):
        rank = torch.size(b[i], 1)
        _0 = torch.addmm_(y[i], torch.narrow(low, 1, begin, rank), torch.t(torch.type_as(b[i], low)), beta=1, alpha=float(f))
        begin = begin + rank
    return torch.mul(torch.silu(gate), up)

  def flat_gated(self: __torch__.Ops, gate: Tensor, up: Tensor) -> Tensor:
    return torch.mul(torch.silu(gate), up)

  # Puts the gradients of gate and up in their places.
  def flat_gated_backward(self: __torch__.Ops, gate: Tensor, up: Tensor, d: Tensor) -> Tensor:
    by_up = torch.mul(d, torch.silu(gate))
    by_gate = torch.silu_backward(torch.mul(d, up), gate)
    _0 = torch.copy_(up, by_up)
    return torch.copy_(gate, by_gate)

  # An unwritten weight for dequantize in pointwise.cu: codes [out, in / 2], near is of the type.
  def unwritten_weight(self: __torch__.Ops, codes: Tensor, near: Tensor) -> Tensor:
    return torch.empty([torch.size(codes, 0), 2 * torch.size(codes, 1)], dtype=ops.prim.dtype(near), layout=None, device=ops.prim.device(near), pin_memory=None, memory_format=None)

  def dequantized_like(self: __torch__.Ops, codes: Tensor, blocks: Tensor, statistics: Tensor, tables: Tensor, near: Tensor) -> Tensor:
    return (self).dequantize_nf4(codes, blocks, statistics, tables, ops.prim.dtype(near), )

  def unwritten_like(self: __torch__.Ops, x: Tensor) -> Tensor:
    return torch.empty_like(x)

  def flat_blend(self: __torch__.Ops, heads: Tensor, other: Tensor, own: Tensor, others: Tensor) -> Tensor:
    N = torch.size(other, 0)
    H = torch.size(own, 0)
    last = torch.narrow(heads, 0, torch.size(heads, 0) - N, N)
    mine = torch.mul(torch.view(last, [N, H, -1]), torch.unsqueeze(torch.t(own), 2))
    mixed = torch.add(mine, torch.mul(torch.view(other, [N, H, -1]), torch.unsqueeze(torch.t(others), 2)))
    return torch.copy_(last, torch.reshape(mixed, [N, -1]))

  def flat_log_probabilities(self: __torch__.Ops, logits: Tensor, targets: Tensor, n: Tensor, f: Tensor, known: Tensor, entropies: Tensor) -> Tensor:
    begin = int(n)
    count = torch.size(logits, 0)
    temperature = float(f)
    wide = torch.to(logits, 6)
    if torch.ne(temperature, 1.):
      wide = torch.div(wide, temperature)
    all = torch.log_softmax(wide, -1)
    target = torch.unsqueeze(torch.narrow(targets, 0, begin, count), 1)
    _0 = torch.copy_(torch.narrow(known, 0, begin, count), torch.squeeze(torch.gather(all, 1, target), 1))
    return torch.copy_(torch.narrow(entropies, 0, begin, count), torch.neg(torch.sum(torch.mul_(torch.exp(all), all), [-1])))

  def flat_logit_gradient(self: __torch__.Ops, logits: Tensor, targets: Tensor, slopes: Tensor, n: Tensor, f: Tensor, known: Tensor) -> Tensor:
    begin = int(n)
    count = torch.size(logits, 0)
    temperature = float(f)
    wide = torch.to(logits, 6)
    if torch.ne(temperature, 1.):
      wide = torch.div_(wide, temperature)
    # In the logits' own place: for a large vocabulary fresh memory costs more than the arithmetic.
    all = torch.log_softmax(wide, -1, None, out=wide)
    target = torch.unsqueeze(torch.narrow(targets, 0, begin, count), 1)
    _0 = torch.copy_(torch.narrow(known, 0, begin, count), torch.squeeze(torch.gather(all, 1, target), 1))
    d = torch.unsqueeze(torch.narrow(slopes, 0, begin, count), 1)
    by_logit = torch.scatter_add_(torch.mul_(torch.exp_(all), torch.neg(d)), 1, target, d)
    if torch.ne(temperature, 1.):
      by_logit = torch.div_(by_logit, temperature)
    if torch.ne(ops.prim.dtype(logits), 6):
      by_logit = torch.copy_(logits, by_logit)
    return by_logit
