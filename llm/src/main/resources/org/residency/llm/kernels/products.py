  # Products of a few rows by oneDNN, whose weights are laid out beforehand: the library's own product lays them out anew each
  # time, which for eight rows takes longer than the multiplications.

  # A weight [out, in] as few_rows takes it.
  def laid_out(self: __torch__.Ops, weight: Tensor) -> Tensor:
    return ops.mkldnn._reorder_linear_weight(torch.contiguous(weight), 8)

  # x W' of x [rows, in].
  def few_rows(self: __torch__.Ops, x: Tensor, weight: Tensor) -> Tensor:
    return ops.mkldnn._linear_pointwise(x, weight, None, "none", annotate(List[Optional[number]], []), "")
