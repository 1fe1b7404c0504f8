/* What the kernels and the module that offers them to Python have in common.

   A kernel takes buffers and numbers, and returns how much it found, or NO_MEMORY. It knows nothing of Python,
   runs without the interpreter's lock, and checks no bounds: its callers, in Python, allocate what it fills.
   Each is compiled once a level of vector instructions; all levels give the same bits.

   SPARE: kernels that scan text read, and write, 64 characters at a time, maybe beyond the end of it. Whoever
   gives them text leaves so much room behind it. */

#ifndef DEDUP_NATIVE_H
#define DEDUP_NATIVE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "the hashes are of little-endian words; the array code does the work on this machine"
#endif

typedef union {
    struct {
        void *data;
        int64_t size; /* numbers, of all dimensions together */
    };
    int64_t whole;
    double real;
} Argument;

typedef int64_t Kernel(const Argument *given);

#define NO_MEMORY (-1)

/* Every kernel with its arguments. A buffer is named by the letter of its numbers in Python's `struct`, in
   sizes that are the same on every system (? bool, B uint8, H uint16, i int32, I uint32, q int64, Q uint64,
   f float, d double), with = before it if it is written to; n is a whole number, r a real one. */
#define KERNELS(EACH) \
    EACH(sort32, "=I =I") \
    EACH(sort64, "=Q =Q") \
    EACH(clean, "B q ? Q =B =q =q =?") \
    EACH(hash_clean, "B q q =i =I =q =I =q") \
    EACH(hash_words, "B q q =i =Q =q") \
    EACH(distinct, "I q =I =q") \
    EACH(sign, "I q I I =I =I") \
    EACH(band_keys, "I n n n n =Q") \
    EACH(vocabulary, "I q I q n n I =Q =q") \
    EACH(vocabulary_counts, "Q q q I q q I q q q n n =q") \
    EACH(fact_words, "B q q ? B H r =Q =i =i =q") \
    EACH(claims, "B q q ? B H Q B Q =Q =q") \
    EACH(put, "Q I =Q =I") \
    EACH(look_up, "Q Q I =I =q") \
    EACH(weigh, "Q i Q f f =I =f") \
    EACH(totals, "q q f q =d =d") \
    EACH(agree, "I q q f q =d =d =d") \
    EACH(event_terms, "I q n =I =B =? =q") \
    EACH(dots, "q i f q i f q n =d") \
    EACH(neighbours, "q i f q i f i n n r =q =f =i =q =q") \
    EACH(put_members, "I n n =I") \
    EACH(strain, "I n =Q") \
    EACH(pick, "I q q q Q n n n I =I =I =q") \
    EACH(copy_rows, "B q q q q n =B") \
    EACH(shared, "I q q q =i") \
    EACH(intersections, "I q q =q =q =q") \
    EACH(mark, "Q n =i") \
    EACH(find, "Q i n Q n =q =q") \
    EACH(histogram, "I q q q =q") \
    EACH(skip, "I q q n =i") \
    EACH(collect, "I q q q n =i i I =q =Q") \
    EACH(scan, "=Q q I q n r I n n =Q =I =q =i =I =q") \
    EACH(strip, "I q n n I =I =q") \
    EACH(count_members, "I =q") \
    EACH(place_members, "I =q =I") \
    EACH(pairs_of_samples, "I q I i n r n n n =i =I =q =q") \
    EACH(unite, "q =q") \
    EACH(span, "q q =q =q =q =q =q")

#define WITH_COMMA(name, arguments) name,
#define NUMBER_OF(name, arguments) NUMBER_OF_##name,
enum { KERNELS(NUMBER_OF) NUMBER_OF_KERNELS };

#if (defined(__x86_64__) || defined(__i386__)) && (defined(__GNUC__) || defined(__clang__))
#define HAS_VECTORS 1
#else
#define HAS_VECTORS 0
#endif

extern Kernel *const plain_kernels[], *const avx2_kernels[], *const avx512_kernels[];

#endif
