  # Products of a few rows by oneDNN, whose weights are laid out beforehand: the library's own product lays them out anew each
  # time, which for eight rows takes longer than the multiplications.

  # A weight [out, in] as few_rows takes it.
  def laid_out(self: __torch__.Ops, weight: Tensor) -> Tensor:
    return ops.mkldnn._reorder_linear_weight(torch.contiguous(weight), 8)

  # x W' of x [rows, in].
  def few_rows(self: __torch__.Ops, x: Tensor, weight: Tensor) -> Tensor:
    return ops.mkldnn._linear_pointwise(x, weight, None, "none", annotate(List[Optional[number]], []), "")

  # The products of frozen weights [out, in] with many rows. In float32 on the CPU oneDNN's is faster than the library's own, by a
  # twentieth to a quarter as the shape may be.

  def by_onednn(self: __torch__.Ops, x: Tensor) -> bool:
    mine = False
    if torch.eq(ops.prim.dtype(x), 6):
      mine = torch.__not__(ops.prim.is_cuda(x))
    return mine

  # x W' of x [T, in].
  def product(self: __torch__.Ops, x: Tensor, weight: Tensor) -> Tensor:
    if (self).by_onednn(x, ):
      y = (self).few_rows(x, weight, )
    else:
      y = torch.linear(x, weight)
    return y

  # sum + x W'.
  def product_onto(self: __torch__.Ops, sum: Tensor, x: Tensor, weight: Tensor) -> Tensor:
    if (self).by_onednn(x, ):
      y = torch.add_((self).few_rows(x, weight, ), sum)
    else:
      y = torch.addmm(sum, x, torch.t(weight), beta=1, alpha=1)
    return y

  # d W of d [T, out].
  def product_back(self: __torch__.Ops, d: Tensor, weight: Tensor) -> Tensor:
    if (self).by_onednn(d, ):
      y = (self).few_rows(d, torch.t(weight), )
    else:
      y = torch.matmul(d, weight)
    return y

  # Adds d W to sum.
  def add_product_back(self: __torch__.Ops, sum: Tensor, d: Tensor, weight: Tensor) -> Tensor:
    if (self).by_onednn(d, ):
      y = torch.add_(sum, (self).few_rows(d, torch.t(weight), ))
    else:
      y = torch.addmm_(sum, d, weight, beta=1, alpha=1)
    return y
