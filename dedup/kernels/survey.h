/* `match/boilerplate.py`: every shingle is visited once, in the order of hashes.

   The numbers that hashes can be are cut into parts, of which the keys of one fit a second-level cache. A key is
   a hash, counted from the first of its part, above the number of its story. The keys of some parts at once are
   collected from all stories, each where its part goes on; then part after part is sorted and scanned: equal
   hashes stand side by side, their stories in order. */

#define BIN_SHIFT 16 /* bins, of which parts are made, are hashes of the same upper bits */

#define LAST 0x80000000u   /* bits of a member: the last of its group; */
#define CAPPED 0x40000000u /* of a group over the cap; the rest is the story */
#define STORY 0x3FFFFFFFu

/* Counts the hashes of each bin. */
static int64_t histogram(const Argument *given)
{
    const uint32_t *hashes = given[0].data;
    const int64_t *starts = given[1].data, *ends = given[2].data, *rows = given[3].data;
    int64_t *counts = given[4].data;
    for (int64_t k = 0; k < given[3].size; k++)
        for (int64_t i = starts[rows[k]]; i < ends[rows[k]]; i++)
            counts[hashes[i] >> BIN_SHIFT]++;
    return 0;
}

/* Fills how many hashes of each row lie below `low`. */
static int64_t skip(const Argument *given)
{
    const uint32_t *hashes = given[0].data;
    const int64_t *starts = given[1].data, *ends = given[2].data;
    uint32_t low = (uint32_t)given[3].whole;
    int32_t *taken = given[4].data;
    for (int64_t row = 0; row < given[1].size; row++) {
        int64_t first = starts[row], last = ends[row];
        while (first < last) {
            int64_t middle = (first + last) / 2;
            if (hashes[middle] < low)
                first = middle + 1;
            else
                last = middle;
        }
        taken[row] = (int32_t)(first - starts[row]);
    }
    return 0;
}

/* Adds the keys of hashes up to `high` that were not taken yet, each behind those of its part: `part_of` says
   which one a bin belongs to, `lows` with which hash each begins, `places` where the next key goes. */
static int64_t collect(const Argument *given)
{
    const uint32_t *hashes = given[0].data;
    const int64_t *starts = given[1].data, *ends = given[2].data, *rows = given[3].data;
    uint32_t high = (uint32_t)given[4].whole;
    int32_t *taken = given[5].data;
    const int32_t *part_of = given[6].data;
    const uint32_t *lows = given[7].data;
    int64_t *places = given[8].data;
    uint64_t *keys = given[9].data;
    for (int64_t k = 0; k < given[3].size; k++) {
        int64_t row = rows[k], i = starts[row] + taken[row];
        for (; i < ends[row] && hashes[i] <= high; i++) {
            int32_t part = part_of[hashes[i] >> BIN_SHIFT];
            keys[places[part]++] = (uint64_t)(hashes[i] - lows[part]) << 32 | (uint64_t)row;
        }
        taken[row] = (int32_t)(i - starts[row]);
    }
    return 0;
}

/* Tells boilerplate from the rest in the parts that were collected, and groups the stories of each sampled hash.

   `keys` is lost. The keys of a part begin where its `places` say, and its hashes lie below the next one of
   `lows`. `seen` keeps for each cluster when it was last counted. Fills the boilerplate and how many stories have
   it, adds to the number of sampled hashes of each story, and writes the members of groups. `ends`: how many
   hashes were learned, how many members there are, how many groups are over the cap. */
static int64_t scan(const Argument *given)
{
    uint64_t *all_keys = given[0].data;
    const int64_t *places = given[1].data;
    const uint32_t *lows = given[2].data;
    const int64_t *cluster = given[3].data;
    int64_t least = given[4].whole;
    double share = given[5].real;
    const uint32_t *known = given[6].data;
    int64_t number_known = given[6].size, most = given[8].whole, parts = given[1].size - 1, largest = 0;
    uint32_t below_rate = (uint32_t)given[7].whole - 1;
    uint64_t *seen = given[9].data;
    uint32_t *learned = given[10].data, *members = given[13].data;
    int64_t *stories = given[11].data, *ends = given[14].data;
    int32_t *samples = given[12].data;
    int64_t found = 0, grouped = 0, capped = 0, at = 0;
    for (int64_t part = 0; part < parts; part++)
        if (places[part + 1] - places[part] > largest)
            largest = places[part + 1] - places[part];
    uint64_t *keys = malloc((size_t)(largest + 1) * sizeof *keys);
    int32_t *buckets = malloc(((1 << MOST_BUCKET_BITS) + 1) * sizeof *buckets);
    if (!keys || !buckets) {
        free(keys);
        free(buckets);
        return NO_MEMORY;
    }
    for (int64_t part = 0; part < parts; part++) {
        int64_t size = places[part + 1] - places[part];
        uint32_t low = lows[part];
        uint64_t span = (uint32_t)(lows[part + 1] - 1 - low);
        unsigned top = 32;
        while (span >> (top - 32))
            top++;
        bucket_sort64(all_keys + places[part], buckets, keys, size, top);
        for (int64_t first = 0, end; first < size; first = end) {
            uint32_t hash = (uint32_t)(keys[first] >> 32) + low;
            for (end = first + 1; end < size && keys[end] >> 32 == keys[first] >> 32; end++)
                ;
            int64_t group = end - first;
            while (at < number_known && known[at] < hash)
                at++;
            bool boilerplate = at < number_known && known[at] == hash;
            if (!boilerplate && group >= least) {
                uint64_t now = (uint64_t)hash << 32 | (uint32_t)keys[first];
                int64_t clusters = 0;
                for (int64_t k = first; k < end; k++) {
                    uint64_t *own = seen + cluster[(uint32_t)keys[k]];
                    clusters += *own != now;
                    *own = now;
                }
                boilerplate = clusters >= least && (double)clusters >= share * (double)group;
            }
            if (boilerplate) {
                learned[found] = hash;
                stories[found++] = group;
            } else if ((hash & below_rate) == 0) {
                for (int64_t k = first; k < end; k++)
                    samples[(uint32_t)keys[k]]++;
                if (group > 1) {
                    uint32_t mark = group > most ? CAPPED : 0;
                    capped += group > most;
                    for (int64_t k = first; k < end; k++)
                        members[grouped++] = (uint32_t)keys[k] | mark;
                    members[grouped - 1] |= LAST;
                }
            }
        }
    }
    ends[0] = found;
    ends[1] = grouped;
    ends[2] = capped;
    free(keys);
    free(buckets);
    return 0;
}

/* Copies what is not in a table, row by row; returns how much that is. */
static int64_t strip(const Argument *given)
{
    const uint32_t *hashes = given[0].data;
    const int64_t *offsets = given[1].data;
    int shift = (int)given[2].whole;
    uint32_t empty = (uint32_t)given[3].whole;
    const uint32_t *table = given[4].data;
    uint32_t *found = given[5].data;
    int64_t *found_offsets = given[6].data, rows = given[1].size - 1, mask = given[4].size - 1, number = 0;
    for (int64_t row = 0; row < rows; row++) {
        found_offsets[row] = number;
        for (int64_t i = offsets[row]; i < offsets[row + 1]; i++) {
            found[number] = hashes[i];
            number += !in_table(hashes[i], shift, empty, table, mask);
        }
    }
    found_offsets[rows] = number;
    return number;
}

/* Adds up how often each story is a member. */
static int64_t count_members(const Argument *given)
{
    const uint32_t *members = given[0].data;
    int64_t *counts = given[1].data;
    for (int64_t k = 0; k < given[0].size; k++)
        counts[members[k] & STORY]++;
    return 0;
}

/* Where the members of each story stand: `places[offsets[i]:offsets[i + 1]]`; moves the offsets on. */
static int64_t place_members(const Argument *given)
{
    const uint32_t *members = given[0].data;
    int64_t *offsets = given[1].data;
    uint32_t *places = given[2].data;
    for (int64_t k = 0; k < given[0].size; k++)
        places[offsets[members[k] & STORY]++] = (uint32_t)k;
    return 0;
}

/* Pairs of the stories from `progress[0]` to `last` with later ones, see `bands.sample_pairs`.

   Returns how many were written, and leaves the story to go on with when there was no room for more. Places of
   story i end at `ends[i]`, where those of the next begin. `counts` is zero, before and after. */
static int64_t pairs_of_samples(const Argument *given)
{
    const uint32_t *members = given[0].data;
    const int64_t *ends = given[1].data;
    const uint32_t *places = given[2].data;
    const int32_t *samples = given[3].data;
    int64_t least = given[4].whole, neighbours = given[6].whole, last = given[7].whole, room = given[8].whole;
    double share = given[5].real;
    int32_t *counts = given[9].data;
    uint32_t *met = given[10].data;
    int64_t *pairs = given[11].data, *progress = given[12].data;
    int64_t written = 0, size = given[0].size, story = progress[0], stories = given[9].size;
    uint32_t *spare = malloc((size_t)(stories + 1) * sizeof *spare);
    if (!spare)
        return NO_MEMORY;
    for (; story < last; story++) {
        int64_t others = 0, kept = 0;
        for (int64_t p = story ? ends[story - 1] : 0; p < ends[story]; p++) {
            int64_t k = places[p], end = k + neighbours;
            uint32_t member = members[k];
            if (member & LAST)
                continue;
            if (!(member & CAPPED) || k == 0 || members[k - 1] & LAST)
                end = size;
            while (k < end) {
                uint32_t other = members[++k], number = other & STORY;
                if (counts[number]++ == 0)
                    met[others++] = number;
                if (other & LAST)
                    break;
            }
        }
        if (written + others > room) {
            for (int64_t k = 0; k < others; k++)
                counts[met[k]] = 0;
            break;
        }
        for (int64_t k = 0; k < others; k++) {
            uint32_t number = met[k];
            int32_t count = counts[number];
            int32_t smaller = samples[story] < samples[number] ? samples[story] : samples[number];
            counts[number] = 0;
            met[kept] = number;
            kept += count >= least && (double)count >= share * smaller;
        }
        if (!sort_evenly32(met, spare, kept)) {
            free(spare);
            return NO_MEMORY;
        }
        for (int64_t k = 0; k < kept; k++, written++) {
            pairs[2 * written] = story;
            pairs[2 * written + 1] = met[k];
        }
    }
    progress[0] = story;
    free(spare);
    return written;
}
