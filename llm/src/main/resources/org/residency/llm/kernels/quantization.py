  # Weights in eight bits: codes [out, in], int8, and each row's absmax [out] in float32, value = code * absmax / 127, as LLM.int8()
  # holds them (Dettmers et al., arXiv 2208.07339).  Where a pair is wanted, an empty tensor follows the absmax.
  #
  # Weights in four bits: NF4 of QLoRA (Dettmers et al., arXiv 2305.14314) in the block format of bitsandbytes. 64 values
  # share an absmax; 256 of these, less the mean of all, share another and are kept as codes of the 8-bit dynamic map
  # (Dettmers et al., arXiv 2110.02861).
  #
  # codes [out, in / 2], bytes: the first of two values in the high half.  blocks [out in / 64], bytes.
  # statistics, float32: 0 the mean, then an absmax for each 256 blocks.
  # tables [784], float32: 256 pairs of NF4 values by their byte, the dynamic map [256], NF4 itself [16].

  # Codes [n], bytes, of the nearest values in a sorted table, and the absmax of each block.
  def quantize_blocks(self: __torch__.Ops, x: Tensor, table: Tensor, block: int) -> Tuple[Tensor, Tensor]:
    n = torch.numel(x)
    count = torch.floordiv(n + block - 1, block)
    flat = torch.constant_pad_nd(torch.reshape(x, [-1]), [0, count * block - n], 0.)
    rows = torch.view(flat, [count, block])
    absmax = torch.amax(torch.abs(rows), [1], True)
    scaled = torch.clamp(torch.mul(rows, torch.reciprocal(torch.clamp_min(absmax, 1e-38))), -1., 1.)
    last = torch.size(table, 0) - 1
    bounds = torch.div(torch.add(torch.narrow(table, 0, 0, last), torch.narrow(table, 0, 1, last)), 2.)
    codes = torch.to(torch.bucketize(scaled, bounds, out_int32=True), 0)
    return (torch.narrow(torch.reshape(codes, [-1]), 0, 0, n), torch.squeeze(absmax, 1))

  # Codes, blocks and statistics of a weight [out, in].
  def quantize_nf4(self: __torch__.Ops, x: Tensor, tables: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    wide = torch.to(x, 6)
    codes, absmax, = (self).quantize_blocks(wide, torch.narrow(tables, 0, 768, 16), 64, )
    mean = torch.mean(absmax)
    blocks, outer, = (self).quantize_blocks(torch.sub(absmax, mean), torch.narrow(tables, 0, 512, 256), 256, )
    pairs = torch.view(codes, [torch.size(x, 0), -1, 2])
    packed = torch.bitwise_or(torch.bitwise_left_shift(torch.select(pairs, 2, 0), 4), torch.select(pairs, 2, 1))
    return (packed, blocks, torch.cat([torch.reshape(mean, [1]), outer]))

  # The weight [out, in] in a type.
  def dequantize_nf4(self: __torch__.Ops, codes: Tensor, blocks: Tensor, statistics: Tensor, tables: Tensor, dtype: int) -> Tensor:
    count = torch.size(blocks, 0)
    outer = torch.narrow(statistics, 0, 1, torch.size(statistics, 0) - 1)
    each = torch.narrow(torch.repeat_interleave(outer, 256), 0, 0, count)
    map = torch.narrow(tables, 0, 512, 256)
    absmax = torch.add(torch.mul(torch.index_select(map, 0, torch.to(blocks, 3)), each), torch.narrow(statistics, 0, 0, 1))
    pairs = torch.view(torch.narrow(tables, 0, 0, 512), [256, 2])
    values = torch.view(torch.embedding(pairs, torch.to(codes, 3)), [count, 64])
    scaled = torch.to(torch.mul_(values, torch.unsqueeze(absmax, 1)), dtype)
    return torch.view(scaled, [torch.size(codes, 0), -1])

  # Codes and absmax of a weight [out, in], and an empty tensor.
  def quantize_int8(self: __torch__.Ops, x: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    wide = torch.to(x, 6)
    absmax = torch.amax(torch.abs(wide), [1])
    scaled = torch.mul(wide, torch.unsqueeze(torch.div(torch.full_like(absmax, 127.), torch.clamp_min(absmax, 1e-38)), 1))
    return (torch.to(torch.round(scaled), 1), absmax, torch.zeros([0], dtype=6, layout=None, device=ops.prim.device(x), pin_memory=None))

  # The weight [out, in] in a type.
  def dequantize_int8(self: __torch__.Ops, codes: Tensor, absmax: Tensor, dtype: int) -> Tensor:
    scale = torch.unsqueeze(torch.div(absmax, 127.), 1)
    return torch.to(torch.mul(torch.to(codes, 6), scale), dtype)

  # Layers of the model whose weights these are, and whether they are quantised.
  def layers_of(self: __torch__.Ops, w: List[Tensor]) -> Tuple[int, bool]:
    type = ops.prim.dtype(w[5])
    if torch.gt(type, 1):
      L = torch.floordiv(torch.len(w) - 4, 14)
      quantised = False
    else:
      L = torch.floordiv(torch.len(w) - 4, 28)
      quantised = True
    return (L, quantised)

  # The weight at a place of w as it is multiplied. Where w is quantised, blocks and statistics of each layer's seven
  # projections follow from 4 + 14 L on, in pairs as the adapter's, and the tables come last.
  def weight(self: __torch__.Ops, w: List[Tensor], place: int) -> Tensor:
    found = w[place]
    type = ops.prim.dtype(found)
    if torch.le(type, 1):
      L, _0, = (self).layers_of(w, )
      layer = torch.floordiv(place - 4, 14)
      slot = place - 4 - 14 * layer - 1
      if torch.gt(slot, 4):
        slot = slot - 1
      at = 4 + 14 * L + 14 * layer + 2 * slot
      if torch.eq(type, 1):
        found = (self).dequantize_int8(found, w[at], ops.prim.dtype(w[1]), )
      else:
        found = (self).dequantize_nf4(found, w[at], w[at + 1], w[-1], ops.prim.dtype(w[1]), )
    return found

  # The same in float32.
  def dequantized(self: __torch__.Ops, codes: Tensor, blocks: Tensor, statistics: Tensor, tables: Tensor) -> Tensor:
    if torch.eq(ops.prim.dtype(codes), 1):
      values = (self).dequantize_int8(codes, blocks, 6, )
    else:
      values = (self).dequantize_nf4(codes, blocks, statistics, tables, 6, )
    return values
