  # AdamW in place (Loshchilov and Hutter, arXiv 1711.05101), after clipping the gradients g to a global norm.
  # p, g, m and v are pieces of memory; n tells of each how many tensors it holds, followed by their sizes.
  # f:  0 learning rate, 1 beta 1, 2 beta 2, 3 weight decay, 4 epsilon, 5 largest norm, 6 step counted from 1.
  # Returns the norm before clipping; where that is not finite nothing changes. g is zero afterwards.
  def adamw(self: __torch__.Ops, p: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], n: Tensor, f: Tensor) -> Tensor:
    real = annotate(List[float], f.tolist())
    norm = (self).gradient_norm(g, n, )
    if bool(torch.isfinite(norm)):
      factor = torch.clamp_max(torch.mul(torch.reciprocal(torch.add(norm, 1e-06)), real[5]), 1.)
      steps = annotate(List[Tensor], [])
      step = torch.full([], real[6], dtype=6, layout=None, device=ops.prim.device(norm), pin_memory=None)
      for t in g:
        _0 = torch.append(steps, step)
      torch._foreach_mul_(g, factor)
      torch._fused_adamw_(p, g, m, v, annotate(List[Tensor], []), steps, lr=real[0], beta1=real[1], beta2=real[2], weight_decay=real[3], eps=real[4], amsgrad=False, maximize=False)
      torch._foreach_zero_(g)
    return norm

  # The norm of all tensors' norms.
  def gradient_norm(self: __torch__.Ops, g: List[Tensor], n: Tensor) -> Tensor:
    counts = annotate(List[int], n.tolist())
    parts = annotate(List[Tensor], [])
    at = 0
    for piece in g:
      end = at + 1 + counts[at]
      for part in torch.split_with_sizes(torch.view(piece, [-1]), torch.slice(counts, at + 1, end, 1), 0):
        _0 = torch.append(parts, part)
      at = end
    return torch.linalg_vector_norm(torch.stack(torch._foreach_norm(parts)))

  # Gives each tensor of g the values of that of p; returns nothing of use.
  def copy_all(self: __torch__.Ops, p: List[Tensor], g: List[Tensor]) -> Tensor:
    for i in range(torch.len(p)):
      _0 = torch.copy_(g[i], p[i])
    return torch.zeros([1], dtype=6, layout=None, device=None, pin_memory=None)

  # All of them one after another [n], each with zeros up to a whole number of blocks of 256.
  def in_blocks(self: __torch__.Ops, tensors: List[Tensor]) -> Tensor:
    parts = annotate(List[Tensor], [])
    for t in tensors:
      n = torch.numel(t)
      rest = 256 * torch.floordiv(n + 255, 256) - n
      flat = torch.reshape(t, [-1])
      if torch.gt(rest, 0):
        flat = torch.constant_pad_nd(flat, [0, rest], 0.)
      _0 = torch.append(parts, flat)
    return torch.cat(parts)

  def from_codes(self: __torch__.Ops, codes: Tensor, absmax: Tensor, map: Tensor) -> Tensor:
    values = torch.view(torch.index_select(map, 0, torch.to(codes, 3)), [-1, 256])
    return torch.reshape(torch.mul_(values, torch.unsqueeze(absmax, 1)), [-1])

  # The same step for p, their moments held as 8-bit codes of the dynamic maps in blocks of 256 (Dettmers et al., arXiv
  # 2110.02861), as bitsandbytes has them: m and v [n of all, in blocks], bytes, and each block's absmax.
  # maps [512]: signed for m, unsigned for v.  f 5 is the factor that clips.  g is zero afterwards.
  def adamw_8bit(self: __torch__.Ops, p: List[Tensor], g: List[Tensor], m: Tensor, v: Tensor, first_absmax: Tensor, second_absmax: Tensor, maps: Tensor, f: Tensor) -> Tensor:
    real = annotate(List[float], f.tolist())
    signed = torch.narrow(maps, 0, 0, 256)
    unsigned = torch.narrow(maps, 0, 256, 256)
    gradient = torch.mul((self).in_blocks(g, ), real[5])
    first = torch.add_(torch.mul_((self).from_codes(m, first_absmax, signed, ), real[1]), gradient, alpha=1. - real[1])
    second = torch.addcmul_(torch.mul_((self).from_codes(v, second_absmax, unsigned, ), real[2]), gradient, gradient, value=1. - real[2])
    correction = torch.sqrt(1. - torch.pow(real[2], real[6]))
    change = torch.div(first, torch.add_(torch.div(torch.sqrt(second), correction), real[4]))
    rate = torch.div(real[0], 1. - torch.pow(real[1], real[6]))
    begin = 0
    for i in range(torch.len(p)):
      n = torch.numel(p[i])
      own = torch.view(torch.narrow(change, 0, begin, n), annotate(List[int], torch.size(p[i])))
      _0 = torch.add_(torch.mul_(p[i], 1. - real[0] * real[3]), own, alpha=torch.neg(rate))
      _1 = torch.zero_(g[i])
      begin = begin + 256 * torch.floordiv(n + 255, 256)
    codes, absmax, = (self).quantize_blocks(first, signed, 256, )
    _2 = torch.copy_(m, codes)
    _3 = torch.copy_(first_absmax, absmax)
    codes, absmax, = (self).quantize_blocks(second, unsigned, 256, )
    _4 = torch.copy_(v, codes)
    _5 = torch.copy_(second_absmax, absmax)
    return absmax
