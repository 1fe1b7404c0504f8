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

#define PLACE_BITS 16 /* of the table of the longest text that is not merged: 256 KB */
#define SECOND_BITS 10 /* for hashes whose first place is taken: one in sixteen, of an ordinary story 25 */
#define MOST_PLACED (1 << (PLACE_BITS - 3))

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

/* How many hashes the rows of each pair share. Those of the second row are looked up in a table of those of the
   first, which stays while the first row does. A hash whose place is taken goes to a second one, by its lower
   bits; `crowded` takes the few that find both taken. A place is empty when it holds a number that has its own
   place elsewhere: 0, and in the place of 0 the largest. */
static int64_t shared(const Argument *given)
{
    const uint32_t *hashes = given[0].data;
    const int64_t *starts = given[1].data, *ends = given[2].data, *pairs = given[3].data;
    int32_t *found = given[4].data;
    size_t firsts = (size_t)1 << PLACE_BITS, seconds = (size_t)1 << SECOND_BITS;
    uint32_t *places = malloc((firsts + seconds + MOST_PLACED) * sizeof *places);
    if (!places)
        return NO_MEMORY;
    uint32_t *second_places = places + firsts, *crowded = second_places + seconds;
    int64_t last = -1, few = 0;
    int shift = 0;
    for (int64_t pair = 0; pair < given[4].size; pair++) {
        int64_t first = pairs[2 * pair], second = pairs[2 * pair + 1];
        const uint32_t *ours = hashes + starts[first], *theirs = hashes + starts[second];
        int64_t our_size = ends[first] - starts[first], their_size = ends[second] - starts[second];
        if (our_size > MOST_PLACED) {
            found[pair] = (int32_t)shared_by_merging(ours, our_size, theirs, their_size);
            continue;
        }
        if (first != last) {
            int bits = 10;
            while ((int64_t)1 << bits < 8 * our_size)
                bits++;
            shift = 32 - bits;
            memset(places, 0, sizeof *places << bits);
            memset(second_places, 0, seconds * sizeof *second_places);
            places[0] = second_places[0] = UINT32_MAX;
            few = 0;
            for (int64_t i = 0; i < our_size; i++) {
                uint32_t value = ours[i], place = value >> shift, other = value & (uint32_t)(seconds - 1);
                if (places[place] == (place ? 0 : UINT32_MAX))
                    places[place] = value;
                else if (second_places[other] == (other ? 0 : UINT32_MAX))
                    second_places[other] = value;
                else
                    crowded[few++] = value;
            }
            last = first;
        }
        const uint32_t *restrict in_first = places, *restrict in_second = second_places;
        uint32_t hits = 0, second_mask = (uint32_t)(seconds - 1);
        for (int64_t i = 0; i < their_size; i++) {
            uint32_t value = theirs[i];
            hits += (in_first[value >> shift] == value) | (in_second[value & second_mask] == value);
        }
        for (int64_t k = 0; k < few; k++)
            hits += has32(theirs, their_size, crowded[k]);
        found[pair] = (int32_t)hits;
    }
    free(places);
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
