/* Sorting of numbers that are spread evenly, as hashes are: by their upper bits each nearly finds its place.

   What is not spread so is sorted by its bytes: the time is linear in any case. */

#define MOST_BUCKET_BITS 16 /* of so many upper bits a table of buckets fits a second-level cache */
#define MOST_MOVES 16 /* of a number, on average, until it stands where it belongs in its bucket */
#define LEAST_SPLIT (1 << 15) /* numbers, and the room they are sorted into, that fit that cache */
#define SPLIT_BITS 8

#define NUMBER uint32_t
#define OF(name) name##32
#include "sorts_of_a_size.h"
#undef NUMBER
#undef OF
#define NUMBER uint64_t
#define OF(name) name##64
#include "sorts_of_a_size.h"
#undef NUMBER
#undef OF

static int64_t sort32(const Argument *given)
{
    return sort_evenly32(given[0].data, given[1].data, given[0].size) ? 0 : NO_MEMORY;
}

static int64_t sort64(const Argument *given)
{
    return sort_evenly64(given[0].data, given[1].data, given[0].size) ? 0 : NO_MEMORY;
}
