// The same for ROWS sequences, whose low-rank vectors stand 256 apart: B is read once for all of them.
__device__ __forceinline__ void adapt_rows(
    float (*v)[8], const float* low, const raw* b, int rank, float scaling) {
  float sum[ROWS][8] = {};
#pragma unroll 1
  for (int r = 0; r < rank; r += 8) {
    float part[ROWS][8];
#pragma unroll
    for (int k = 0; k < ROWS; k++)
#pragma unroll
      for (int j = 0; j < 8; j++) part[k][j] = low[k * 256 + r + j];
#pragma unroll
    for (int e = 0; e < 8; e++) {
      float f[8];
      spread(*(const uint4*)(b + (size_t)e * rank + r), f);
#pragma unroll
      for (int k = 0; k < ROWS; k++)
#pragma unroll
        for (int j = 0; j < 8; j++) sum[k][e] += part[k][j] * f[j];
    }
  }
#pragma unroll
  for (int k = 0; k < ROWS; k++)
#pragma unroll
    for (int e = 0; e < 8; e++) v[k][e] = rounded(v[k][e] + scaling * sum[k][e]);
}

// silu(gate) up [B, I] of y [B, 2 I]; eight elements of ROWS sequences a thread.
extern "C" __global__ void __launch_bounds__(128) gate(
    const raw* y, const float* low, int low_stride, int low_gate, int low_up, const raw* b_gate, const raw* b_up, int rank,
    float scaling, raw* out, int inner, int rows) {
  __shared__ float own_low[2][ROWS * 256];
  let_next_begin();
  wait();
  int row = blockIdx.y * ROWS, i = (blockIdx.x * 128 + threadIdx.x) * 8;
  if (rank > 0) {
#pragma unroll 1
    for (int r = threadIdx.x; r < ROWS * rank; r += 128) {
      int k = r / rank, at = r % rank;
      bool there = row + k < rows;
      own_low[0][k * 256 + at] = there ? inner_vector(low, rows, row + k, low_stride, low_gate + at) : 0;
      own_low[1][k * 256 + at] = there ? inner_vector(low, rows, row + k, low_stride, low_up + at) : 0;
    }
    __syncthreads();
  }
  if (i >= inner) return;
  float first[ROWS][8], second[ROWS][8];
#pragma unroll
  for (int k = 0; k < ROWS; k++) {
    const raw* own = y + (size_t)(row + k < rows ? row + k : row) * 2 * inner + i;
    spread(*(const uint4*)own, first[k]);
    spread(*(const uint4*)(own + inner), second[k]);
  }
  if (b_gate) adapt_rows(first, own_low[0], b_gate + (size_t)i * rank, rank, scaling);
  if (b_up) adapt_rows(second, own_low[1], b_up + (size_t)i * rank, rank, scaling);
#pragma unroll
  for (int k = 0; k < ROWS; k++) {
    if (row + k < rows) {
#pragma unroll
      for (int j = 0; j < 8; j++) first[k][j] = rounded(first[k][j] / (1 + __expf(-first[k][j]))) * second[k][j];
      *(uint4*)(out + (size_t)(row + k) * inner + i) = gather(first[k]);
    }
  }
}
