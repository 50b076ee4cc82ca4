#include "memory.hpp"

#include <algorithm>
#include <bitset>
#include <cstddef>
#include <utility>

#include "likeness.hpp"
#include "mix.hpp"

namespace moderato::duplicate {
namespace {

constexpr int latest_postings = 6;         // entries a feature leads to: more would be a common phrase
constexpr std::size_t rare_postings = 2;   // a feature that leads to no more is reason enough to compare
constexpr std::size_t most_confirmed = 4;  // records read for one comment
constexpr double worth_confirming = 0.18;  // first likeness from which on a record is read
constexpr std::size_t slots_per_entry = 9;
constexpr std::uint64_t number_mask = (std::uint64_t{1} << Bucket::number_bits) - 1;

std::uint64_t address_of(std::uint64_t hash, std::uint64_t scope) {
  return mix(hash ^ 0xa0761d6478bd642fULL, scope ^ 0xe7037ed1a0b428dbULL);
}

std::uint16_t short_of(std::uint64_t hash) {
  return static_cast<std::uint16_t>(hash >> 32U);
}

std::uint64_t brief_address(const Post& post, const Fingerprint& text) {
  return address_of(address_of(text.text_hash, post.scope), address_of(post.author, post.article));
}

}  // namespace

// The features of a text under judgement that lead to entries, each in one word, which sort by entry.
class Memory::Hits {
 public:
  struct Hit {
    std::uint64_t word;

    [[nodiscard]] std::uint64_t entry() const { return word >> 8U; }
    [[nodiscard]] std::size_t feature() const { return (word >> 1U) & 127U; }
    [[nodiscard]] bool rare() const { return (word & 1U) != 0; }  // the feature leads to hardly any other entry
    friend auto operator<=>(const Hit& a, const Hit& b) = default;
  };
  static_assert(looked_up <= 128);

  // The entries that one feature leads to, and zeros, which are none.
  void add(std::span<const std::uint64_t> entries, std::size_t feature, bool rare) {
    for (const std::uint64_t entry : entries) {
      std::uint8_t& seen = seen_[entry % seen_.size()];
      // Twice seen, or rare, is worth a look.
      seen = static_cast<std::uint8_t>((unsigned{seen} << 1U) | 1U | (rare ? 2U : 0U));
      hits_[size_++] = {(entry << 8U) | (feature << 1U) | static_cast<std::uint64_t>(rare)};
    }
  }
  // Without most of those that are their entry's only one and not rare: most are, and one common phrase is no reason to
  // compare.
  [[nodiscard]] std::span<const Hit> sorted() {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < size_; ++i) {
      hits_[kept] = hits_[i];
      kept += seen_[hits_[i].entry() % seen_.size()] > 1 ? 1 : 0;  // no branch: nobody could guess
    }
    const std::span found{hits_.data(), kept};
    std::ranges::sort(found);
    return found;
  }

 private:
  std::array<Hit, looked_up * Bucket::slots> hits_;  // room for every slot there is; set up to `size_`
  std::size_t size_ = 0;
  std::array<std::uint8_t, 512> seen_{};  // how often the entries of a place were hit: 0, 1, or more
};

// An entry that may be the original of a text under judgement.
struct Memory::Candidate {
  double likely = 0;
  std::uint64_t number = 0;
  auto operator<=>(const Candidate&) const = default;
};

// The likeliest few, likeliest first.
class Memory::Candidates {
 public:
  void add(const Candidate& candidate) {
    if (candidate.likely < worth_confirming || candidate <= best_.back()) return;
    best_.back() = candidate;
    for (std::size_t i = best_.size() - 1; i > 0 && best_[i] > best_[i - 1]; --i) std::swap(best_[i], best_[i - 1]);
  }
  [[nodiscard]] auto begin() const { return best_.begin(); }
  [[nodiscard]] auto end() const { return std::find(best_.begin(), best_.end(), Candidate{}); }

 private:
  std::array<Candidate, most_confirmed> best_{};
};

Memory::Memory(const Reader& reader, std::size_t count, std::uint32_t window_seconds,
               const std::filesystem::path& folder)
    : reader_(reader),
      ring_(count),
      index_((count * slots_per_entry + Bucket::slots - 1) / Bucket::slots),
      records_(count, folder),
      window_(window_seconds) {
  index_.take();  // where pages are huge, all of it is in use after a few comments
}

std::size_t Memory::bytes() const {
  return ring_.size() * sizeof(Entry) + index_.size() * sizeof(Bucket);
}

// The place of an entry in the ring, without a division.
std::size_t Memory::place_of(std::uint64_t number) const {
  const std::size_t age = next_ - number;
  return age <= head_ ? head_ - age : head_ + ring_.size() - age;
}

std::size_t Memory::bucket_of(std::uint64_t address) const {
  return place(address, index_.size());
}

void Memory::put(std::uint64_t address, std::uint64_t entry) {
  const std::uint8_t tag = tag_of(address);
  Bucket& bucket = index_[bucket_of(address)];
  // A slot of its own if there is one; a feature that has enough gives up its oldest, a full bucket likewise. No branch
  // for any slot, so that several are looked at at once: an age has its slot in its last bits, and the largest wins.
  constexpr std::int32_t dead = std::int32_t{1} << Bucket::number_bits;
  constexpr std::int32_t last = Bucket::slots - 1;
  const auto next = static_cast<std::int32_t>(next_ & number_mask);
  const auto oldest_live = static_cast<std::int32_t>(oldest_age());
  std::int32_t same = 0;
  std::int32_t oldest = 0;
  std::int32_t oldest_same = 0;
  for (std::int32_t slot = 0; slot <= last; ++slot) {
    const auto at = static_cast<std::size_t>(slot);
    const auto number = static_cast<std::int32_t>(bucket.number(at));
    const std::int32_t age = (next - number) & (dead - 1);
    const std::int32_t lives = -static_cast<std::int32_t>((number != 0) & (age > 0) & (age <= oldest_live));
    const std::int32_t is_same = lives & -static_cast<std::int32_t>(bucket.tags[at] == tag);
    const std::int32_t rank = (((age & lives) | (dead & ~lives)) << 4) | (last - slot);
    same -= is_same;
    oldest = std::max(oldest, rank);
    oldest_same = std::max(oldest_same, rank & is_same);
  }
  const std::int32_t chosen = same >= latest_postings ? oldest_same : oldest;
  bucket.set(static_cast<std::size_t>(last - (chosen & last)), tag, entry & number_mask);
}

void Memory::look(std::uint64_t address, std::size_t feature, Hits& hits) const {
  std::array<std::uint64_t, Bucket::slots> entries;
  std::size_t count = 0;
  const Bucket& bucket = index_[bucket_of(address)];
  const std::uint64_t oldest = oldest_age();
  for (std::uint32_t slots = bucket.tagged(tag_of(address)); slots != 0; slots &= slots - 1) {
    const std::uint32_t number = bucket.number(static_cast<std::size_t>(std::countr_zero(slots)));
    const std::uint64_t age = (next_ - number) & number_mask;
    entries[count] = next_ - age;
    count += static_cast<std::size_t>((number != 0) & (age - 1 < oldest));
  }
  const bool rare = count <= rare_postings;
  for (std::size_t i = 0; rare && i < count; ++i) __builtin_prefetch(&ring_[place_of(entries[i])]);
  hits.add({entries.data(), count}, feature, rare);
}

void Memory::prefetch(const Post& post, const Fingerprint& text, Use use) const {
  if (post.brief) return;
  const std::size_t features = use == Use::find ? looked_up : anchors;
  for (std::size_t i = 0; i < std::min(features, text.features.size()); ++i)
    __builtin_prefetch(&index_[bucket_of(address_of(text.features[i], post.scope))]);
}

Memory::Found Memory::find(const Post& post, Fingerprint& text) const {
  Found found;
  Hits hits;
  if (post.brief)
    look(brief_address(post, text), 0, hits);
  else
    for (std::size_t i = 0; i < std::min(looked_up, text.features.size()); ++i)
      look(address_of(text.features[i], post.scope), i, hits);
  for (const Candidate& candidate : likeliest(hits, post, text, found)) {
    const std::optional<Match> match = confirm(candidate, post, text);
    if (!match || (found.best &&
                   std::pair{match->exact, match->similarity} <= std::pair{found.best->exact, found.best->similarity}))
      continue;
    found.best = match;
    if (found.best->exact) break;
  }
  return found;
}

// Those that are worth a look at their records. Notes in `found` what the text is an edit of.
Memory::Candidates Memory::likeliest(Hits& looked, const Post& post, const Fingerprint& text, Found& found) const {
  const std::span<const Hits::Hit> hits = looked.sorted();
  const TagPlaces places{text};
  Candidates candidates;
  for (auto begin = hits.begin(); begin != hits.end();) {
    const Hits::Hit first = *begin;
    const auto end = std::find_if(begin, hits.end(), [&](const auto& hit) { return hit.entry() != first.entry(); });
    const auto shared = static_cast<std::size_t>(end - begin);
    begin = end;
    if (shared == 1 && !first.rare()) continue;

    const Entry& entry = ring_[place_of(first.entry())];
    // An anchor is below the bound: what is above it has led here by chance.
    if (shared == 1 && !post.brief && text.features[first.feature()] > Shape::unpack(entry.shape).bound) continue;
    const bool same_text = entry.text == short_of(text.text_hash);
    if (entry.author == short_of(post.author) && entry.article == short_of(post.article) &&
        entry.id == short_of(post.id_hash)) {
      const std::optional<Record> record = records_.get(first.entry());
      found.own = first.entry();
      found.own_is_equal = record ? record->text == text.text_hash : same_text;
      continue;
    }
    if (post.seconds > entry.seconds && post.seconds - entry.seconds > window_) continue;
    if (post.brief && !same_text) continue;
    const auto anchored = static_cast<double>(std::min(shared, anchors));
    candidates.add({same_text ? 1 : first_likeness(text, places, entry, anchors, anchored), first.entry()});
  }
  return candidates;
}

std::optional<Match> Memory::confirm(const Candidate& candidate, const Post& post, Fingerprint& text) const {
  const Entry& entry = ring_[place_of(candidate.number)];
  const std::optional<Record> record = records_.get(candidate.number);
  // When the disk fails: as good as memory alone can tell.
  const bool exact = record ? record->text == text.text_hash : entry.text == short_of(text.text_hash);
  if (post.brief && !exact) return {};
  Likeness like{candidate.likely, text.count()};
  if (record) {
    reader_.widen(text, record->bound);
    like = likeness(text, *record);
  }
  return Match{.entry = candidate.number,
               .seconds = entry.seconds,
               .exact = exact,
               .same_author = entry.author == short_of(post.author),
               .same_article = entry.article == short_of(post.article),
               .similarity = exact ? 1 : like.similarity,
               .features = like.features,
               .copies = entry.copies,
               .record = record};
}

Entry& Memory::add(const Post& post, const Fingerprint& text, std::string_view id) {
  const std::uint64_t number = next_++;
  Entry& entry = ring_[head_];
  head_ = head_ + 1 < ring_.size() ? head_ + 1 : 0;
  if (entry.seconds != 0 && post.seconds - std::min(post.seconds, entry.seconds) <= window_) ++pushed_out_;
  entry = Entry{};
  entry.seconds = post.seconds;
  entry.text = short_of(text.text_hash);
  entry.author = short_of(post.author);
  entry.article = short_of(post.article);
  entry.id = short_of(post.id_hash);
  Record record;
  record.text = text.text_hash;
  record.set_id(id);
  record.bound = ~std::uint64_t{0};
  if (post.brief) {
    put(brief_address(post, text), number);
  } else {
    const std::vector<std::uint64_t>& features = text.features;
    Shape shape;
    shape.sampled = static_cast<std::uint32_t>(std::min(anchors + tags, features.size()));
    if (shape.sampled < features.size()) shape.bound = features[shape.sampled - 1];
    entry.shape = shape.pack();
    for (std::size_t i = 0; i < std::min(anchors, features.size()); ++i)
      put(address_of(features[i], post.scope), number);
    for (std::size_t i = anchors; i < shape.sampled; ++i) entry.tag[i - anchors] = tag_of(features[i]);

    record.sampled = static_cast<std::uint8_t>(std::min(Record::most_sampled, features.size()));
    if (record.sampled < features.size() || text.limit != ~std::uint64_t{0})
      record.bound = features[record.sampled - 1U];
    for (std::size_t i = 0; i < record.sampled; ++i) record.sample[i] = kept_bits(features[i], record.bound);
  }
  records_.put(number, record);
  return entry;
}

void Memory::insert(const Post& post, const Fingerprint& text) {
  add(post, text, post.id);
}

void Memory::refresh(const Match& match, const Post& post, const Fingerprint& text) {
  if (next_ - match.entry >= ring_.size()) return;
  const Entry original = ring_[place_of(match.entry)];
  Entry& entry = add(post, text, match.id());
  entry.id = original.id;
  entry.author = original.author;
  entry.article = original.article;
  entry.copies = original.copies;
}

void Memory::count_copy(const Match& match) {
  if (next_ - match.entry > ring_.size()) return;
  std::uint8_t& copies = ring_[place_of(match.entry)].copies;
  if (copies != 0xff) ++copies;
}

void Memory::forget(std::uint64_t entry) {
  if (next_ - entry <= ring_.size()) ring_[place_of(entry)] = Entry{};  // of 1970: out of every window
}

void Memory::forget(std::span<const Post> posts) {
  std::bitset<1U << 16U> ids;  // most entries are of none of them, which their ids' hashes tell
  for (const Post& post : posts) ids.set(short_of(post.id_hash));
  const auto is_of = [](const Entry& entry, const Post& post) {
    return entry.id == short_of(post.id_hash) && entry.author == short_of(post.author) &&
           entry.article == short_of(post.article);
  };
  for (std::uint64_t number = next_ > ring_.size() ? next_ - ring_.size() : 1; number < next_; ++number) {
    Entry& entry = ring_[place_of(number)];
    if (entry.seconds == 0 || !ids[entry.id]) continue;
    if (std::ranges::none_of(posts, [&](const Post& post) { return is_of(entry, post); })) continue;
    entry = Entry{};
    records_.forget(number);
  }
}

bool Memory::ageing(const Match& match, std::uint32_t now) const {
  return next_ - match.entry > ring_.size() / 2 || (now > match.seconds && now - match.seconds > window_ / 2);
}

}  // namespace moderato::duplicate
