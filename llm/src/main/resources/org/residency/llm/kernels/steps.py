  # Token steps on the CPU in float32, over weights laid out for products of a few rows.
  #
  # p, laid out:  per layer from 5 i:  0 query, key and value one below the other, 1 output, 2 gate and up, 3 down, 4 the bias of
  #   the first (empty where there is none); and as the last the head.  One empty tensor where nothing is laid out.
  # c, the adapter beside them:  per layer from 8 i the pairs A' [in, r], B' [r, out] of the same four, r that of all their
  #   projections, B' scaled (empty where they carry none).  One empty tensor where there is no adapter.

  def lay_out(self: __torch__.Ops, w: List[Tensor], n: Tensor) -> List[Tensor]:
    whole = annotate(List[int], n.tolist())
    laid = annotate(List[Tensor], [])
    for layer in range(whole[0]):
      i = 4 + 14 * layer
      _0 = torch.append(laid, (self).laid_out(torch.cat([w[i + 1], w[i + 2], w[i + 3]]), ))
      _1 = torch.append(laid, (self).laid_out(w[i + 4], ))
      _2 = torch.append(laid, (self).laid_out(torch.cat([w[i + 6], w[i + 7]]), ))
      _3 = torch.append(laid, (self).laid_out(w[i + 8], ))
      _4 = torch.append(laid, torch.cat([w[i + 9], w[i + 10], w[i + 11]]))
    _5 = torch.append(laid, (self).laid_out(w[3], ))
    return laid

  def lay_out_adapter(self: __torch__.Ops, w: List[Tensor], a: List[Tensor], n: Tensor, f: Tensor) -> List[Tensor]:
    whole = annotate(List[int], n.tolist())
    real = annotate(List[float], f.tolist())
    laid = annotate(List[Tensor], [])
    for layer in range(whole[0]):
      i = 4 + 14 * layer
      j = 14 * layer
      (self).join_factors(laid, [w[i + 1], w[i + 2], w[i + 3]], a, j, real[1], )
      (self).join_factors(laid, [w[i + 4]], a, j + 6, real[1], )
      (self).join_factors(laid, [w[i + 6], w[i + 7]], a, j + 8, real[1], )
      (self).join_factors(laid, [w[i + 8]], a, j + 12, real[1], )
    return laid

  # Of the projections with these weights, the first of which has its pair at a place of a.
  def join_factors(self: __torch__.Ops, laid: List[Tensor], weights: List[Tensor], a: List[Tensor], at: int, scaling: float) -> NoneType:
    first = annotate(List[Tensor], [])
    second = annotate(List[Tensor], [])
    for i in range(torch.len(weights)):
      if torch.gt(torch.numel(a[at + 2 * i]), 0):
        _0 = torch.append(first, a[at + 2 * i])
        _1 = torch.append(second, torch.mul(a[at + 2 * i + 1], scaling))
      else:
        _2 = torch.append(second, torch.narrow(weights[i], 1, 0, 0))
    if torch.gt(torch.len(first), 0):
      _3 = torch.append(laid, torch.contiguous(torch.t(torch.cat(first))))
      _4 = torch.append(laid, torch.contiguous(torch.t(torch.block_diag(second))))
    else:
      _5 = torch.append(laid, torch.narrow(a[at], 0, 0, 0))
      _6 = torch.append(laid, torch.narrow(a[at], 0, 0, 0))
    return None

  # x W' + x A' B' of x [B, in].
  def step_product(self: __torch__.Ops, x: Tensor, weight: Tensor, c: List[Tensor], at: int) -> Tensor:
    y = (self).few_rows(x, weight, )
    if torch.gt(torch.len(c), 1):
      if torch.gt(torch.numel(c[at]), 0):
        y = torch.addmm_(y, torch.mm(x, c[at]), c[at + 1])
    return y

  # As decode_token.
  def laid_out_token(self: __torch__.Ops, w: List[Tensor], p: List[Tensor], c: List[Tensor], n: List[int], f: List[float], cache: Tensor, token: Tensor, position: Tensor, most: int) -> Tensor:
    B = torch.size(token, 0)
    H = n[1]
    K = n[2]
    D = n[3]
    cos, sin, = (self).rotary(w[0], torch.unsqueeze(position, 1), torch.add(position, 1), )
    cos = torch.view(cos, [B, 1, D])
    sin = torch.view(sin, [B, 1, D])
    mask = (self).step_mask(position, most, n[-1], 6, )
    place = torch.expand(torch.view(position, [1, B, 1, 1, 1]), [2, B, K, 1, D])
    x = torch.embedding(w[1], token)
    for layer in range(n[0]):
      i = 4 + 14 * layer
      j = 5 * layer
      made = (self).step_product((self).rms_norm(x, w[i], f[0], ), p[j], c, 8 * layer, )
      if torch.gt(torch.numel(p[j + 4]), 0):
        made = torch.add_(made, p[j + 4])
      heads = torch.view(made, [B, H + 2 * K, D])
      both = torch.narrow(heads, 1, 0, H + K)
      if torch.gt(torch.numel(w[i + 12]), 0):
        both = torch.cat([(self).rms_norm(torch.narrow(heads, 1, 0, H), w[i + 12], f[0], ), (self).rms_norm(torch.narrow(heads, 1, H, K), w[i + 13], f[0], )], 1)
      turned = (self).rotate(both, cos, sin, )
      own = torch.select(cache, 0, layer)
      now = torch.stack([torch.narrow(turned, 1, H, K), torch.narrow(heads, 1, H + K, K)])
      _0 = torch.scatter_(own, 3, place, torch.unsqueeze(now, 3))
      so_far = torch.narrow(own, 3, 0, most + 1)
      q = torch.reshape(torch.narrow(turned, 1, 0, H), [B, K, -1, D])
      y = torch.scaled_dot_product_attention(q, torch.select(so_far, 0, 0), torch.select(so_far, 0, 1), mask, 0., False)
      x = torch.add(x, (self).step_product(torch.reshape(y, [B, H * D]), p[j + 1], c, 8 * layer + 2, ))
      wide = (self).step_product((self).rms_norm(x, w[i + 5], f[0], ), p[j + 2], c, 8 * layer + 4, )
      inner = torch.floordiv(torch.size(wide, 1), 2)
      gated = torch.mul(torch.silu(torch.narrow(wide, 1, 0, inner)), torch.narrow(wide, 1, inner, inner))
      x = torch.add(x, (self).step_product(gated, p[j + 3], c, 8 * layer + 6, ))
    return (self).few_rows((self).rms_norm(x, w[2], f[0], ), p[-1], )
