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

  # y of each projection (the residual added where one is given), then low [T, r of all] = x A'.
  def project_flat(self: __torch__.Ops, x: Tensor, w: List[Tensor], b: List[Tensor], a: List[Tensor], f: Tensor, residual: Tensor) -> List[Tensor]:
    scaling = float(f)
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
        y = torch.addmm(residual, x, torch.t(w[i]), beta=1, alpha=1)
      else:
        if torch.gt(torch.numel(b[i]), 0):
          y = torch.linear(x, w[i], b[i])
        else:
          y = torch.linear(x, w[i])
      if torch.gt(torch.numel(a[2 * i]), 0):
        rank = torch.size(a[2 * i], 0)
        y = torch.addmm_(y, torch.narrow(low, 1, begin, rank), torch.t(torch.type_as(a[2 * i + 1], y)), beta=1, alpha=scaling)
        begin = begin + rank
      _1 = torch.append(made, y)
    _2 = torch.append(made, low)
    return made

  # The gradient of x from those of each y, given as d; adds the pairs' own to g.
  def project_flat_backward(self: __torch__.Ops, x: Tensor, low: Tensor, w: List[Tensor], a: List[Tensor], g: List[Tensor], d: List[Tensor], f: Tensor) -> Tensor:
    scaling = float(f)
    dx = torch.matmul(d[0], w[0])
    lows = annotate(List[Tensor], [])
    factors = annotate(List[Tensor], [])
    begin = 0
    at = 0
    for i in range(torch.len(w)):
      if torch.gt(i, 0):
        dx = torch.addmm_(dx, d[i], w[i], beta=1, alpha=1)
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
      heads = torch.squeeze((self).attend_packed((self).heads_first(query, ), (self).heads_first(key, ), (self).heads_first(value, ), starts, 0, ), 0)
      lse = torch.narrow(q, 0, 0, 0)
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
      query = torch.requires_grad_(torch.detach(query), True)
      key = torch.requires_grad_(torch.detach(key), True)
      value = torch.requires_grad_(torch.detach(value), True)
      again = (self).attend_packed((self).heads_first(query, ), (self).heads_first(key, ), (self).heads_first(value, ), starts, 0, )
      given = annotate(List[Optional[Tensor]], [torch.unsqueeze(d, 0)])
      taken = torch.grad([again], [query, key, value], given, None, False, False)
      dq = unchecked_cast(Tensor, taken[0])
      dk = unchecked_cast(Tensor, taken[1])
      dv = unchecked_cast(Tensor, taken[2])
    return (torch.reshape(dq, [T, -1]), torch.reshape(dk, [T, -1]), torch.reshape(dv, [T, -1]))

  # [T, heads, D] to [1, heads, T, D].
  def heads_first(self: __torch__.Ops, x: Tensor) -> Tensor:
    return torch.unsqueeze(torch.transpose(x, 0, 1), 0)

  def longest(self: __torch__.Ops, starts: Tensor) -> int:
    bounds = annotate(List[int], starts.tolist())
    most = 0
    for i in range(torch.len(bounds) - 1):
      most = ops.prim.max(most, bounds[i + 1] - bounds[i])
    return most

  # From the last layer's end x [T, C] to its gradient [T, C] and the loss of gradients.  w: final norm, head.  n: chunk.
  def layers_loss(self: __torch__.Ops, w: List[Tensor], x: Tensor, n: Tensor, f: Tensor, rows: Tensor, targets: Tensor, weight: Tensor) -> Tuple[Tensor, Tensor]:
    real = annotate(List[float], f.tolist())
    chosen = torch.requires_grad_(torch.index_select(x, 0, rows), True)
    normed = (self).rms_norm(chosen, w[0], real[0], )
    slope = torch.full([torch.size(rows, 0)], torch.neg(float(weight)), dtype=6, layout=None, device=ops.prim.device(x), pin_memory=None)
    gradient, known, = (self).chunked_gradient(torch.detach(normed), w[1], targets, slope, 1., int(n), )
    spread = (self).spread_gradient(chosen, normed, gradient, rows, torch.size(x, 0), )
    return (torch.squeeze(spread, 0), torch.mul(torch.sum(known), torch.neg(float(weight))))

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
