#include "memory.hpp"

#include <algorithm>
#include <bitset>
#include <cstddef>
#include <utility>

#include "likeness.hpp"
#include "mix.hpp"

namespace moderato::duplicate {
namespace {

constexpr std::size_t latest_postings = 6;  // entries a feature leads to: more would be a common phrase
constexpr std::size_t rare_postings = 2;    // a feature that leads to no more is reason enough to compare
constexpr std::size_t most_confirmed = 4;   // records read for one comment
constexpr double worth_confirming = 0.18;   // first likeness from which on a record is read
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
    friend bool operator<(const Hit& a, const Hit& b) { return a.word < b.word; }
  };
  static_assert(looked_up <= 128);

  void add(std::uint64_t entry, std::size_t feature, bool rare) {
    const std::size_t place = entry % once_.size();
    if (rare || once_[place]) worth_.set(place);
    once_.set(place);
    hits_[size_++] = {(entry << 8U) | (feature << 1U) | static_cast<std::uint64_t>(rare)};
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

Memory::Memory(const Reader& reader, std::size_t count, std::uint32_t window_seconds,
               const std::filesystem::path& folder)
    : reader_(reader),
      ring_(count),
      index_((count * slots_per_entry + Bucket::slots - 1) / Bucket::slots),
      records_(count, folder),
      window_(window_seconds) {}

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
  // A slot of its own if there is one; a feature that has enough gives up its oldest, a full bucket likewise.
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

void Memory::look(std::uint64_t address, std::size_t feature, Hits& hits) const {
  std::array<std::uint64_t, Bucket::slots> entries;
  std::size_t count = 0;
  const Bucket& bucket = index_[bucket_of(address)];
  bucket.each_tagged(tag_of(address), [&](std::size_t slot) {
    if (const std::uint64_t entry = live(bucket.number(slot)); entry != 0) entries[count++] = entry;
  });
  for (std::size_t i = 0; i < count; ++i) hits.add(entries[i], feature, count <= rare_postings);
}

void Memory::prefetch(const Post& post, const Fingerprint& text) const {
  if (post.brief) return;
  for (std::size_t i = 0; i < std::min(looked_up, text.features.size()); ++i)
    __builtin_prefetch(&index_[bucket_of(address_of(text.features[i], post.scope))]);
}

Memory::Found Memory::find(const Post& post, Fingerprint& text) const {
  Found found;
  Hits looked;
  if (post.brief)
    look(brief_address(post, text), 0, looked);
  else
    for (std::size_t i = 0; i < std::min(looked_up, text.features.size()); ++i)
      look(address_of(text.features[i], post.scope), i, looked);
  const std::span<const Hits::Hit> hits = looked.sorted();
  if (hits.empty()) return found;
  for (const Hits::Hit& hit : hits)
    if (hit.rare()) __builtin_prefetch(&ring_[hit.entry() % ring_.size()]);

  // The likeliest few, likeliest first.
  struct Candidate {
    double likely = 0;
    std::uint64_t number = 0;
    auto operator<=>(const Candidate&) const = default;
  };
  std::array<Candidate, most_confirmed> likeliest{};
  for (auto begin = hits.begin(); begin != hits.end();) {
    const std::uint64_t number = begin->entry();
    const auto end = std::find_if(begin, hits.end(), [&](const auto& hit) { return hit.entry() != number; });
    const auto shared = static_cast<double>(end - begin);
    const Hits::Hit first = *begin;
    const bool only_one = end - begin == 1;
    begin = end;
    if (only_one && !first.rare()) continue;

    const Entry& entry = ring_[number % ring_.size()];
    // An anchor is below the bound: what is above it has led here by chance.
    if (only_one && !post.brief && text.features[first.feature()] > Shape::unpack(entry.shape).bound) continue;
    const bool same_text = entry.text == short_of(text.text_hash);
    if (entry.author == short_of(post.author) && entry.article == short_of(post.article) &&
        entry.id == short_of(post.id_hash)) {
      const std::optional<Record> record = records_.get(number);
      found.own = number;
      found.own_is_equal = record ? record->text == text.text_hash : same_text;
      continue;
    }
    if (post.seconds > entry.seconds && post.seconds - entry.seconds > window_) continue;
    if (post.brief && !same_text) continue;
    const double likely = same_text ? 1 : first_likeness(text, entry, anchors, std::min<double>(shared, anchors));
    const Candidate candidate{likely, number};
    if (likely < worth_confirming || candidate <= likeliest.back()) continue;
    likeliest.back() = candidate;
    for (std::size_t i = likeliest.size() - 1; i > 0 && likeliest[i] > likeliest[i - 1]; --i)
      std::swap(likeliest[i], likeliest[i - 1]);
  }

  for (const auto& [likely, number] : likeliest) {
    if (number == 0) break;
    const Entry& entry = ring_[number % ring_.size()];
    const std::optional<Record> record = records_.get(number);
    // When the disk fails: as good as memory alone can tell.
    const bool exact = record ? record->text == text.text_hash : entry.text == short_of(text.text_hash);
    if (post.brief && !exact) continue;
    Likeness like{likely, text.count()};
    if (record) {
      reader_.widen(text, record->bound);
      like = likeness(text, *record);
    }
    if (exact) like.similarity = 1;
    if (found.best && std::pair{exact, like.similarity} <= std::pair{found.best->exact, found.best->similarity})
      continue;
    found.best = Match{.entry = number,
                       .id = record ? std::string{record->id()} : std::string{},
                       .seconds = entry.seconds,
                       .exact = exact,
                       .same_author = entry.author == short_of(post.author),
                       .same_article = entry.article == short_of(post.article),
                       .similarity = like.similarity,
                       .features = like.features,
                       .copies = entry.copies,
                       .record = record};
    if (exact) break;
  }
  return found;
}

Entry& Memory::add(const Post& post, const Fingerprint& text, std::string_view id) {
  const std::uint64_t number = next_++;
  Entry& entry = ring_[number % ring_.size()];
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
  const Entry original = ring_[match.entry % ring_.size()];
  Entry& entry = add(post, text, match.id);
  entry.id = original.id;
  entry.author = original.author;
  entry.article = original.article;
  entry.copies = original.copies;
}

void Memory::count_copy(const Match& match) {
  if (next_ - match.entry > ring_.size()) return;
  std::uint8_t& copies = ring_[match.entry % ring_.size()].copies;
  if (copies != 0xff) ++copies;
}

void Memory::forget(std::uint64_t entry) {
  if (next_ - entry <= ring_.size()) ring_[entry % ring_.size()] = Entry{};  // of 1970: out of every window
}

bool Memory::ageing(const Match& match, std::uint32_t now) const {
  return next_ - match.entry > ring_.size() / 2 || (now > match.seconds && now - match.seconds > window_ / 2);
}

}  // namespace moderato::duplicate
