  # Losses and their gradients. g are the sums that gradients are added to, one for each tensor that is trained and in
  # that order; rows are places in the flattened [B T] that predict targets [N].

  # Copies that autograd can begin at; they share memory with what they copy.
  def leaves(self: __torch__.Ops, a: List[Tensor]) -> List[Tensor]:
    made = annotate(List[Tensor], [])
    for t in a:
      if torch.gt(torch.numel(t), 0):
        _0 = torch.append(made, torch.requires_grad_(torch.detach(t), True))
      else:
        _1 = torch.append(made, t)
    return made

  def add_gradients(self: __torch__.Ops, loss: Tensor, trained: List[Tensor], g: List[Tensor]) -> NoneType:
    wanted = annotate(List[Tensor], [])
    for t in trained:
      if torch.gt(torch.numel(t), 0):
        _0 = torch.append(wanted, t)
    gradients = torch.grad([loss], wanted, None, None, False, True)
    for i in range(torch.len(g)):
      gradient = gradients[i]
      if torch.__isnot__(gradient, None):
        _1 = torch.add_(g[i], unchecked_cast(Tensor, gradient))
    return None

  # Sum of -log p(target) times a weight, with respect to the adapter. Returns the loss.
  def gradients(self: __torch__.Ops, w: List[Tensor], a: List[Tensor], g: List[Tensor], n: Tensor, f: Tensor, ids: Tensor, rows: Tensor, targets: Tensor, weight: Tensor) -> Tensor:
    whole = annotate(List[int], n.tolist())
    torch.manual_seed(whole[4])
    leaves = (self).leaves(a, )
    logits = (self).logits_at(w, leaves, whole, annotate(List[float], f.tolist()), ids, rows, )
    loss = torch.mul(torch.cross_entropy_loss(logits, targets, None, 2, -100, 0.), float(weight))
    (self).add_gradients(loss, leaves, g, )
    return torch.detach(loss)

  # The same with respect to every weight; n 5 is 1 where head and embedding are one tensor.
  def weight_gradients(self: __torch__.Ops, w: List[Tensor], g: List[Tensor], n: Tensor, f: Tensor, ids: Tensor, rows: Tensor, targets: Tensor, weight: Tensor) -> Tensor:
    whole = annotate(List[int], n.tolist())
    tied = torch.eq(whole[5], 1)
    leaves = annotate(List[Tensor], [])
    trained = annotate(List[Tensor], [])
    for i in range(torch.len(w)):
      t = w[i]
      fixed = torch.eq(i, 0)
      if torch.eq(torch.numel(t), 0):
        fixed = True
      if fixed:
        _0 = torch.append(leaves, t)
      else:
        if torch.__and__(torch.eq(i, 3), tied):
          _1 = torch.append(leaves, leaves[1])
        else:
          leaf = torch.requires_grad_(torch.detach(t), True)
          _2 = torch.append(leaves, leaf)
          _3 = torch.append(trained, leaf)
    logits = (self).logits_at(leaves, [torch.narrow(w[0], 0, 0, 0)], whole, annotate(List[float], f.tolist()), ids, rows, )
    loss = torch.mul(torch.cross_entropy_loss(logits, targets, None, 2, -100, 0.), float(weight))
    (self).add_gradients(loss, trained, g, )
    return torch.detach(loss)

  # log p(target) at temperature f 3: [N].
  def log_probabilities(self: __torch__.Ops, w: List[Tensor], a: List[Tensor], n: Tensor, f: Tensor, ids: Tensor, rows: Tensor, targets: Tensor) -> Tensor:
    real = annotate(List[float], f.tolist())
    logits = torch.div((self).logits_at(w, a, annotate(List[int], n.tolist()), real, ids, rows, ), real[3])
    return torch.neg(torch.cross_entropy_loss(logits, targets, None, 0, -100, 0.))
