// silu(gate) up [B, I] of y [B, 2 I]; eight elements a thread.
extern "C" __global__ void __launch_bounds__(128) gate(
    const raw* y, const float* low, int low_stride, int low_gate, int low_up, const raw* b_gate, const raw* b_up, int rank,
    float scaling, raw* out, int inner) {
  __shared__ float own_low[2][256];
  let_next_begin();
  wait();
  int row = blockIdx.y, i = (blockIdx.x * 128 + threadIdx.x) * 8;
  if (rank > 0) {
#pragma unroll 1
    for (int r = threadIdx.x; r < rank; r += 128) {
      own_low[0][r] = inner_vector(low, gridDim.y, row, low_stride, low_gate + r);
      own_low[1][r] = inner_vector(low, gridDim.y, row, low_stride, low_up + r);
    }
    __syncthreads();
  }
  if (i >= inner) return;
  const raw* own = y + (size_t)row * 2 * inner + i;
  float first[8], second[8];
  spread(*(const uint4*)own, first);
  spread(*(const uint4*)(own + inner), second);
  if (b_gate) adapt<8>(first, own_low[0], b_gate + (size_t)i * rank, rank, scaling);
  if (b_up) adapt<8>(second, own_low[1], b_up + (size_t)i * rank, rank, scaling);
#pragma unroll
  for (int j = 0; j < 8; j++) first[j] = rounded(first[j] / (1 + __expf(-first[j]))) * second[j];
  *(uint4*)(out + (size_t)row * inner + i) = gather(first);
}
