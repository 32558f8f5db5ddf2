  # Decoding over a static key/value cache, in which a sequence's slots are its positions: what lies beyond a sequence's own
  # position is not yet written or padding, and is hidden.
  # n goes on:  5 largest position of a first new token, 6 steps, 7 top-k (0 for all), 8 ended
  # sequences after which a block of steps is over.
  # f goes on:  3 temperature (0 for greedy), 4 top-p, 5 min-p, 6 repetition penalty.

  # Runs P prompts [P, T] of given lengths once each and lays them out for B sequences, of which sequence b continues
  # prompt origin[b]: cache [L, 2, B, K, S, D], logits [B, V] after each prompt, and which tokens
  # stand in it [B, V] where slots, [S, 0 or 1], ask for that.
  def prefill(self: __torch__.Ops, w: List[Tensor], a: List[Tensor], n: Tensor, f: Tensor, ids: Tensor, lengths: Tensor, origin: Tensor, slots: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    whole = annotate(List[int], n.tolist())
    real = annotate(List[float], f.tolist())
    asked = annotate(List[int], slots.tolist())
    S = asked[0]
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
    seen = torch.zeros([0], dtype=11, layout=None, device=ops.prim.device(ids), pin_memory=None)
    if torch.gt(asked[1], 0):
      # Padding counts as the prompt's first token, which stands there anyway.
      padding = torch.ge(positions, torch.unsqueeze(lengths, 1))
      real_ids = torch.where(padding, torch.narrow(ids, 1, 0, 1), ids)
      of_prompts = torch.zeros([P, torch.size(logits, 1)], dtype=11, layout=None, device=ops.prim.device(ids), pin_memory=None)
      seen = torch.index_select(torch.scatter(of_prompts, 1, real_ids, True), 0, origin)
    return (cache, torch.index_select(logits, 0, origin), seen)

  # What is left of softmax(logits / temperature) [B, V] after top-k, top-p and min-p, not summing to 1 any more. Top-p after
  # Holtzman et al. (arXiv 1904.09751): the fewest most likely tokens that reach p. Min-p (arXiv 2407.01082) measures
  # against the likeliest.
  def shares(self: __torch__.Ops, known: Tensor, top_k: int, top_p: float, min_p: float) -> Tensor:
    shares = torch.exp(known)
    if torch.gt(top_k, 0):
      if torch.lt(top_k, torch.size(known, 1)):
        best, _0, = torch.topk(shares, top_k)
        shares = torch.masked_fill(shares, torch.lt(shares, torch.narrow(best, 1, top_k - 1, 1)), 0.)
    if torch.lt(top_p, 1.):
      ordered, order, = torch.sort(shares, -1, True)
      before = torch.sub(torch.cumsum(ordered, -1), ordered)
      total = torch.sum(ordered, [-1], True)
      kept = torch.masked_fill(ordered, torch.ge(before, torch.mul(total, top_p)), 0.)
      shares = torch.scatter(torch.zeros_like(shares), -1, order, kept)
    if torch.gt(min_p, 0.):
      shares = torch.masked_fill(shares, torch.lt(shares, torch.mul(torch.amax(shares, [-1], True), min_p)), 0.)
    return shares

  # Token [B] and its log-probability under softmax(logits / temperature) [B]; u [B] in [0, 1) picks by inverse CDF.
  def choose(self: __torch__.Ops, logits: Tensor, u: Tensor, temperature: float, top_k: int, top_p: float, min_p: float) -> Tuple[Tensor, Tensor]:
    if torch.eq(temperature, 0.):
      known = torch.log_softmax(logits, -1)
      token = torch.argmax(logits, -1)
    else:
      known = torch.log_softmax(torch.div(logits, temperature), -1)
      cumulative = torch.cumsum(torch.to((self).shares(known, top_k, top_p, min_p, ), 7), -1)
      threshold = torch.mul(torch.unsqueeze(u, -1), torch.narrow(cumulative, 1, torch.size(cumulative, 1) - 1, 1))
      token = torch.clamp_max(torch.squeeze(torch.searchsorted(cumulative, threshold, right=True), -1), torch.size(logits, 1) - 1)
    return (token, torch.squeeze(torch.gather(known, 1, torch.unsqueeze(token, -1)), -1))

  # The distribution that choose draws from: seen [B, V] where the penalty counts, n [top-k], f [temperature, top-p, min-p,
  # penalty].
  def distribution(self: __torch__.Ops, logits: Tensor, seen: Tensor, n: Tensor, f: Tensor) -> Tensor:
    whole = annotate(List[int], n.tolist())
    real = annotate(List[float], f.tolist())
    scores = (self).penalize(logits, torch.gt(seen, 0.), real[3], )
    left = (self).shares(torch.log_softmax(torch.div(scores, real[0]), -1), whole[0], real[1], real[2], )
    return torch.div(left, torch.sum(left, [-1], True))

  # Repetition penalty (Keskar et al., arXiv 1909.05858), as Transformers has it.
  def penalize(self: __torch__.Ops, logits: Tensor, seen: Tensor, penalty: float) -> Tensor:
    if torch.eq(torch.numel(seen), 0):
      return logits
    lowered = torch.where(torch.lt(logits, 0.), torch.mul(logits, penalty), torch.div(logits, penalty))
    return torch.where(seen, lowered, logits)

  # What a token at position [B] must not see of the cache's first slots, most being the largest: [B, 1, 1, most + 1] of
  # zeros and -inf.
  def step_mask(self: __torch__.Ops, position: Tensor, most: int, window: int, dtype: int) -> Tensor:
    at = torch.unsqueeze(position, 1)
    slot = torch.unsqueeze(torch.arange(most + 1, dtype=4, layout=None, device=ops.prim.device(position), pin_memory=None), 0)
    hidden = torch.gt(slot, at)
    if torch.gt(window, 0):
      hidden = torch.logical_or(hidden, torch.le(slot, torch.sub(at, window)))
    B = torch.size(position, 0)
    seen = torch.zeros([B, most + 1], dtype=dtype, layout=None, device=ops.prim.device(position), pin_memory=None)
    return torch.view(torch.masked_fill(seen, hidden, -inf), [B, 1, 1, most + 1])

  # One token of each sequence through the model: logits [B, V]; writes the cache at position [B], of which most is the
  # largest.
  def decode_token(self: __torch__.Ops, w: List[Tensor], a: List[Tensor], n: List[int], f: List[float], cache: Tensor, token: Tensor, position: Tensor, most: int) -> Tensor:
    B = torch.size(token, 0)
    K = n[2]
    D = n[3]
    G = torch.floordiv(n[1], K)
    at = torch.unsqueeze(position, 1)
    cos, sin, = (self).rotary(w[0], at, torch.add(position, 1), )
    x = torch.unsqueeze(torch.embedding(w[1], token), 1)
    mask = (self).step_mask(position, most, n[-1], ops.prim.dtype(x), )
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
  # have ended. Stops early when n 8 of them newly have; seen is kept up in place. position [B] is that of the first new token,
  # u [B, steps], ends [E].  p and c as steps.py has them.
  def decode(self: __torch__.Ops, w: List[Tensor], a: List[Tensor], p: List[Tensor], c: List[Tensor], n: Tensor, f: Tensor, cache: Tensor, logits: Tensor, seen: Tensor, position: Tensor, done: Tensor, u: Tensor, ends: Tensor) -> Tuple[Tensor, Tensor, Tensor, Tensor]:
    whole = annotate(List[int], n.tolist())
    real = annotate(List[float], f.tolist())
    tokens = annotate(List[Tensor], [])
    known = annotate(List[Tensor], [])
    step = 0
    before = int(torch.sum(done))
    going = True
    while going:
      scores = (self).penalize(logits, seen, real[6], )
      token, probability, = (self).choose(scores, torch.select(u, 1, step), real[3], whole[7], real[4], real[5], )
      if torch.gt(torch.numel(seen), 0):
        _2 = torch.scatter_(seen, 1, torch.unsqueeze(token, 1), True)
      _0 = torch.append(tokens, token)
      _1 = torch.append(known, probability)
      done = torch.logical_or(done, torch.any(torch.eq(torch.unsqueeze(token, 1), ends), 1))
      if torch.gt(torch.len(p), 1):
        logits = (self).laid_out_token(w, p, c, whole, real, cache, token, torch.add(position, step), whole[5] + step, )
      else:
        logits = (self).decode_token(w, a, whole, real, cache, token, torch.add(position, step), whole[5] + step, )
      step = step + 1
      going = torch.lt(step, whole[6])
      if going:
        going = torch.lt(int(torch.sum(done)), before + whole[8])
    return (torch.stack(tokens, 1), torch.stack(known, 1), logits, done)

  # The state of the sequences that are kept.
  def keep(self: __torch__.Ops, cache: Tensor, logits: Tensor, seen: Tensor, rows: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    kept = torch.clone(seen)
    if torch.gt(torch.numel(seen), 0):
      kept = torch.index_select(seen, 0, rows)
    return (torch.index_select(cache, 2, rows), torch.index_select(logits, 0, rows), kept)

  # Chooses the next token [B] of each sequence for whoever runs the model itself: writes it to ids, moves position on, keeps
  # seen up. n: 0 column of u, 1 top-k;  f: temperature, top-p, min-p, penalty.
  def choose_next(self: __torch__.Ops, n: Tensor, f: Tensor, logits: Tensor, seen: Tensor, u: Tensor, ids: Tensor, position: Tensor) -> Tuple[Tensor, Tensor]:
    whole = annotate(List[int], n.tolist())
    real = annotate(List[float], f.tolist())
    scores = (self).penalize(logits, seen, real[3], )
    token, probability, = (self).choose(scores, torch.select(u, 1, whole[0]), real[0], whole[1], real[1], real[2], )
    if torch.gt(torch.numel(seen), 0):
      _0 = torch.scatter_(seen, 1, torch.unsqueeze(token, 1), True)
    _1 = torch.copy_(ids, token)
    _2 = torch.add_(position, 1)
    return (token, probability)

  def side_by_side(self: __torch__.Ops, tokens: List[Tensor], known: List[Tensor]) -> Tuple[Tensor, Tensor]:
    return (torch.stack(tokens, 1), torch.stack(known, 1))
