// What a token step of a Llama-like decoder does beside the large products: five small kernels a layer in place of some twenty
// operators. Compiled at run time without any header. Legend as in transformer.py: B sequences, C width, H query heads, K
// key/value heads, D width of a head, I width inside, V words, S cache slots; R rank of the adapter, padded to sixteen.
//
// Given when compiled: HALF 1 for float16, 0 for bfloat16; TILES, eights of sequences that lower takes at a time; D; G = H / K;
// WARPS of a block of attend; VECTORS, C / 4096 rounded up.
//
// Every kernel is launched with programmatic serialization: it may begin while the one before it ends, and reads what that one
// wrote only after wait(). Sums have one order, so the same batch gives the same bits. Values are rounded to 16 bit where the
// plain form's operators round.

typedef unsigned short raw;

// Slots that a block attends to at once, sixteen a warp.
#define CHUNK (16 * WARPS)
#define INFINITE __int_as_float(0x7f800000)

__device__ __forceinline__ void wait() { asm volatile("griddepcontrol.wait;" ::: "memory"); }

__device__ __forceinline__ void let_next_begin() { asm volatile("griddepcontrol.launch_dependents;" ::: "memory"); }

__device__ __forceinline__ float wide(raw bits) {
#if HALF
  float value;
  asm("cvt.f32.f16 %0, %1;" : "=f"(value) : "h"(bits));
  return value;
#else
  return __uint_as_float((unsigned)bits << 16);
#endif
}

__device__ __forceinline__ raw narrow(float value) {
  raw bits;
#if HALF
  asm("cvt.rn.f16.f32 %0, %1;" : "=h"(bits) : "f"(value));
#else
  asm("cvt.rn.bf16.f32 %0, %1;" : "=h"(bits) : "f"(value));
#endif
  return bits;
}

__device__ __forceinline__ float rounded(float value) { return wide(narrow(value)); }

__device__ __forceinline__ float low_half(unsigned pair) { return wide((raw)(pair & 0xffff)); }

__device__ __forceinline__ float high_half(unsigned pair) { return wide((raw)(pair >> 16)); }

__device__ __forceinline__ unsigned pack(float low, float high) {
  return (unsigned)narrow(low) | ((unsigned)narrow(high) << 16);
}

__device__ __forceinline__ uint4 stream_in(const raw* from) {
  uint4 v;
  asm volatile("ld.global.nc.L1::no_allocate.L2::256B.v4.u32 {%0,%1,%2,%3}, [%4];"
               : "=r"(v.x), "=r"(v.y), "=r"(v.z), "=r"(v.w)
               : "l"(from));
  return v;
}

__device__ __forceinline__ float beyond_l1(const float* from) {
  float v;
  asm volatile("ld.global.cg.f32 %0, [%1];" : "=f"(v) : "l"(from) : "memory");
  return v;
}

__device__ __forceinline__ void multiply_add(float* c, unsigned a0, unsigned a1, unsigned a2, unsigned a3, unsigned b0, unsigned b1) {
#if HALF
  asm("mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
#else
  asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
#endif
      : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
      : "r"(a0), "r"(a1), "r"(a2), "r"(a3), "r"(b0), "r"(b1));
}

__device__ __forceinline__ void spread(uint4 v, float* to) {
  to[0] = low_half(v.x);
  to[1] = high_half(v.x);
  to[2] = low_half(v.y);
  to[3] = high_half(v.y);
  to[4] = low_half(v.z);
  to[5] = high_half(v.z);
  to[6] = low_half(v.w);
  to[7] = high_half(v.w);
}

__device__ __forceinline__ uint4 gather(const float* v) {
  return make_uint4(pack(v[0], v[1]), pack(v[2], v[3]), pack(v[4], v[5]), pack(v[6], v[7]));
}
