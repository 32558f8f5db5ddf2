// One element pair (i, i + D / 2) of a head from y, with bias and adapter.
__device__ __forceinline__ void projected(
    const raw* own, int within, const raw* bias, const raw* b, const float* low, int rank, float scaling, int i, float* v) {
#pragma unroll
  for (int j = 0; j < 2; j++) {
    int place = within + j * (D / 2) + i;
    v[j] = wide(own[j * (D / 2) + i]);
    if (bias) v[j] = rounded(v[j] + wide(bias[place]));
    if (b) adapt<1>(v + j, low, b + (size_t)place * rank, rank, scaling);
  }
}

// Norm over a head, whose pairs a group of D / 2 threads holds (one or two whole warps).
__device__ __forceinline__ void head_norm(float* v, const raw* norm, float epsilon, int i, float* shared) {
  float squares = warp_sum(v[0] * v[0] + v[1] * v[1]);
  int warp = threadIdx.x >> 5;
  if ((threadIdx.x & 31) == 0) shared[warp] = squares;
  __syncthreads();
  if (D == 128) squares = shared[warp & ~1] + shared[warp | 1];
  __syncthreads();
  float factor = rsqrtf(squares / D + epsilon);
  v[0] = rounded(v[0] * factor * wide(norm[i]));
  v[1] = rounded(v[1] * factor * wide(norm[D / 2 + i]));
}

__device__ __forceinline__ void rotate(float* v, float cosine, float sine) {
  float turned = rounded(rounded(v[0] * cosine) - rounded(v[1] * sine));
  v[1] = rounded(rounded(v[1] * cosine) + rounded(v[0] * sine));
  v[0] = turned;
}

// One new token a sequence: query, key and value from y [B, (H + 2 K) D] with bias, adapter, norms of the heads and rotation;
// key and value into the cache [B, K, S, D] at position; attention over the cache to out [B, H D]. A block a key/value head,
// sequence and part (gridDim.z) of the slots; the block that comes last for a head puts the parts together, in their order.
// low [B, low_stride] holds those of q, k, v at low_q, low_k, low_v. parts [B, K, gridDim.z, G, D + 2]; arrived [B, K] is zero
// before and after.
extern "C" __global__ void __launch_bounds__(WARPS * 32) attend(
    const raw* y, int heads, int kv_heads, const raw* bias_q, const raw* bias_k, const raw* bias_v, const float* low,
    int low_stride, int low_q, int low_k, int low_v, const raw* b_q, const raw* b_k, const raw* b_v, int rank, float scaling,
    const raw* norm_q, const raw* norm_k, float epsilon, const float* turn, const long long* position, raw* keys, raw* values,
    int slots, int window, float scale, float* parts, int* arrived, raw* out) {
  __shared__ __align__(16) raw query[8][D + 8];
  __shared__ float share[G][CHUNK];
  __shared__ float joined[WARPS][G][D];
  __shared__ float most[G], total[G], shrink[G], sums[WARPS];
  __shared__ float own_low[3][256];
  __shared__ int order;
  let_next_begin();
  wait();
  const int each = D / 32, abreast = WARPS * 64 / D;
  int head = blockIdx.x, row = blockIdx.y, warp = threadIdx.x >> 5, lane = threadIdx.x & 31, group = lane >> 2, quad = lane & 3;
  int at = (int)position[row], length = at + 1, from = window > 0 && length > window ? length - window : 0;
  int first_chunk = from / CHUNK, chunks = at / CHUNK + 1 - first_chunk;
  int per_part = (chunks + gridDim.z - 1) / gridDim.z, count = (chunks + per_part - 1) / per_part, part = blockIdx.z;
  if (part >= count) return;
  int chunk_begin = first_chunk + part * per_part, chunk_end = chunk_begin + per_part;
  if (chunk_end > first_chunk + chunks) chunk_end = first_chunk + chunks;
  size_t base = ((size_t)row * kv_heads + head) * slots;
  const raw* own = y + (size_t)row * (heads + 2 * kv_heads) * D;
  if (rank > 0) {
#pragma unroll 1
    for (int i = threadIdx.x; i < 3 * rank; i += WARPS * 32) {
      int which = i / rank;
      own_low[which][i % rank] =
          inner_vector(low, gridDim.y, row, low_stride, (which == 0 ? low_q : which == 1 ? low_k : low_v) + i % rank);
    }
    __syncthreads();
  }
  // Abreast: how many heads' pairs the block holds at once. Heads 0 to G - 1 are queries, G the key, G + 1 the value.
  bool newest = part == count - 1;
  int i = threadIdx.x % (D / 2);
#pragma unroll 1
  for (int h = threadIdx.x / (D / 2); h < (G + 1 + abreast) / abreast * abreast; h += abreast) {
    float v[2] = {0, 0};
    const raw* norm = h < G ? norm_q : h == G ? norm_k : (const raw*)0;
    if (h < G + 2) {
      int within = (h < G ? head * G + h : head) * D;
      int column = h < G ? within : (heads + (h == G ? 0 : kv_heads) + head) * D;
      projected(own + column, within, h < G ? bias_q : h == G ? bias_k : bias_v, h < G ? b_q : h == G ? b_k : b_v,
                own_low[h < G ? 0 : h - G + 1], rank, scaling, i, v);
    }
    if (norm_q) {
      float kept[2] = {v[0], v[1]};
      head_norm(v, norm ? norm : norm_q, epsilon, i, sums);
      if (!norm) {
        v[0] = kept[0];
        v[1] = kept[1];
      }
    }
    if (h <= G) rotate(v, turn[row * D + i], turn[row * D + D / 2 + i]);
    if (h < G) {
      query[h][i] = narrow(v[0]);
      query[h][D / 2 + i] = narrow(v[1]);
    } else if (h <= G + 1 && newest) {
      raw* to = (h == G ? keys : values) + (base + at) * D;
      to[i] = narrow(v[0]);
      to[D / 2 + i] = narrow(v[1]);
    }
  }
#pragma unroll 1
  for (int j = threadIdx.x; j < (8 - G) * D; j += WARPS * 32) query[G + j / D][j % D] = 0;
  if (threadIdx.x < G) {
    most[threadIdx.x] = -INFINITE;
    total[threadIdx.x] = 0;
  }
  __syncthreads();
  float o[G][D / 32] = {};
#pragma unroll 1
  for (int chunk = chunk_begin; chunk < chunk_end; chunk++) {
    int begin = chunk * CHUNK, last = length - begin < CHUNK ? length - begin : CHUNK;
    // Sixteen slots a warp against the G queries (eight with what is left empty).
    int slot = begin + warp * 16 + group;
    float c[4] = {0, 0, 0, 0};
#pragma unroll
    for (int k = 0; k < D / 32; k++) {
      uint4 p = make_uint4(0, 0, 0, 0), q = p;
      if (slot < length) p = *(const uint4*)(keys + (base + slot) * D + k * 32 + quad * 8);
      if (slot + 8 < length) q = *(const uint4*)(keys + (base + slot + 8) * D + k * 32 + quad * 8);
      uint4 v = *(const uint4*)(&query[group][k * 32 + quad * 8]);
      multiply_add(c, p.x, q.x, p.y, q.y, v.x, v.y);
      multiply_add(c, p.z, q.z, p.w, q.w, v.z, v.w);
    }
#pragma unroll
    for (int j = 0; j < 4; j++) {
      int g = quad * 2 + (j & 1), place = slot + (j & 2) * 4;
      if (g < G) share[g][place - begin] = place < length && place >= from ? c[j] * scale : -INFINITE;
    }
    // The values of this warp's slots are on their way while the weights are made.
    uint2 taken[CHUNK / WARPS];
#pragma unroll
    for (int p = 0; p < CHUNK / WARPS; p++) {
      int within = p * WARPS + warp;
      taken[p] = make_uint2(0, 0);
      if (within < last) {
        const raw* place = values + (base + begin + within) * D + lane * each;
        if (each == 4) {
          taken[p] = *(const uint2*)place;
        } else {
          taken[p].x = *(const unsigned*)place;
        }
      }
    }
    __syncthreads();
#pragma unroll 1
    for (int g = warp; g < G; g += WARPS) {
      float s[CHUNK / 32], best = -INFINITE, sum = 0;
#pragma unroll
      for (int j = 0; j < CHUNK / 32; j++) {
        s[j] = share[g][j * 32 + lane];
        best = fmaxf(best, s[j]);
      }
      for (int offset = 16; offset > 0; offset >>= 1) best = fmaxf(best, __shfl_xor_sync(0xffffffffu, best, offset));
      float before = most[g];
      best = fmaxf(best, before);
#pragma unroll
      for (int j = 0; j < CHUNK / 32; j++) {
        s[j] = __expf(s[j] - best);
        share[g][j * 32 + lane] = s[j];
        sum += s[j];
      }
      sum = warp_sum(sum);
      if (lane == 0) {
        float factor = __expf(before - best);
        shrink[g] = factor;
        total[g] = total[g] * factor + sum;
        most[g] = best;
      }
    }
    __syncthreads();
#pragma unroll
    for (int g = 0; g < G; g++)
#pragma unroll
      for (int j = 0; j < each; j++) o[g][j] *= shrink[g];
#pragma unroll
    for (int p = 0; p < CHUNK / WARPS; p++) {
      int within = p * WARPS + warp;
      if (within < last) {
        float v[4] = {low_half(taken[p].x), high_half(taken[p].x), low_half(taken[p].y), high_half(taken[p].y)};
#pragma unroll
        for (int g = 0; g < G; g++) {
          float e = share[g][within];
#pragma unroll
          for (int j = 0; j < each; j++) o[g][j] += e * v[j];
        }
      }
    }
    __syncthreads();
  }
#pragma unroll
  for (int g = 0; g < G; g++)
#pragma unroll
    for (int j = 0; j < each; j++) joined[warp][g][lane * each + j] = o[g][j];
  __syncthreads();
  size_t index = (size_t)row * kv_heads + head;
  raw* to = out + ((size_t)row * heads + head * G) * D;
  float* mine = parts + (index * gridDim.z + part) * G * (D + 2);
#pragma unroll 1
  for (int j = threadIdx.x; j < G * D; j += WARPS * 32) {
    int g = j / D, d = j % D;
    float sum = 0;
#pragma unroll
    for (int w = 0; w < WARPS; w++) sum += joined[w][g][d];
    if (count == 1) {
      to[j] = narrow(sum / total[g]);
    } else {
      mine[g * (D + 2) + d] = sum;
      if (d == 0) {
        mine[g * (D + 2) + D] = most[g];
        mine[g * (D + 2) + D + 1] = total[g];
      }
    }
  }
  if (count == 1) return;
  __threadfence();
  __syncthreads();
  if (threadIdx.x == 0) order = atomicAdd(arrived + index, 1);
  __syncthreads();
  if (order != count - 1) return;
  __threadfence();
  const float* all = parts + index * gridDim.z * G * (D + 2);
#pragma unroll 1
  for (int j = threadIdx.x; j < G * D; j += WARPS * 32) {
    int g = j / D, d = j % D;
    float best = -INFINITE, sum = 0, weight = 0;
#pragma unroll 1
    for (int p = 0; p < count; p++) best = fmaxf(best, beyond_l1(all + ((size_t)p * G + g) * (D + 2) + D));
#pragma unroll 1
    for (int p = 0; p < count; p++) {
      const float* one = all + ((size_t)p * G + g) * (D + 2);
      float factor = __expf(beyond_l1(one + D) - best);
      sum += factor * beyond_l1(one + d);
      weight += factor * beyond_l1(one + D + 1);
    }
    to[j] = narrow(sum / weight);
  }
  if (threadIdx.x == 0) arrived[index] = 0;
}
