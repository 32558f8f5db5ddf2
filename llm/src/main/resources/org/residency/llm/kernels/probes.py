  # What the device can do.  n: size, type, times.

  def probe_multiply(self: __torch__.Ops, near: Tensor, n: Tensor) -> Tensor:
    t = annotate(List[int], n.tolist())
    x = torch.randn([t[0], t[0]], dtype=t[1], layout=None, device=ops.prim.device(near), pin_memory=None)
    y = x
    for i in range(t[2]):
      y = torch.matmul(x, x)
    return torch.to(torch.sum(torch.narrow(torch.narrow(y, 0, 0, 1), 1, 0, 1)), 6)

  def probe_copy(self: __torch__.Ops, near: Tensor, n: Tensor) -> Tensor:
    t = annotate(List[int], n.tolist())
    x = torch.ones([t[0]], dtype=t[1], layout=None, device=ops.prim.device(near), pin_memory=None)
    y = torch.zeros_like(x)
    for i in range(t[2]):
      y = torch.copy_(y, x)
    return torch.to(torch.sum(torch.narrow(y, 0, 0, 1)), 6)
