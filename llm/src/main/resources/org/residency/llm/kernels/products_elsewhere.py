  # What products.py has, where the engine was built without oneDNN.

  def laid_out(self: __torch__.Ops, weight: Tensor) -> Tensor:
    return torch.contiguous(weight)

  def few_rows(self: __torch__.Ops, x: Tensor, weight: Tensor) -> Tensor:
    return torch.linear(x, weight)

  def product(self: __torch__.Ops, x: Tensor, weight: Tensor) -> Tensor:
    return torch.linear(x, weight)

  def product_onto(self: __torch__.Ops, sum: Tensor, x: Tensor, weight: Tensor) -> Tensor:
    return torch.addmm(sum, x, torch.t(weight), beta=1, alpha=1)

  def product_back(self: __torch__.Ops, d: Tensor, weight: Tensor) -> Tensor:
    return torch.matmul(d, weight)

  def add_product_back(self: __torch__.Ops, sum: Tensor, d: Tensor, weight: Tensor) -> Tensor:
    return torch.addmm_(sum, d, weight, beta=1, alpha=1)
