/* `sketch/shingle_sets.py` and `index/keys.py`: sorted rows `hashes[starts[i]:ends[i]]`, and runs of keys. */

/* Puts hashes where their upper bits say, or behind (open addressing); `empty` is none of them. */
static int64_t put_members(const Argument *given)
{
    const uint32_t *wanted = given[0].data;
    int shift = (int)given[1].whole;
    uint32_t empty = (uint32_t)given[2].whole, *table = given[3].data;
    int64_t mask = given[3].size - 1;
    for (int64_t k = 0; k < given[0].size; k++) {
        int64_t slot = wanted[k] >> shift;
        while (table[slot] != empty)
            slot = (slot + 1) & mask;
        table[slot] = wanted[k];
    }
    return 0;
}

static inline bool in_table(uint32_t hash, int shift, uint32_t empty, const uint32_t *table, int64_t mask)
{
    int64_t slot = hash >> shift;
    while (table[slot] != empty) {
        if (table[slot] == hash)
            return true;
        slot = (slot + 1) & mask;
    }
    return false;
}

/* Whether an ascending row has a number. */
static inline bool has32(const uint32_t *row, int64_t size, uint32_t wanted)
{
    int64_t low = 0, high = size;
    while (low < high) {
        int64_t middle = (low + high) / 2;
        if (row[middle] < wanted)
            low = middle + 1;
        else
            high = middle;
    }
    return low < size && row[low] == wanted;
}

/* Sets the bits of a sieve, one for each number that is left of a hash shifted so far. */
static int64_t strain(const Argument *given)
{
    const uint32_t *wanted = given[0].data;
    int shift = (int)given[1].whole;
    uint64_t *sieve = given[2].data;
    for (int64_t k = 0; k < given[0].size; k++) {
        uint32_t bit = wanted[k] >> shift;
        sieve[bit >> 6] |= (uint64_t)1 << (bit & 63);
    }
    return 0;
}

/* Copies the hashes of some rows that are in a table, and fills how many each row has; returns the sum. The
   sieve rules most of the others out, in a loop without branches. */
static int64_t pick(const Argument *given)
{
    const uint32_t *hashes = given[0].data;
    const int64_t *starts = given[1].data, *ends = given[2].data, *rows = given[3].data;
    const uint64_t *sieve = given[4].data;
    int sieve_shift = (int)given[5].whole, shift = (int)given[6].whole;
    uint32_t empty = (uint32_t)given[7].whole;
    const uint32_t *table = given[8].data;
    uint32_t *maybe = given[9].data, *found = given[10].data;
    int64_t mask = given[8].size - 1, *sizes = given[11].data, number = 0;
    for (int64_t k = 0; k < given[3].size; k++) {
        int64_t row = rows[k], some = 0, first = number;
        for (int64_t i = starts[row]; i < ends[row]; i++) {
            uint32_t bit = hashes[i] >> sieve_shift;
            maybe[some] = hashes[i];
            some += sieve[bit >> 6] >> (bit & 63) & 1;
        }
        for (int64_t i = 0; i < some; i++) {
            found[number] = maybe[i];
            number += in_table(maybe[i], shift, empty, table, mask);
        }
        sizes[row] = number - first;
    }
    return number;
}

/* Copies rows of values of `width` bytes to where `offsets` says. */
static int64_t copy_rows(const Argument *given)
{
    const uint8_t *values = given[0].data;
    const int64_t *starts = given[1].data, *ends = given[2].data, *rows = given[3].data, *offsets = given[4].data;
    int64_t width = given[5].whole;
    uint8_t *found = given[6].data;
    for (int64_t k = 0; k < given[3].size; k++) {
        int64_t row = rows[k];
        memcpy(found + offsets[row] * width, values + starts[row] * width, (size_t)((ends[row] - starts[row]) * width));
    }
    return 0;
}

#define SECOND_BITS 10 /* of the places for hashes whose first place is taken: one in sixteen, of a story 25 */

/* Hashes of a row, to be looked up without branches. Each stands where its upper bits say, or else where its lower
   bits say; `crowded` are the few that found both places taken. A place is empty when it holds a number that has
   its own place elsewhere: 0, and in the place of 0 the largest. */
typedef struct {
    uint32_t *first, *second, *crowded;
    int64_t few;
    int shift;
} Places;

/* Upper bits that tell the first places of so many hashes. */
static inline int place_bits(int64_t size)
{
    int bits = 10;
    while ((int64_t)1 << bits < 8 * size)
        bits++;
    return bits;
}

/* Makes room for rows of up to `largest` hashes, to be freed at `first`. */
static bool make_places(Places *places, int64_t largest)
{
    size_t firsts = (size_t)1 << place_bits(largest), seconds = (size_t)1 << SECOND_BITS;
    places->first = malloc((firsts + seconds + (size_t)largest) * sizeof *places->first);
    places->second = places->first ? places->first + firsts : NULL;
    places->crowded = places->first ? places->second + seconds : NULL;
    return places->first != NULL;
}

/* Places the hashes of a row, less so many of their lowest bits. */
static void place_row(const uint32_t *row, int64_t size, int dropped, Places *places)
{
    int bits = place_bits(size) < 32 - dropped ? place_bits(size) : 32 - dropped, shift = 32 - dropped - bits;
    uint32_t *first = places->first, *second = places->second;
    int64_t few = 0;
    memset(first, 0, sizeof *first << bits);
    memset(second, 0, sizeof *second << SECOND_BITS);
    first[0] = second[0] = UINT32_MAX;
    for (int64_t i = 0; i < size; i++) {
        uint32_t value = row[i] >> dropped, place = value >> shift, other = value & ((1u << SECOND_BITS) - 1);
        if (first[place] == (place ? 0 : UINT32_MAX))
            first[place] = value;
        else if (second[other] == (other ? 0 : UINT32_MAX))
            second[other] = value;
        else
            places->crowded[few++] = value;
    }
    places->shift = shift;
    places->few = few;
}

static inline bool is_placed(uint32_t value, const uint32_t *first, const uint32_t *second, int shift)
{
    return (first[value >> shift] == value) | (second[value & ((1u << SECOND_BITS) - 1)] == value);
}

#define MOST_PLACED (1 << 13) /* hashes of a row that is placed, in 256 KB; longer ones are merged */

static int64_t shared_by_merging(const uint32_t *ours, int64_t our_size, const uint32_t *theirs, int64_t their_size)
{
    int64_t both = 0, a = 0, b = 0;
    while (a < our_size && b < their_size) {
        uint32_t left = ours[a], right = theirs[b];
        both += left == right;
        a += left <= right;
        b += right <= left;
    }
    return both;
}

/* How many hashes the rows of each pair share. Those of the second row are looked up among those of the first,
   which stay in their places while the first row does. */
static int64_t shared(const Argument *given)
{
    const uint32_t *hashes = given[0].data;
    const int64_t *starts = given[1].data, *ends = given[2].data, *pairs = given[3].data;
    int32_t *found = given[4].data;
    Places places = {0};
    if (!make_places(&places, MOST_PLACED))
        return NO_MEMORY;
    int64_t last = -1;
    for (int64_t pair = 0; pair < given[4].size; pair++) {
        int64_t first = pairs[2 * pair], second = pairs[2 * pair + 1];
        const uint32_t *ours = hashes + starts[first], *theirs = hashes + starts[second];
        int64_t our_size = ends[first] - starts[first], their_size = ends[second] - starts[second];
        if (our_size > MOST_PLACED) {
            found[pair] = (int32_t)shared_by_merging(ours, our_size, theirs, their_size);
            continue;
        }
        if (first != last)
            place_row(ours, our_size, 0, &places);
        last = first;
        const uint32_t *restrict in_first = places.first, *restrict in_second = places.second;
        uint32_t hits = 0;
        int shift = places.shift;
        for (int64_t i = 0; i < their_size; i++)
            hits += is_placed(theirs[i], in_first, in_second, shift);
        for (int64_t k = 0; k < places.few; k++)
            hits += has32(theirs, their_size, places.crowded[k]);
        found[pair] = (int32_t)hits;
    }
    free(places.first);
    return 0;
}

/* Where the shared hashes of each pair of rows stand; returns how many these are. */
static int64_t intersections(const Argument *given)
{
    const uint32_t *hashes = given[0].data;
    const int64_t *offsets = given[1].data, *pairs = given[2].data;
    int64_t *number = given[3].data, *at_a = given[4].data, *at_b = given[5].data, found = 0;
    for (int64_t pair = 0; 2 * pair < given[2].size; pair++) {
        int64_t a = offsets[pairs[2 * pair]], end_a = offsets[pairs[2 * pair] + 1];
        int64_t b = offsets[pairs[2 * pair + 1]], end_b = offsets[pairs[2 * pair + 1] + 1];
        while (a < end_a && b < end_b) {
            uint32_t left = hashes[a], right = hashes[b];
            if (left == right) {
                number[found] = pair;
                at_a[found] = a;
                at_b[found++] = b;
            }
            a += left <= right;
            b += right <= left;
        }
    }
    return found;
}

#define COUNTED_THROUGH 16 /* keys, two lines of the cache, that are not halved */

/* Fills the place where the keys of each slot (upper bits) begin in an ascending run of them. */
static int64_t mark(const Argument *given)
{
    const uint64_t *keys = given[0].data;
    int shift = (int)given[1].whole;
    int32_t *marks = given[2].data;
    int64_t slot = 0, size = given[0].size;
    for (int64_t place = 0; place < size; place++)
        for (; slot <= (int64_t)(keys[place] >> shift); slot++)
            marks[slot] = (int32_t)place;
    for (; slot < given[2].size; slot++)
        marks[slot] = (int32_t)size;
    return 0;
}

/* Places of the keys that agree with each wanted one in all bits but those of `story`. Marks are read ahead for
   all, and the last few keys of a slot are counted, not halved: the processor then fetches for many wanted keys
   at once. */
static int64_t find(const Argument *given)
{
    const uint64_t *keys = given[0].data;
    const int32_t *marks = given[1].data;
    int shift = (int)given[2].whole;
    const uint64_t *wanted = given[3].data;
    uint64_t story = (uint64_t)given[4].whole;
    int64_t *starts = given[5].data, *ends = given[6].data, size = given[0].size;
    for (int64_t i = 0; i < given[3].size; i++) {
        uint64_t slot = wanted[i] >> shift;
        starts[i] = marks[slot];
        ends[i] = marks[slot + 1];
    }
    for (int64_t i = 0; i < given[3].size; i++) {
        int64_t start = starts[i], high = ends[i], less = 0;
        while (high - start > COUNTED_THROUGH) {
            int64_t middle = (start + high) / 2;
            if (keys[middle] < wanted[i])
                start = middle + 1;
            else
                high = middle;
        }
        for (int64_t place = start; place < high; place++)
            less += keys[place] < wanted[i];
        start += less;
        uint64_t last = wanted[i] | story;
        int64_t end = start, ahead = start, step = 1;
        while (ahead < size && keys[ahead] <= last) {
            end = ahead + 1;
            ahead += step;
            step *= 2;
        }
        high = ahead < size ? ahead : size;
        while (end < high) {
            int64_t middle = (end + high) / 2;
            if (keys[middle] <= last)
                end = middle + 1;
            else
                high = middle;
        }
        starts[i] = start;
        ends[i] = end;
    }
    return 0;
}
