  # DoRA (Liu et al., arXiv 2402.09353): a changed weight is W' = m (W + s B A) / |W + s B A|, m [out] trained, the norm [out]
  # of each row taken as a constant (section 4.3).
  #
  # Where it is used, behind the 14 L factors of a:  the magnitudes m of each layer's seven projections (empty where one
  # carries no adapter), and, where the adapter does not change any more, for each the gain m / |W + s B A| behind these.

  # Whether the projection whose factors begin at a place of a has a magnitude.
  def decomposed(self: __torch__.Ops, w: List[Tensor], a: List[Tensor]) -> bool:
    L, _0, = (self).layers_of(w, )
    return torch.gt(torch.len(a), 14 * L)

  # Norms [out] of the rows of W + s B A, in float32.
  def row_norms(self: __torch__.Ops, weight: Tensor, a: Tensor, b: Tensor, scaling: float) -> Tensor:
    change = torch.mul(torch.matmul(torch.to(torch.detach(b), 6), torch.to(torch.detach(a), 6)), scaling)
    return torch.linalg_vector_norm(torch.add(torch.to(weight, 6), change), 2, [1], False, dtype=None)

  # What the projection's outputs are multiplied with [out], float32.
  def gain(self: __torch__.Ops, weight: Tensor, w: List[Tensor], a: List[Tensor], at: int, scaling: float) -> Tensor:
    L, _0, = (self).layers_of(w, )
    place = 14 * L + torch.floordiv(at, 2)
    if torch.gt(torch.len(a), 21 * L):
      made = a[place + 7 * L]
    else:
      made = torch.div(a[place], (self).row_norms(weight, a[at], a[at + 1], scaling, ))
    return made

  # y = gain * (z W' + scaling * z A' B') + (x - z) W' of z, which is x after dropout: PEFT's form where there is dropout.
  def project_decomposed(self: __torch__.Ops, x: Tensor, weight: Tensor, bias: Tensor, w: List[Tensor], a: List[Tensor], at: int, scaling: float, dropout: float) -> Tensor:
    z = x
    if torch.gt(dropout, 0.):
      z = torch.dropout(z, dropout, True)
    own = torch.linear(z, weight)
    change = torch.linear(torch.linear(z, torch.type_as(a[at], z)), torch.type_as(a[at + 1], z))
    y = torch.mul(torch.add(own, torch.mul(change, scaling)), torch.type_as((self).gain(weight, w, a, at, scaling, ), z))
    if torch.gt(dropout, 0.):
      y = torch.add(y, torch.sub(torch.linear(x, weight), own))
    if torch.gt(torch.numel(bias), 0):
      y = torch.add(y, bias)
    return y

  # The row norms [out] of 7 L changed weights; empty where an adapter's A is. Of an adapter that changes nothing yet they are the
  # magnitudes it begins with, and a magnitude divided by them is its gain.
  def changed_norms(self: __torch__.Ops, w: List[Tensor], a: List[Tensor], f: Tensor) -> List[Tensor]:
    made = annotate(List[Tensor], [])
    L, _1, = (self).layers_of(w, )
    for i in range(7 * L):
      if torch.gt(torch.numel(a[2 * i]), 0):
        norms = (self).row_norms((self).weight(w, (self).place_of(i, ), ), a[2 * i], a[2 * i + 1], float(f), )
      else:
        norms = torch.clone(a[2 * i])
      _0 = torch.append(made, norms)
    return made

  # Where the i-th of all projections stands in w.
  def place_of(self: __torch__.Ops, i: int) -> int:
    slot = torch.remainder(i, 7)
    place = 4 + 14 * torch.floordiv(i, 7) + 1 + slot
    if torch.gt(slot, 3):
      place = place + 1
    return place

  # m (W + s B A) / |W + s B A| in float32.
  def merge_decomposed(self: __torch__.Ops, weight: Tensor, a: Tensor, b: Tensor, magnitude: Tensor, scaling: Tensor) -> Tensor:
    changed = (self).merge(weight, a, b, scaling, )
    gain = torch.div(torch.to(magnitude, 6), torch.linalg_vector_norm(changed, 2, [1], False, dtype=None))
    return torch.mul(changed, torch.unsqueeze(gain, 1))
