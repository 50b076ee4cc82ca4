#include "memory.hpp"

#include <algorithm>
#include <bit>
#include <bitset>
#include <cstddef>
#include <iterator>
#include <utility>

#include "mix.hpp"

namespace moderato::duplicate {
namespace {

constexpr std::size_t latest_postings = 6;  // entries a gram leads to: more would be a common phrase
constexpr std::size_t rare_postings = 2;    // a gram that leads to no more is reason enough to compare
constexpr std::size_t slots_per_entry = 7;
constexpr std::uint64_t number_mask = (std::uint64_t{1} << Bucket::number_bits) - 1;

std::uint64_t address_of(std::uint64_t hash, std::uint64_t scope) {
  return mix(hash ^ 0xa0761d6478bd642fULL, scope ^ 0xe7037ed1a0b428dbULL);
}

// What part of all hashes is no higher than `bound`.
double share_below(std::uint64_t bound) {
  return static_cast<double>(bound) / 18446744073709551616.0;
}

std::uint8_t tag_of(std::uint64_t hash) {
  return static_cast<std::uint8_t>(hash);
}
std::uint16_t short_of(std::uint64_t hash) {
  return static_cast<std::uint16_t>(hash >> 32U);
}

std::uint64_t brief_address(const Post& post, const Fingerprint& text) {
  return address_of(address_of(text.text_hash, post.scope), address_of(post.author, post.article));
}

// For each tag the lowest gram of a text that has it.
class Tags {
 public:
  explicit Tags(const std::vector<Gram>& grams) : grams_(grams) {
    static_assert(Reader::most_grams < none);
    first_.fill(none);
    for (std::size_t i = grams.size(); i-- > 0;) first_[tag_of(grams[i].hash)] = static_cast<std::uint16_t>(i);
  }
  [[nodiscard]] const Gram* below(std::uint8_t tag, std::uint64_t bound) const {
    const std::uint16_t i = first_[tag];
    return i != none && grams_[i].hash <= bound ? &grams_[i] : nullptr;
  }

 private:
  static constexpr std::uint16_t none = 0xffff;
  const std::vector<Gram>& grams_;
  std::array<std::uint16_t, 256> first_{};
};

// How likely it is that none of so many grams has a given tag.
double missed_by(std::size_t grams) {
  static const auto shares = [] {
    std::array<double, Reader::most_grams + 1> share{1.0};
    for (std::size_t i = 1; i < share.size(); ++i) share[i] = share[i - 1] * 255 / 256;
    return share;
  }();
  return shares[grams];
}

// How alike two texts are, from a sample of each below one bound: `common` of `ours` and `theirs`. Mostly the shared
// part of both (Jaccard), and a third the part of the shorter text that the longer one contains, so that neither
// padding nor cutting hides a copy. A small sample counts for less: that is the 4.
double resemblance(double common, double ours, double theirs) {
  const double both = std::min(1.0, common / std::max(1.0, ours + theirs - common));
  const double contained = common / (std::min(ours, theirs) + 4);
  return std::min(1.0, (contained + 2 * both) / 3);
}

// How alike a text is to an entry's, `anchored` of whose anchors it has. Tags are one byte each, so some of them are
// seen by chance.
double compare(const std::vector<Gram>& grams, const Tags& tagged, const Entry& entry, const Shape& shape,
               double anchored) {
  const auto above = std::upper_bound(grams.begin(), grams.end(), shape.bound,
                                      [](std::uint64_t bound, const Gram& gram) { return bound < gram.hash; });
  const auto ours = static_cast<std::size_t>(above - grams.begin());
  const std::uint32_t tags = shape.sampled - std::min(shape.sampled, std::uint32_t{Memory::anchors});
  double seen = 0;
  for (std::uint32_t i = 0; i < tags; ++i) seen += tagged.below(entry.tag[i], shape.bound) != nullptr ? 1 : 0;
  const double missed = missed_by(ours);
  seen = std::max(0.0, (seen - tags * (1 - missed)) / missed);
  return resemblance(anchored + seen, static_cast<double>(ours), shape.sampled);
}

// Joins sampled grams that lie about as close as samples do. Those seen by their tag alone extend what an anchor began:
// on their own they may be there by chance.
std::vector<Span> drawn_through(const std::vector<const Gram*>& anchored, std::vector<const Gram*> grams,
                                const Fingerprint& text, double share) {
  grams.insert(grams.end(), anchored.begin(), anchored.end());
  std::sort(grams.begin(), grams.end(), [](const Gram* a, const Gram* b) { return a->at < b->at; });
  const double gap = Reader::gram_symbols + 2 / share;
  std::vector<Span> spans;
  for (auto begin = grams.begin(); begin != grams.end();) {
    auto end = std::next(begin);
    while (end != grams.end() && (*end)->at - (*std::prev(end))->at <= gap) ++end;
    if (std::any_of(begin, end,
                    [&](const Gram* gram) { return std::count(anchored.begin(), anchored.end(), gram) > 0; }))
      spans.push_back({text.span(**begin).begin, text.span(**std::prev(end)).end});
    begin = end;
  }
  return spans;
}

}  // namespace

// The grams of a text under judgement that lead to entries, each in one word, which sort by entry.
class Memory::Hits {
 public:
  struct Hit {
    std::uint64_t word;

    [[nodiscard]] std::uint64_t entry() const { return word >> 8U; }
    [[nodiscard]] std::size_t gram() const { return (word >> 1U) & 127U; }
    [[nodiscard]] bool rare() const { return (word & 1U) != 0; }  // the gram leads to hardly any other entry
    friend bool operator<(const Hit& a, const Hit& b) { return a.word < b.word; }
  };
  static_assert(looked_up <= 128);

  void add(std::uint64_t entry, std::size_t gram, bool rare) {
    const std::size_t place = entry % once_.size();
    if (rare || once_[place]) worth_.set(place);
    once_.set(place);
    hits_[size_++] = {(entry << 8U) | (gram << 1U) | static_cast<std::uint64_t>(rare)};
  }
  // Without most of those that are their entry's only one and not rare: most are, and one common phrase is no reason to
  // compare.
  [[nodiscard]] std::span<const Hit> sorted() {
    const auto begin = hits_.begin();
    const auto end = std::remove_if(begin, begin + static_cast<std::ptrdiff_t>(size_),
                                    [&](const Hit& hit) { return !worth_[hit.entry() % worth_.size()]; });
    std::sort(begin, end);
    return {begin, end};
  }

 private:
  std::array<Hit, looked_up * Bucket::slots> hits_;  // room for every slot there is; set up to `size_`
  std::size_t size_ = 0;
  std::bitset<1'024> once_;   // places of entries with a hit
  std::bitset<1'024> worth_;  // with a second one, or a rare one
};

Memory::Memory(std::size_t count, std::uint32_t window_seconds)
    : ring_(count), index_((count * slots_per_entry + Bucket::slots - 1) / Bucket::slots), window_(window_seconds) {}

std::size_t Memory::bytes() const {
  return ring_.size() * sizeof(Entry) + index_.size() * sizeof(Bucket);
}

// The entry whose number ends so, if it is still there; else 0.
std::uint64_t Memory::live(std::uint32_t number) const {
  const std::uint64_t age = (next_ - number) & number_mask;
  return number != 0 && age >= 1 && age <= ring_.size() && age < next_ ? next_ - age : 0;
}

std::size_t Memory::bucket_of(std::uint64_t address) const {
  return place(address, index_.size());
}

void Memory::put(std::uint64_t address, std::uint64_t entry) {
  const std::uint8_t tag = tag_of(address);
  Bucket& bucket = index_[bucket_of(address)];
  // A slot of its own if there is one; a gram that has enough gives up its oldest, a full bucket likewise.
  std::size_t oldest = 0;
  std::size_t oldest_same = 0;
  std::uint64_t least = ~std::uint64_t{0};
  std::uint64_t least_same = ~std::uint64_t{0};
  std::size_t same = 0;
  for (std::size_t slot = 0; slot < Bucket::slots; ++slot) {
    const std::uint64_t number = live(bucket.number(slot));
    if (number < least) oldest = slot, least = number;
    if (number == 0 || bucket.tags[slot] != tag) continue;
    ++same;
    if (number < least_same) oldest_same = slot, least_same = number;
  }
  bucket.set(same >= latest_postings ? oldest_same : oldest, tag, entry & number_mask);
}

void Memory::look(std::uint64_t address, std::size_t gram, Hits& hits) const {
  std::array<std::uint64_t, Bucket::slots> entries;
  std::size_t count = 0;
  const Bucket& bucket = index_[bucket_of(address)];
  bucket.each_tagged(tag_of(address), [&](std::size_t slot) {
    if (const std::uint64_t entry = live(bucket.number(slot)); entry != 0) entries[count++] = entry;
  });
  for (std::size_t i = 0; i < count; ++i) hits.add(entries[i], gram, count <= rare_postings);
}

void Memory::prefetch(const Post& post, const Fingerprint& text) const {
  if (post.brief) return;
  for (std::size_t i = 0; i < std::min(looked_up, text.grams.size()); ++i)
    __builtin_prefetch(&index_[bucket_of(address_of(text.grams[i].hash, post.scope))]);
}

Memory::Found Memory::find(const Post& post, const Fingerprint& text) const {
  Found found;
  Hits looked;
  if (post.brief)
    look(brief_address(post, text), 0, looked);
  else
    for (std::size_t i = 0; i < std::min(looked_up, text.grams.size()); ++i)
      look(address_of(text.grams[i].hash, post.scope), i, looked);
  const std::span<const Hits::Hit> hits = looked.sorted();
  if (hits.empty()) return found;
  for (const Hits::Hit& hit : hits)
    if (hit.rare()) __builtin_prefetch(&ring_[hit.entry() % ring_.size()]);

  const PackedId id = PackedId::of(post.id, post.id_hash);
  const Tags tagged{text.grams};
  std::span<const Hits::Hit> best_hits;
  for (std::span<const Hits::Hit> rest = hits; !rest.empty();) {
    const std::uint64_t number = rest[0].entry();
    const auto end = std::find_if(rest.begin(), rest.end(), [&](const auto& hit) { return hit.entry() != number; });
    const std::span<const Hits::Hit> here = rest.first(static_cast<std::size_t>(end - rest.begin()));
    rest = rest.subspan(here.size());

    if (here.size() == 1 && !here[0].rare()) continue;
    const Entry& entry = ring_[number % ring_.size()];
    const Shape shape = Shape::unpack(entry.shape);
    const double anchored =
        std::min<double>(static_cast<double>(here.size()), std::min<double>(anchors, shape.sampled));
    // The text's own hash is short here, so the grams have to agree with it.
    const bool exact =
        entry.text == short_of(text.text_hash) && anchored * 2 >= std::min<double>(anchors, shape.sampled);
    const PackedId theirs{entry.id, shape.id};
    if (entry.author == short_of(post.author) && entry.article == short_of(post.article) && theirs == id) {
      found.own = number;
      found.own_is_equal = exact;
      continue;
    }
    if (post.seconds > entry.seconds && post.seconds - entry.seconds > window_) continue;
    if (post.brief && !exact) continue;

    const double similarity = exact ? 1 : compare(text.grams, tagged, entry, shape, anchored);
    if (found.best && std::pair{exact, similarity} <= std::pair{found.best->exact, found.best->similarity}) continue;
    Match match;
    match.exact = exact;
    match.similarity = similarity;
    match.grams = static_cast<double>(text.grams.size());
    if (!exact) match.grams = std::min(match.grams, shape.sampled / share_below(shape.bound));
    match.entry = number;
    match.id = theirs.name();
    match.seconds = entry.seconds;
    match.same_author = entry.author == short_of(post.author);
    match.same_article = entry.article == short_of(post.article);
    found.best = std::move(match);
    best_hits = here;
  }

  if (found.best && !found.best->exact) {
    std::vector<const Gram*> anchored, shared;
    for (const Hits::Hit& hit : best_hits) anchored.push_back(&text.grams[hit.gram()]);
    const Entry& entry = ring_[found.best->entry % ring_.size()];
    const Shape shape = Shape::unpack(entry.shape);
    for (std::size_t i = anchors; i < shape.sampled; ++i)
      if (const Gram* gram = tagged.below(entry.tag[i - anchors], shape.bound)) shared.push_back(gram);
    found.best->shared = drawn_through(anchored, std::move(shared), text, share_below(shape.bound));
  }
  return found;
}

Entry& Memory::add(const Post& post, const Fingerprint& text) {
  const std::uint64_t number = next_++;
  Entry& entry = ring_[number % ring_.size()];
  entry = Entry{};
  const PackedId id = PackedId::of(post.id, post.id_hash);
  entry.id = id.bytes;
  entry.seconds = post.seconds;
  entry.text = short_of(text.text_hash);
  entry.author = short_of(post.author);
  entry.article = short_of(post.article);
  Shape shape{0, ~std::uint64_t{0}, id.form};
  if (post.brief) {
    put(brief_address(post, text), number);
  } else {
    const std::size_t sampled = std::min(anchors + tags, text.grams.size());
    shape.sampled = static_cast<std::uint32_t>(sampled);
    if (sampled < text.grams.size()) shape.bound = text.grams[sampled - 1].hash;
    for (std::size_t i = 0; i < std::min(anchors, sampled); ++i)
      put(address_of(text.grams[i].hash, post.scope), number);
    for (std::size_t i = anchors; i < sampled; ++i) entry.tag[i - anchors] = tag_of(text.grams[i].hash);
  }
  entry.shape = shape.pack();
  return entry;
}

void Memory::insert(const Post& post, const Fingerprint& text) {
  add(post, text);
}

void Memory::refresh(const Match& match, const Post& post, const Fingerprint& text) {
  if (next_ - match.entry >= ring_.size()) return;
  const Entry original = ring_[match.entry % ring_.size()];
  Entry& entry = add(post, text);
  entry.id = original.id;
  entry.author = original.author;
  entry.article = original.article;
  Shape shape = Shape::unpack(entry.shape);
  shape.id = Shape::unpack(original.shape).id;
  entry.shape = shape.pack();
}

void Memory::forget(std::uint64_t entry) {
  if (next_ - entry <= ring_.size()) ring_[entry % ring_.size()] = Entry{};  // of 1970: out of every window
}

bool Memory::ageing(const Match& match, std::uint32_t now) const {
  return next_ - match.entry > ring_.size() / 2 || (now > match.seconds && now - match.seconds > window_ / 2);
}

}  // namespace moderato::duplicate
