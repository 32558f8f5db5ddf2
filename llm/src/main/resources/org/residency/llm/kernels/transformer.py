  # The decoder of Llama-like models (Touvron et al., arXiv 2302.13971), TorchScript's serialised dialect.
  #
  # Legend: B sequences, T tokens, C width, H query heads, K key/value heads, D width of a head, V words, S cache slots,
  # L layers.
  #
  # w, weights:  0 rotary table [2 or 5, D/2], 1 embedding [V, C], 2 final norm [C], 3 head [V, C], then per layer from
  #   4 + 14 i:  0 norm before attention, 1 query, 2 key, 3 value, 4 output, 5 norm before the feed-forward part, 6 gate,
  #   7 up, 8 down, 9 to 11 biases of query, key, value, 12 and 13 norms [D] of query and key (empty where there are none).
  #   The seven projections may stand in four bits: quantization.py.
  # a, adapter:  one empty tensor where there is none, else per layer from 14 i the pairs A [r, in], B [out, r] of query,
  #   key, value, output, gate, up, down (empty where a projection carries none), then what decomposition.py says.
  # n, whole numbers:  0 layers, 1 H, 2 K, 3 D, 4 seed of dropout, and as the last the window of attention (0 for all).
  # f, numbers:  0 epsilon of the norms, 1 scaling of the adapter, 2 dropout of the adapter's inputs.

  # In 16 bit one fused operator, which rounds once; in float32 operators whose order keeps the bits of earlier trainings.
  def rms_norm(self: __torch__.Ops, x: Tensor, weight: Tensor, epsilon: float) -> Tensor:
    if torch.eq(ops.prim.dtype(x), 6):
      normed = torch.mul(weight, torch.mul(x, torch.rsqrt(torch.add(torch.mean(torch.mul(x, x), [-1], True), epsilon))))
    else:
      normed = torch.rms_norm(x, [torch.size(x, -1)], weight, epsilon)
    return normed

  # cos and signed sin, each [B, 1, T, D] for positions [B, T] of sequences of lengths [B] (or one for all); the sign folds
  # rotate_half into one roll. Only dynamic scaling, whose table has five rows, looks at the lengths.
  def rotary(self: __torch__.Ops, table: Tensor, positions: Tensor, lengths: Tensor) -> Tuple[Tensor, Tensor]:
    frequencies = torch.select(table, 0, 0)
    if torch.gt(torch.size(table, 0), 2):
      long = torch.mul(torch.to(torch.reshape(lengths, [-1, 1, 1]), 6), torch.select(table, 0, 4))
      stretch = torch.clamp_min(torch.add(torch.sub(long, torch.select(table, 0, 3)), 1.), 1.)
      frequencies = torch.mul(frequencies, torch.pow(stretch, torch.select(table, 0, 2)))
    angles = torch.unsqueeze(torch.mul(torch.unsqueeze(torch.to(positions, 6), -1), frequencies), 1)
    magnitude = torch.select(table, 0, 1)
    cos = torch.mul(torch.cos(angles), magnitude)
    sin = torch.mul(torch.sin(angles), magnitude)
    return (torch.cat([cos, cos], -1), torch.cat([torch.neg(sin), sin], -1))

  def rotate(self: __torch__.Ops, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    half = torch.floordiv(torch.size(x, -1), 2)
    return torch.add(torch.mul(x, cos), torch.mul(torch.roll(x, [half], [-1]), sin))

  # y = x W' + scaling * dropout(x) A' B'  (Hu et al., arXiv 2106.09685, equation 3); the float32 factors are multiplied
  # in the model's type, as PEFT under autocast does.
  def project(self: __torch__.Ops, x: Tensor, w: List[Tensor], place: int, bias: Tensor, a: List[Tensor], at: int, scaling: float, dropout: float) -> Tensor:
    adapted = False
    if torch.gt(torch.len(a), 1):
      adapted = torch.gt(torch.numel(a[at]), 0)
    # In float32 the order of operators is that of earlier trainings, and so are the bits.
    joined = adapted
    if joined:
      joined = torch.ne(ops.prim.dtype(x), 6)
    decomposed = adapted
    if decomposed:
      decomposed = (self).decomposed(w, a, )
    weight = (self).weight(w, place, )
    if decomposed:
      return (self).project_decomposed(x, weight, bias, w, a, at, scaling, dropout, )
    if joined:
      z = x
      if torch.gt(dropout, 0.):
        z = torch.dropout(z, dropout, True)
      y = (self).project_low(x, weight, bias, torch.linear(z, torch.type_as(a[at], z)), a[at + 1], scaling, )
    else:
      y = torch.linear(x, weight)
      if torch.gt(torch.numel(bias), 0):
        y = torch.add(y, bias)
      if adapted:
        z = x
        if torch.gt(dropout, 0.):
          z = torch.dropout(z, dropout, True)
        y = torch.add(y, torch.mul(torch.linear(torch.linear(z, a[at]), a[at + 1]), scaling))
    return y

  # x W' + scaling * low B' of x [B, T, C], the second product added in place.
  def project_low(self: __torch__.Ops, x: Tensor, weight: Tensor, bias: Tensor, low: Tensor, b: Tensor, scaling: float) -> Tensor:
    y = torch.linear(torch.reshape(x, [-1, torch.size(x, -1)]), weight)
    if torch.gt(torch.numel(bias), 0):
      y = torch.add(y, bias)
    y = torch.addmm_(y, torch.reshape(low, [-1, torch.size(low, -1)]), torch.t(torch.type_as(b, y)), beta=1, alpha=scaling)
    return torch.view(y, [torch.size(x, 0), torch.size(x, 1), -1])

  # The same for projections that read the same x: one product with their factors A side by side.  at: the first's place
  # in the adapter; weights and biases from w at place.
  def project_together(self: __torch__.Ops, x: Tensor, w: List[Tensor], place: int, bias: int, count: int, a: List[Tensor], at: int, scaling: float, dropout: float) -> List[Tensor]:
    made = annotate(List[Tensor], [])
    none = torch.narrow(w[1], 0, 0, 0)
    joined = False
    if torch.gt(torch.len(a), 1):
      if torch.ne(ops.prim.dtype(x), 6):
        joined = torch.eq(dropout, 0.)
        if (self).decomposed(w, a, ):
          joined = False
        for i in range(count):
          if torch.eq(torch.numel(a[at + 2 * i]), 0):
            joined = False
    if joined:
      factors = annotate(List[Tensor], [])
      for i in range(count):
        _0 = torch.append(factors, torch.type_as(a[at + 2 * i], x))
      low = torch.linear(x, torch.cat(factors))
      begin = 0
      for i in range(count):
        rank = torch.size(a[at + 2 * i], 0)
        own = none
        if torch.ge(bias, 0):
          own = w[bias + i]
        _1 = torch.append(made, (self).project_low(x, (self).weight(w, place + i, ), own, torch.narrow(low, -1, begin, rank), a[at + 2 * i + 1], scaling, ))
        begin = begin + rank
    else:
      for i in range(count):
        own = none
        if torch.ge(bias, 0):
          own = w[bias + i]
        _2 = torch.append(made, (self).project(x, w, place + i, own, a, at + 2 * i, scaling, dropout, ))
    return made

  # Query [B, H, T, D], key and value [B, K, T, D], the first two rotated.
  def query_key_value(self: __torch__.Ops, x: Tensor, w: List[Tensor], a: List[Tensor], layer: int, n: List[int], f: List[float], cos: Tensor, sin: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    i = 4 + 14 * layer
    j = 14 * layer
    B = torch.size(x, 0)
    T = torch.size(x, 1)
    h = (self).rms_norm(x, w[i], f[0], )
    made = (self).project_together(h, w, i + 1, i + 9, 3, a, j, f[1], f[2], )
    q = torch.view(made[0], [B, T, n[1], n[3]])
    k = torch.view(made[1], [B, T, n[2], n[3]])
    if torch.gt(torch.numel(w[i + 12]), 0):
      q = (self).rms_norm(q, w[i + 12], f[0], )
      k = (self).rms_norm(k, w[i + 13], f[0], )
    v = torch.transpose(torch.view(made[2], [B, T, n[2], n[3]]), 1, 2)
    c = torch.type_as(cos, x)
    s = torch.type_as(sin, x)
    return ((self).rotate(torch.transpose(q, 1, 2), c, s, ), (self).rotate(torch.transpose(k, 1, 2), c, s, ), v)

  # From the heads' outputs [B, T, H D] to the layer's output: output projection, then SwiGLU (arXiv 2002.05202).
  def finish_layer(self: __torch__.Ops, x: Tensor, heads: Tensor, w: List[Tensor], a: List[Tensor], layer: int, f: List[float]) -> Tensor:
    i = 4 + 14 * layer
    j = 14 * layer
    none = w[i + 9]
    if torch.gt(torch.numel(none), 0):
      none = torch.narrow(none, 0, 0, 0)
    y = torch.add(x, (self).project(heads, w, i + 4, none, a, j + 6, f[1], f[2], ))
    h = (self).rms_norm(y, w[i + 5], f[0], )
    if torch.eq(ops.prim.dtype(x), 6):
      gate = torch.silu((self).project(h, w, i + 6, none, a, j + 8, f[1], f[2], ))
      up = (self).project(h, w, i + 7, none, a, j + 10, f[1], f[2], )
    else:
      made = (self).project_together(h, w, i + 6, -1, 2, a, j + 8, f[1], f[2], )
      gate = torch.silu(made[0])
      up = made[1]
    return torch.add(y, (self).project(torch.mul(gate, up), w, i + 8, none, a, j + 12, f[1], f[2], ))

  # Causal attention of whole sequences (Ainslie et al., arXiv 2305.13245): [B, H, T, D] to [B, T, H D]. With a window each
  # token sees that many of the latest (Jiang et al., arXiv 2310.06825).
  def attend(self: __torch__.Ops, q: Tensor, k: Tensor, v: Tensor, window: int) -> Tensor:
    B = torch.size(q, 0)
    H = torch.size(q, 1)
    K = torch.size(k, 1)
    T = torch.size(q, 2)
    D = torch.size(q, 3)
    if torch.ne(H, K):
      G = torch.floordiv(H, K)
      k = torch.reshape(torch.expand(torch.unsqueeze(k, 2), [B, K, G, T, D]), [B, H, T, D])
      v = torch.reshape(torch.expand(torch.unsqueeze(v, 2), [B, K, G, T, D]), [B, H, T, D])
    narrow = torch.gt(window, 0)
    if narrow:
      narrow = torch.gt(T, window)
    if narrow:
      place = torch.arange(T, dtype=4, layout=None, device=ops.prim.device(q), pin_memory=None)
      behind = torch.sub(torch.unsqueeze(place, 1), place)
      seen = torch.logical_and(torch.ge(behind, 0), torch.lt(behind, window))
      y = torch.scaled_dot_product_attention(q, k, v, seen, 0., False)
    else:
      y = torch.scaled_dot_product_attention(q, k, v, None, 0., True)
    return torch.reshape(torch.transpose(y, 1, 2), [B, T, H * D])

  # Hidden states after the final norm [B, T, C]. Sequences are padded on the right: what comes later is never seen.
  def hidden(self: __torch__.Ops, w: List[Tensor], a: List[Tensor], n: List[int], f: List[float], ids: Tensor) -> Tensor:
    positions = torch.unsqueeze(torch.arange(torch.size(ids, 1), dtype=4, layout=None, device=ops.prim.device(ids), pin_memory=None), 0)
    length = torch.add(torch.narrow(torch.squeeze(positions, 0), 0, torch.size(ids, 1) - 1, 1), 1)
    cos, sin, = (self).rotary(w[0], positions, length, )
    x = torch.embedding(w[1], ids)
    for layer in range(n[0]):
      q, k, v, = (self).query_key_value(x, w, a, layer, n, f, cos, sin, )
      x = (self).finish_layer(x, (self).attend(q, k, v, n[-1], ), w, a, layer, f, )
    return (self).rms_norm(x, w[2], f[0], )

  # Logits of the chosen places in float32 [N, V]; rows are places in the flattened [B T].
  def logits_at(self: __torch__.Ops, w: List[Tensor], a: List[Tensor], n: List[int], f: List[float], ids: Tensor, rows: Tensor) -> Tensor:
    hidden = (self).hidden(w, a, n, f, ids, )
    chosen = torch.index_select(torch.reshape(hidden, [-1, torch.size(hidden, -1)]), 0, rows)
    return torch.to(torch.linear(chosen, w[3]), 6)

  def logits(self: __torch__.Ops, w: List[Tensor], a: List[Tensor], n: Tensor, f: Tensor, ids: Tensor, rows: Tensor) -> Tensor:
    return (self).logits_at(w, a, annotate(List[int], n.tolist()), annotate(List[float], f.tolist()), ids, rows, )
