/* The kernels for processors with AVX-512 (F, BW, DQ, VL). */
#include "native.h"
#if HAS_VECTORS
#include <immintrin.h>
#define LEVEL 5
#define TABLE avx512_kernels
#if defined(__clang__)
#pragma clang attribute push( \
    __attribute__((target("avx2,bmi,bmi2,popcnt,lzcnt,avx512f,avx512bw,avx512dq,avx512vl"))), apply_to = function)
#include "kernels.h"
#pragma clang attribute pop
#else
#pragma GCC target("avx2,bmi,bmi2,popcnt,lzcnt,avx512f,avx512bw,avx512dq,avx512vl")
#include "kernels.h"
#endif
#else
typedef int nothing_here;
#endif
