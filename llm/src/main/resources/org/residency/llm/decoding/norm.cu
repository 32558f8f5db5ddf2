// x [B, C] += y with the adapter's part, or x = the embedding of ids where there is no y; then h = its norm. A block of 512 a
// sequence; C a multiple of 8. With ids also cosine and signed sine of each sequence's position: turn [B, D].
extern "C" __global__ void __launch_bounds__(512) add_and_norm(
    const raw* embedding, const long long* ids, const long long* position, const float* rotary, float* turn, const raw* y,
    const float* low, int low_stride, const raw* b, int rank, float scaling, raw* x, const raw* weight, float epsilon, raw* h,
    int width) {
  __shared__ float sums[16];
  __shared__ float own_low[256];
  let_next_begin();
  int row = blockIdx.x;
  uint4 by[VECTORS];
#pragma unroll
  for (int j = 0; j < VECTORS; j++) {
    int i = (j * 512 + threadIdx.x) * 8;
    if (i < width) by[j] = *(const uint4*)(weight + i);
  }
  wait();
  if (b) {
    if (threadIdx.x < rank) own_low[threadIdx.x] = inner_vector(low, gridDim.x, row, low_stride, threadIdx.x);
    __syncthreads();
  }
  if (!y && threadIdx.x < D / 2) {
    float angle = (float)position[row] * rotary[threadIdx.x], magnitude = rotary[D / 2 + threadIdx.x];
    turn[row * D + threadIdx.x] = rounded(cosf(angle) * magnitude);
    turn[row * D + D / 2 + threadIdx.x] = rounded(sinf(angle) * magnitude);
  }
  float v[VECTORS][8];
  float squares = 0;
#pragma unroll
  for (int j = 0; j < VECTORS; j++) {
    int i = (j * 512 + threadIdx.x) * 8;
    if (i < width) {
      raw* place = x + (size_t)row * width + i;
      if (y) {
        float added[8];
        spread(*(const uint4*)place, v[j]);
        spread(*(const uint4*)(y + (size_t)row * width + i), added);
        if (b) adapt<8>(added, own_low, b + (size_t)i * rank, rank, scaling);
#pragma unroll
        for (int e = 0; e < 8; e++) v[j][e] = rounded(v[j][e] + added[e]);
      } else {
        spread(*(const uint4*)(embedding + (size_t)ids[row] * width + i), v[j]);
      }
      *(uint4*)place = gather(v[j]);
#pragma unroll
      for (int e = 0; e < 8; e++) squares += v[j][e] * v[j][e];
    }
  }
  squares = warp_sum(squares);
  if ((threadIdx.x & 31) == 0) sums[threadIdx.x >> 5] = squares;
  __syncthreads();
  float all = warp_sum((threadIdx.x & 31) < 16 ? sums[threadIdx.x & 31] : 0);
  float factor = rsqrtf(all / width + epsilon);
#pragma unroll
  for (int j = 0; j < VECTORS; j++) {
    int i = (j * 512 + threadIdx.x) * 8;
    if (i < width) {
      float f[8];
      spread(by[j], f);
#pragma unroll
      for (int e = 0; e < 8; e++) f[e] *= v[j][e] * factor;
      *(uint4*)(h + (size_t)row * width + i) = gather(f);
    }
  }
}
