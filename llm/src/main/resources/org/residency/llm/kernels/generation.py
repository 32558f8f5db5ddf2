  # Decoding over a static key/value cache, in which a sequence's slots are its positions: what lies beyond a sequence's own
  # position is not yet written or padding, and is hidden.
  # n goes on:  5 largest position of a first new token, 6 steps, 7 top-k (0 for all).  f goes on:  3 temperature (0 for greedy), 4 top-p.

  # Runs P prompts [P, T] of given lengths once each and lays them out for B sequences, of which sequence b continues
  # prompt origin[b]: cache [L, 2, B, K, S, D], logits [B, V] after each prompt.
  def prefill(self: __torch__.Ops, w: List[Tensor], a: List[Tensor], n: Tensor, f: Tensor, ids: Tensor, lengths: Tensor, origin: Tensor, slots: Tensor) -> Tuple[Tensor, Tensor]:
    whole = annotate(List[int], n.tolist())
    real = annotate(List[float], f.tolist())
    S = int(slots)
    P = torch.size(ids, 0)
    T = torch.size(ids, 1)
    B = torch.size(origin, 0)
    positions = torch.unsqueeze(torch.arange(T, dtype=4, layout=None, device=ops.prim.device(ids), pin_memory=None), 0)
    cos, sin, = (self).rotary(w[0], positions, lengths, )
    x = torch.embedding(w[1], ids)
    cache = torch.zeros([whole[0], 2, B, whole[2], S, whole[3]], dtype=ops.prim.dtype(x), layout=None, device=ops.prim.device(ids), pin_memory=None)
    for layer in range(whole[0]):
      q, k, v, = (self).query_key_value(x, w, a, layer, whole, real, cos, sin, )
      place = torch.select(cache, 0, layer)
      _0 = torch.copy_(torch.narrow(torch.select(place, 0, 0), 2, 0, T), torch.index_select(k, 0, origin))
      _1 = torch.copy_(torch.narrow(torch.select(place, 0, 1), 2, 0, T), torch.index_select(v, 0, origin))
      x = (self).finish_layer(x, (self).attend(q, k, v, whole[-1], ), w, a, layer, real, )
    rows = torch.sub(torch.add(torch.mul(torch.arange(P, dtype=4, layout=None, device=ops.prim.device(ids), pin_memory=None), T), lengths), 1)
    last = torch.index_select(torch.reshape(x, [P * T, torch.size(x, -1)]), 0, rows)
    logits = torch.to(torch.linear((self).rms_norm(last, w[2], real[0], ), w[3]), 6)
    return (cache, torch.index_select(logits, 0, origin))

  # Token [B] and its log-probability under softmax(logits / temperature) [B]; u [B] in [0, 1) picks by inverse CDF.
  # Top-p after Holtzman et al. (arXiv 1904.09751): the fewest most likely tokens that reach p.
  def choose(self: __torch__.Ops, logits: Tensor, u: Tensor, temperature: float, top_k: int, top_p: float) -> Tuple[Tensor, Tensor]:
    if torch.eq(temperature, 0.):
      known = torch.log_softmax(logits, -1)
      token = torch.argmax(logits, -1)
    else:
      known = torch.log_softmax(torch.div(logits, temperature), -1)
      shares = torch.exp(known)
      if torch.gt(top_k, 0):
        if torch.lt(top_k, torch.size(logits, 1)):
          best, _0, = torch.topk(shares, top_k)
          shares = torch.masked_fill(shares, torch.lt(shares, torch.narrow(best, 1, top_k - 1, 1)), 0.)
      if torch.lt(top_p, 1.):
        ordered, order, = torch.sort(shares, -1, True)
        before = torch.sub(torch.cumsum(ordered, -1), ordered)
        total = torch.sum(ordered, [-1], True)
        kept = torch.masked_fill(ordered, torch.ge(before, torch.mul(total, top_p)), 0.)
        shares = torch.scatter(torch.zeros_like(shares), -1, order, kept)
      cumulative = torch.cumsum(torch.to(shares, 7), -1)
      threshold = torch.mul(torch.unsqueeze(u, -1), torch.narrow(cumulative, 1, torch.size(cumulative, 1) - 1, 1))
      token = torch.clamp_max(torch.squeeze(torch.searchsorted(cumulative, threshold, right=True), -1), torch.size(logits, 1) - 1)
    return (token, torch.squeeze(torch.gather(known, 1, torch.unsqueeze(token, -1)), -1))

  # One token of each sequence through the model: logits [B, V]; writes the cache at position [B], of which most is the
  # largest.
  def decode_token(self: __torch__.Ops, w: List[Tensor], a: List[Tensor], n: List[int], f: List[float], cache: Tensor, token: Tensor, position: Tensor, most: int) -> Tensor:
    B = torch.size(token, 0)
    K = n[2]
    D = n[3]
    G = torch.floordiv(n[1], K)
    at = torch.unsqueeze(position, 1)
    cos, sin, = (self).rotary(w[0], at, torch.add(position, 1), )
    slot = torch.unsqueeze(torch.arange(most + 1, dtype=4, layout=None, device=ops.prim.device(token), pin_memory=None), 0)
    hidden = torch.gt(slot, at)
    if torch.gt(n[-1], 0):
      hidden = torch.logical_or(hidden, torch.le(slot, torch.sub(at, n[-1])))
    x = torch.unsqueeze(torch.embedding(w[1], token), 1)
    mask = torch.view(torch.masked_fill(torch.zeros([B, most + 1], dtype=ops.prim.dtype(x), layout=None, device=ops.prim.device(token), pin_memory=None), hidden, -inf), [B, 1, 1, most + 1])
    place = torch.expand(torch.view(position, [B, 1, 1, 1]), [B, K, 1, D])
    for layer in range(n[0]):
      q, k, v, = (self).query_key_value(x, w, a, layer, n, f, cos, sin, )
      keys = torch.select(torch.select(cache, 0, layer), 0, 0)
      values = torch.select(torch.select(cache, 0, layer), 0, 1)
      _0 = torch.scatter_(keys, 2, place, k)
      _1 = torch.scatter_(values, 2, place, v)
      # The query heads of one key/value head stand where other positions would.
      y = torch.scaled_dot_product_attention(torch.reshape(q, [B, K, G, D]), torch.narrow(keys, 2, 0, most + 1), torch.narrow(values, 2, 0, most + 1), mask, 0., False)
      x = (self).finish_layer(x, torch.reshape(y, [B, 1, K * G * D]), w, a, layer, f, )
    return torch.to(torch.linear(torch.squeeze((self).rms_norm(x, w[2], f[0], ), 1), w[3]), 6)

  # Several steps at once: tokens [B, N] and log-probabilities [B, N] of N steps, logits after them, and which sequences
  # have ended. Stops early when all have. position [B] is that of the first new token, u [B, steps], ends [E].
  def decode(self: __torch__.Ops, w: List[Tensor], a: List[Tensor], n: Tensor, f: Tensor, cache: Tensor, logits: Tensor, position: Tensor, done: Tensor, u: Tensor, ends: Tensor) -> Tuple[Tensor, Tensor, Tensor, Tensor]:
    whole = annotate(List[int], n.tolist())
    real = annotate(List[float], f.tolist())
    tokens = annotate(List[Tensor], [])
    known = annotate(List[Tensor], [])
    step = 0
    going = True
    while going:
      token, probability, = (self).choose(logits, torch.select(u, 1, step), real[3], whole[7], real[4], )
      _0 = torch.append(tokens, token)
      _1 = torch.append(known, probability)
      done = torch.logical_or(done, torch.any(torch.eq(torch.unsqueeze(token, 1), ends), 1))
      logits = (self).decode_token(w, a, whole, real, cache, token, torch.add(position, step), whole[5] + step, )
      step = step + 1
      going = torch.lt(step, whole[6])
      if going:
        going = torch.__not__(bool(torch.all(done)))
    return (torch.stack(tokens, 1), torch.stack(known, 1), logits, done)

  # The state of the sequences that are kept.
  def keep(self: __torch__.Ops, cache: Tensor, logits: Tensor, rows: Tensor) -> Tuple[Tensor, Tensor]:
    return (torch.index_select(cache, 2, rows), torch.index_select(logits, 0, rows))
