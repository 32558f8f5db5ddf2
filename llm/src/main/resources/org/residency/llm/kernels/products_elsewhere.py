  # What products.py has, where the engine was built without oneDNN.

  def laid_out(self: __torch__.Ops, weight: Tensor) -> Tensor:
    return torch.contiguous(weight)

  def few_rows(self: __torch__.Ops, x: Tensor, weight: Tensor) -> Tensor:
    return torch.linear(x, weight)
