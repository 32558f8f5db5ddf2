  # AdamW in place (Loshchilov and Hutter, arXiv 1711.05101), after clipping the gradients g to a global norm.
  # f:  0 learning rate, 1 beta 1, 2 beta 2, 3 weight decay, 4 epsilon, 5 largest norm, 6 step counted from 1.
  # Returns the norm before clipping; where that is not finite nothing changes. g is zero afterwards.
  def adamw(self: __torch__.Ops, p: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], f: Tensor) -> Tensor:
    real = annotate(List[float], f.tolist())
    norms = annotate(List[Tensor], [])
    for t in g:
      _0 = torch.append(norms, torch.linalg_vector_norm(t))
    norm = torch.linalg_vector_norm(torch.stack(norms))
    if bool(torch.isfinite(norm)):
      factor = torch.clamp_max(torch.mul(torch.reciprocal(torch.add(norm, 1e-06)), real[5]), 1.)
      steps = annotate(List[Tensor], [])
      step = torch.full([], real[6], dtype=6, layout=None, device=ops.prim.device(norm), pin_memory=None)
      for t in g:
        _1 = torch.mul_(t, factor)
        _2 = torch.append(steps, step)
      torch._fused_adamw_(p, g, m, v, annotate(List[Tensor], []), steps, lr=real[0], beta1=real[1], beta2=real[2], weight_decay=real[3], eps=real[4], amsgrad=False, maximize=False)
      for t in g:
        _3 = torch.zero_(t)
    return norm

  # Gives each tensor of g the values of that of p; returns nothing of use.
  def copy_all(self: __torch__.Ops, p: List[Tensor], g: List[Tensor]) -> Tensor:
    for i in range(torch.len(p)):
      _0 = torch.copy_(g[i], p[i])
    return torch.zeros([1], dtype=6, layout=None, device=None, pin_memory=None)
