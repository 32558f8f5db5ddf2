  # Bytes [N] of float32 (6), float16 (5) or bfloat16 (15) as numbers of another type; the shape is given.
  def from_bytes(self: __torch__.Ops, bytes: Tensor, types: Tensor, shape: Tensor) -> Tensor:
    t = annotate(List[int], types.tolist())
    return torch.clone(torch.reshape(torch.to(torch.view_copy(bytes, dtype=t[0]), t[1]), annotate(List[int], shape.tolist())))

  def to_bytes(self: __torch__.Ops, x: Tensor, types: Tensor) -> Tensor:
    t = annotate(List[int], types.tolist())
    return torch.view_copy(torch.reshape(torch.to(x, t[0]), [-1]), dtype=0)

  # W + scaling * B A in float32 (arXiv 2106.09685, section 4.1).
  def merge(self: __torch__.Ops, weight: Tensor, a: Tensor, b: Tensor, scaling: Tensor) -> Tensor:
    return torch.add(torch.to(weight, 6), torch.mul(torch.matmul(torch.to(b, 6), torch.to(a, 6)), float(scaling)))

  # Compares two models' logits [N, V]: [sum of KL(first, second), largest difference, places of equal argmax].
  def compare(self: __torch__.Ops, first: Tensor, second: Tensor) -> Tensor:
    p = torch.log_softmax(torch.to(first, 7), -1)
    q = torch.log_softmax(torch.to(second, 7), -1)
    kl = torch.sum(torch.mul(torch.exp(p), torch.sub(p, q)))
    same = torch.sum(torch.to(torch.eq(torch.argmax(first, -1), torch.argmax(second, -1)), 7))
    return torch.stack([kl, torch.to(torch.max(torch.abs(torch.sub(first, second))), 7), same])

  # Normally distributed numbers on the device of a tensor.  types: type, seed;  f: mean, deviation.
  def random_weight(self: __torch__.Ops, near: Tensor, shape: Tensor, types: Tensor, f: Tensor) -> Tensor:
    t = annotate(List[int], types.tolist())
    real = annotate(List[float], f.tolist())
    torch.manual_seed(t[1])
    x = torch.randn(annotate(List[int], shape.tolist()), dtype=t[0], layout=None, device=ops.prim.device(near), pin_memory=None)
    return torch.add(torch.mul(x, real[1]), real[0])

  # A view of the first element.
  def first_element(self: __torch__.Ops, x: Tensor) -> Tensor:
    return torch.narrow(torch.view(x, [-1]), 0, 0, 1)

  # A copy of its own, float32 on the CPU.
  def floats_on_host(self: __torch__.Ops, x: Tensor) -> Tensor:
    return torch.clone(torch.to(torch.to(x, 6), torch.device("cpu")))

  # Views of a vector's elements, one after another; sides has rows and columns of each, no columns for a vector.
  def views(self: __torch__.Ops, whole: Tensor, sides: Tensor) -> List[Tensor]:
    n = annotate(List[int], sides.tolist())
    made = annotate(List[Tensor], [])
    begin = 0
    for i in range(torch.floordiv(torch.len(n), 2)):
      rows = n[2 * i]
      columns = n[2 * i + 1]
      if torch.eq(columns, 0):
        view = torch.narrow(whole, 0, begin, rows)
        begin = begin + rows
      else:
        view = torch.view(torch.narrow(whole, 0, begin, rows * columns), [rows, columns])
        begin = begin + rows * columns
      _0 = torch.append(made, view)
    return made

  # The same matrices one below the other in one piece of memory, as views of it.
  def adjacent(self: __torch__.Ops, parts: List[Tensor]) -> List[Tensor]:
    whole = torch.cat(parts)
    views = annotate(List[Tensor], [])
    begin = 0
    for part in parts:
      _0 = torch.append(views, torch.narrow(whole, 0, begin, torch.size(part, 0)))
      begin = begin + torch.size(part, 0)
    return views

  # An adapter's factors A [r, in], B [out, r] in the type of w, r filled up to a multiple of sixteen with zeros; empty ones stay.
  def filled_factors(self: __torch__.Ops, w: Tensor, a: List[Tensor]) -> List[Tensor]:
    filled = annotate(List[Tensor], [])
    for i in range(torch.len(a)):
      factor = torch.type_as(a[i], w)
      if torch.gt(torch.numel(factor), 0):
        side = torch.remainder(i, 2)
        more = torch.remainder(16 - torch.remainder(torch.size(factor, side), 16), 16)
        if torch.eq(side, 0):
          factor = torch.constant_pad_nd(factor, [0, 0, 0, more])
        else:
          factor = torch.constant_pad_nd(factor, [0, more])
      _0 = torch.append(filled, torch.contiguous(factor))
    return filled

  # Copies each tensor's elements into another's memory.
  def overwrite(self: __torch__.Ops, to: List[Tensor], from_: List[Tensor]) -> Tensor:
    for i in range(torch.len(to)):
      _0 = torch.copy_(to[i], from_[i])
    return to[0]
