/* 64 characters at a time, as bits of a number; and what else a level does in its own way. */

#if defined(_MSC_VER) && !defined(__clang__)
#include <intrin.h>
static inline int lowest_bit(uint64_t bits)
{
    unsigned long place;
    return _BitScanForward64(&place, bits) ? (int)place : 64;
}
static inline int count_bits(uint64_t bits)
{
    bits -= bits >> 1 & 0x5555555555555555u;
    bits = (bits & 0x3333333333333333u) + (bits >> 2 & 0x3333333333333333u);
    return (int)(((bits + (bits >> 4)) & 0x0F0F0F0F0F0F0F0Fu) * 0x0101010101010101u >> 56);
}
#else
static inline int lowest_bit(uint64_t bits)
{
    return bits ? __builtin_ctzll(bits) : 64;
}
static inline int count_bits(uint64_t bits)
{
    return __builtin_popcountll(bits);
}
#endif

static inline uint64_t load64(const uint8_t *at)
{
    uint64_t found;
    memcpy(&found, at, 8);
    return found;
}

static inline unsigned load16(const uint8_t *at)
{
    uint16_t found;
    memcpy(&found, at, 2);
    return found;
}

/* Which of the 64 bytes, or UTF-16 units, from a place on are among `count` from `low` on. */
static inline uint64_t within_bytes(const uint8_t *at, unsigned low, unsigned count);
static inline uint64_t within_units(const uint8_t *at, unsigned low, unsigned count);

/* Fills for `LANES` slots the least of value * factor + increment over some values. */
static inline void least_of(
    const uint32_t *values, int64_t size, const uint32_t *factors, const uint32_t *increments, uint32_t *found);

#if LEVEL == 5

#define LANES 64

static inline uint64_t within_bytes(const uint8_t *at, unsigned low, unsigned count)
{
    __m512i above = _mm512_sub_epi8(_mm512_loadu_si512(at), _mm512_set1_epi8((char)low));
    return _mm512_cmplt_epu8_mask(above, _mm512_set1_epi8((char)count));
}

static inline uint64_t within_units(const uint8_t *at, unsigned low, unsigned count)
{
    __m512i start = _mm512_set1_epi16((short)low), size = _mm512_set1_epi16((short)count);
    __m512i first = _mm512_sub_epi16(_mm512_loadu_si512(at), start);
    __m512i second = _mm512_sub_epi16(_mm512_loadu_si512(at + 64), start);
    return _mm512_cmplt_epu16_mask(first, size) | (uint64_t)_mm512_cmplt_epu16_mask(second, size) << 32;
}

static inline void least_of(
    const uint32_t *values, int64_t size, const uint32_t *factors, const uint32_t *increments, uint32_t *found)
{
    __m512i held[4], factor[4], increment[4];
    for (int k = 0; k < 4; k++) {
        held[k] = _mm512_set1_epi32(-1);
        factor[k] = _mm512_loadu_si512(factors + 16 * k);
        increment[k] = _mm512_loadu_si512(increments + 16 * k);
    }
    for (int64_t i = 0; i < size; i++) {
        __m512i value = _mm512_set1_epi32((int)values[i]);
        for (int k = 0; k < 4; k++) {
            __m512i permuted = _mm512_add_epi32(_mm512_mullo_epi32(value, factor[k]), increment[k]);
            held[k] = _mm512_min_epu32(held[k], permuted);
        }
    }
    for (int k = 0; k < 4; k++)
        _mm512_storeu_si512(found + 16 * k, held[k]);
}

#elif LEVEL == 2

#define LANES 32

static inline uint64_t within_bytes(const uint8_t *at, unsigned low, unsigned count)
{
    __m256i start = _mm256_set1_epi8((char)low), most = _mm256_set1_epi8((char)(count - 1));
    uint64_t found = 0;
    for (int k = 0; k < 2; k++) {
        __m256i above = _mm256_sub_epi8(_mm256_loadu_si256((const __m256i *)(at + 32 * k)), start);
        __m256i inside = _mm256_cmpeq_epi8(_mm256_min_epu8(above, most), above);
        found |= (uint64_t)(uint32_t)_mm256_movemask_epi8(inside) << 32 * k;
    }
    return found;
}

static inline uint64_t within_units(const uint8_t *at, unsigned low, unsigned count)
{
    __m256i start = _mm256_set1_epi16((short)low), most = _mm256_set1_epi16((short)(count - 1));
    uint64_t found = 0;
    for (int k = 0; k < 2; k++) {
        __m256i inside[2];
        for (int half = 0; half < 2; half++) {
            const __m256i *from = (const __m256i *)(at + 64 * k + 32 * half);
            __m256i above = _mm256_sub_epi16(_mm256_loadu_si256(from), start);
            inside[half] = _mm256_cmpeq_epi16(_mm256_min_epu16(above, most), above);
        }
        __m256i bytes = _mm256_permute4x64_epi64(_mm256_packs_epi16(inside[0], inside[1]), 0xD8);
        found |= (uint64_t)(uint32_t)_mm256_movemask_epi8(bytes) << 32 * k;
    }
    return found;
}

static inline void least_of(
    const uint32_t *values, int64_t size, const uint32_t *factors, const uint32_t *increments, uint32_t *found)
{
    __m256i held[4], factor[4], increment[4];
    for (int k = 0; k < 4; k++) {
        held[k] = _mm256_set1_epi32(-1);
        factor[k] = _mm256_loadu_si256((const __m256i *)(factors + 8 * k));
        increment[k] = _mm256_loadu_si256((const __m256i *)(increments + 8 * k));
    }
    for (int64_t i = 0; i < size; i++) {
        __m256i value = _mm256_set1_epi32((int)values[i]);
        for (int k = 0; k < 4; k++) {
            __m256i permuted = _mm256_add_epi32(_mm256_mullo_epi32(value, factor[k]), increment[k]);
            held[k] = _mm256_min_epu32(held[k], permuted);
        }
    }
    for (int k = 0; k < 4; k++)
        _mm256_storeu_si256((__m256i *)(found + 8 * k), held[k]);
}

#else

#define LANES 32

/* Bit k for each byte k that is 1 of 64 that are 0 or 1. */
static inline uint64_t bits_of(const uint8_t *flags)
{
    uint64_t found = 0;
    for (int k = 0; k < 8; k++)
        found |= (load64(flags + 8 * k) * 0x0102040810204080u >> 56) << 8 * k;
    return found;
}

static inline uint64_t within_bytes(const uint8_t *at, unsigned low, unsigned count)
{
    uint8_t flags[64];
    for (int k = 0; k < 64; k++)
        flags[k] = (uint8_t)(at[k] - low) < count;
    return bits_of(flags);
}

static inline uint64_t within_units(const uint8_t *at, unsigned low, unsigned count)
{
    uint8_t flags[64];
    for (int k = 0; k < 64; k++)
        flags[k] = (uint16_t)(load16(at + 2 * k) - low) < count;
    return bits_of(flags);
}

static inline void least_of(
    const uint32_t *values, int64_t size, const uint32_t *factors, const uint32_t *increments, uint32_t *found)
{
    uint32_t held[LANES];
    memset(held, 0xFF, sizeof held);
    for (int64_t i = 0; i < size; i++)
        for (int k = 0; k < LANES; k++) {
            uint32_t permuted = values[i] * factors[k] + increments[k];
            held[k] = permuted < held[k] ? permuted : held[k];
        }
    memcpy(found, held, sizeof held);
}

#endif

/* Copies 64 bytes in lower case, with spaces for what is no letter and no digit of ASCII. */
static inline void clean_bytes(const uint8_t *from, uint8_t *to)
{
    for (int k = 0; k < 64; k++) {
        uint8_t low = from[k] | 0x20;
        bool letter = (uint8_t)(low - 'a') < 26, digit = (uint8_t)(from[k] - '0') < 10;
        to[k] = letter ? low : digit ? from[k] : 0x20;
    }
}

/* The same of 64 UTF-16 units; returns which are beyond ASCII. */
static inline uint64_t clean_units(const uint8_t *from, uint8_t *to)
{
    uint8_t bytes[64];
    for (int k = 0; k < 64; k++)
        bytes[k] = from[2 * k];
    clean_bytes(bytes, to);
    return ~within_units(from, 0, 0x80);
}
