/* The kernels for processors with AVX2 (nearly all since 2015). */
#include "native.h"
#if HAS_VECTORS
#include <immintrin.h>
#define LEVEL 2
#define TABLE avx2_kernels
#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2,bmi,bmi2,popcnt,lzcnt"))), apply_to = function)
#include "kernels.h"
#pragma clang attribute pop
#else
#pragma GCC target("avx2,bmi,bmi2,popcnt,lzcnt")
#include "kernels.h"
#endif
#else
typedef int nothing_here;
#endif
