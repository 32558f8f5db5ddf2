#define SPLITS 8

// The adapter's inner vectors: low [SPLITS, B, 16 tiles] = x [B, width] times up to three matrices [R, width], one below the
// other; B up to a multiple of 8 is read. A block takes 16 rows and, of SPLITS, a part of the width, which eight warps share;
// inner_vector puts the parts together. Within 32 columns the order is permuted, alike for both operands, so that each thread
// reads 16 bytes at a time.
extern "C" __global__ void __launch_bounds__(256) lower(
    const raw* x, int width, int rows, const raw* w0, const raw* w1, const raw* w2, int each, float* low) {
  __shared__ float sums[8][TILES * 128];
  let_next_begin();
  int warp = threadIdx.x >> 5, lane = threadIdx.x & 31, group = lane >> 2, quad = lane & 3;
  int tile = blockIdx.x, from_row = blockIdx.y * TILES * 8;
  const raw* w = tile < each ? w0 : tile < 2 * each ? w1 : w2;
  int part = blockIdx.z * 8 + warp;
  int begin = width / 32 * part / (8 * SPLITS), end = width / 32 * (part + 1) / (8 * SPLITS);
  const raw* upper = w + (size_t)(tile % each * 16 + group) * width + quad * 8;
  const raw* lower_row = upper + (size_t)8 * width;
  float c[TILES][4] = {};
  wait();
  const raw* column = x + (size_t)(from_row + group) * width + quad * 8;
#pragma unroll 1
  for (int from = begin; from < end; from += 8) {
    uint4 p[8], q[8];
#pragma unroll
    for (int k = 0; k < 8; k++) {
      if (from + k < end) {
        p[k] = stream_in(upper + (from + k) * 32);
        q[k] = stream_in(lower_row + (from + k) * 32);
      }
    }
#pragma unroll
    for (int k = 0; k < 8; k++) {
      if (from + k < end) {
#pragma unroll
        for (int t = 0; t < TILES; t++) {
          if (from_row + t * 8 < rows) {
            uint4 v = *(const uint4*)(column + (size_t)t * 8 * width + (from + k) * 32);
            multiply_add(c[t], p[k].x, q[k].x, p[k].y, q[k].y, v.x, v.y);
            multiply_add(c[t], p[k].z, q[k].z, p[k].w, q[k].w, v.z, v.w);
          }
        }
      }
    }
  }
#pragma unroll
  for (int t = 0; t < TILES; t++) {
    float* s = &sums[warp][(t * 8 + quad * 2) * 16 + group];
    s[0] = c[t][0];
    s[16] = c[t][1];
    s[8] = c[t][2];
    s[24] = c[t][3];
  }
  __syncthreads();
  for (int i = threadIdx.x; i < TILES * 128; i += 256) {
    float sum = 0;
#pragma unroll
    for (int w = 0; w < 8; w++) sum += sums[w][i];
    int row = from_row + i / 16;
    if (row < rows) low[(((size_t)blockIdx.z * rows + row) * gridDim.x + tile) * 16 + i % 16] = sum;
  }
}

// One number of what lower made, rows apart by stride.
__device__ __forceinline__ float inner_vector(const float* low, int rows, int row, int stride, int place) {
  float sum = 0;
#pragma unroll
  for (int part = 0; part < SPLITS; part++) sum += low[((size_t)part * rows + row) * stride + place];
  return rounded(sum);
}

// v += scaling low . b [COUNT, R], each rounded. Loops stay loops here and below: unrolled, these kernels outgrew the cache
// for instructions and took three times as long.
template <int COUNT>
__device__ __forceinline__ void adapt(float* v, const float* low, const raw* b, int rank, float scaling) {
  float sum[COUNT] = {};
#pragma unroll 1
  for (int r = 0; r < rank; r += 8) {
#pragma unroll
    for (int e = 0; e < COUNT; e++) {
      float f[8];
      spread(*(const uint4*)(b + (size_t)e * rank + r), f);
#pragma unroll
      for (int j = 0; j < 8; j++) sum[e] += low[r + j] * f[j];
    }
  }
#pragma unroll
  for (int e = 0; e < COUNT; e++) v[e] = rounded(v[e] + scaling * sum[e]);
}

__device__ __forceinline__ float warp_sum(float value) {
#pragma unroll
  for (int offset = 16; offset > 0; offset >>= 1) value += __shfl_xor_sync(0xffffffffu, value, offset);
  return value;
}
