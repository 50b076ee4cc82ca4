#include "fingerprint.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <span>

#include "mix.hpp"
#include "moderato/text/eight_bytes.hpp"

namespace moderato::duplicate {
namespace {

// The bytes of `utf8` that stand in lines which begin with '>'.
std::vector<Span> quoted_lines(std::string_view utf8) {
  std::vector<Span> quotes;
  if (utf8.find('>') == std::string_view::npos) return quotes;
  for (std::size_t begin = 0; begin < utf8.size();) {
    const std::size_t end = std::min(utf8.find('\n', begin), utf8.size());
    const std::size_t first = utf8.find_first_not_of(" \t", begin);
    if (first < end && utf8[first] == '>')
      quotes.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
    begin = end + 1;
  }
  return quotes;
}

constexpr std::uint32_t lead_bits(unsigned char lead) {
  if (lead < 0x80U) return lead;
  if (lead < 0xe0U) return lead & 0x1fU;
  if (lead < 0xf0U) return lead & 0x0fU;
  return lead & 0x07U;
}

constexpr std::size_t sequence_bytes(unsigned char lead) {
  if (lead < 0xc0U) return 1;
  if (lead < 0xe0U) return 2;
  return lead < 0xf0U ? 3 : 4;
}

constexpr std::uint64_t all_hashes = ~std::uint64_t{0};
constexpr std::uint64_t window_mask = all_hashes >> (64U - 8U * Reader::gram_symbols);
constexpr std::uint32_t first_dense_script = 0x2e80;  // from here on a character says about as much as two letters

constexpr std::size_t eight = sizeof(std::uint64_t);
static_assert(std::endian::native == std::endian::little);  // the first byte of a word is its lowest

// How many of the next eight bytes are ASCII and no space; 0 when there are no eight.
std::size_t plain_run(std::string_view text) {
  constexpr std::uint64_t tops = 0x8080808080808080;
  if (text.size() < eight) return 0;
  const std::uint64_t bytes = text::eight_bytes(text, 0);
  const int ascii = std::countr_zero(bytes & tops) / 8;  // eight where there is no other
  return static_cast<std::size_t>(std::min(ascii, text::bytes_before_space(bytes)));
}

// Emoji, arrows, dingbats and the like: sprinkled over a text to make it look new.
constexpr bool is_picture(std::uint32_t point) {
  return (point >= 0x2000 && point < 0x2c00) || (point >= 0xfe00 && point < 0xfe10) ||
         (point >= 0x1f000 && point < 0x20000);
}

// Sorts by hash, none above `limit`, in linear time, which spread-out hashes allow: each goes about where it belongs,
// then a step or two further.
void sort(std::span<const std::uint64_t> hashes, std::uint64_t limit, std::vector<std::uint64_t>& sorted,
          std::vector<std::uint32_t>& starts) {
  const auto zeros = static_cast<unsigned>(std::countl_zero(limit | 1U));
  const auto bits = static_cast<unsigned>(std::bit_width(hashes.size() | 1U)) + 1;
  const auto place = [&](std::uint64_t hash) { return (hash << zeros) >> (64U - bits); };
  starts.assign((std::size_t{1} << bits) + 1, 0);
  for (const std::uint64_t hash : hashes) ++starts[place(hash) + 1];
  std::uint32_t before = 0;
  for (std::uint32_t& start : starts) start = before += start;
  sorted.resize(hashes.size());
  for (const std::uint64_t hash : hashes) sorted[starts[place(hash)]++] = hash;
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    const std::uint64_t hash = sorted[i];
    std::size_t at = i;
    for (; at > 0 && sorted[at - 1] > hash; --at) sorted[at] = sorted[at - 1];
    sorted[at] = hash;
  }
}

// A few of many features, to be told from the others: most of these are told by one look.
class Chosen {
 public:
  explicit Chosen(std::span<const std::uint64_t> hashes) : slots_(std::bit_ceil(8 * hashes.size())) {
    for (const std::uint64_t hash : hashes) slots_[find(hash)] = hash;
  }
  [[nodiscard]] bool has(std::uint64_t hash) const { return slots_[find(hash)] != 0; }

 private:
  // Where it is, or would be. Zero stands for an empty slot, and is no feature that anyone will meet.
  [[nodiscard]] std::size_t find(std::uint64_t hash) const {
    std::size_t at = hash & (slots_.size() - 1);
    while (slots_[at] != 0 && slots_[at] != hash) at = (at + 1) & (slots_.size() - 1);
    return at;
  }

  std::vector<std::uint64_t> slots_;
};

// How many features `text` has, each as often as it is there.
std::size_t with_repeats(const Fingerprint& text) {
  const std::size_t grams = text.symbols - std::min<std::size_t>(text.symbols, Reader::gram_symbols - 1);
  return grams + text.words.size() * Reader::pair_distance;
}

}  // namespace

double Fingerprint::count() const {
  if (limit == all_hashes) return static_cast<double>(features.size());
  return static_cast<double>(features.size()) / (static_cast<double>(limit) / 18446744073709551616.0);
}

Reader::Reader(const std::uint8_t* secret) {
  // Whatever the secret is like, the keys have their ones and zeros mixed, as multipliers must.
  key_[0] = XXH3_64bits_withSeed(secret, 16, 0);
  key_[1] = XXH3_64bits_withSeed(secret, 16, 1) | 1U;
}

std::uint64_t Reader::name(std::string_view text, std::uint64_t more) const {
  return XXH3_64bits_withSeed(text.data(), text.size(), key_[0] ^ (more * 0x9e3779b97f4a7c15ULL));
}

// `symbols` may be read up to eight bytes past its end.
inline std::uint64_t Reader::word_hash(const std::uint8_t* symbols, std::size_t size) const {
  std::uint64_t hash = key_[0] + size;
  std::uint64_t bytes = 0;
  for (; size > eight; size -= eight, symbols += eight) {
    std::memcpy(&bytes, symbols, eight);
    hash = mix(hash ^ bytes, key_[1]);
  }
  std::memcpy(&bytes, symbols, eight);
  return mix(hash ^ (bytes & (all_hashes >> (8 * (eight - size)))), key_[1]);
}

bool Reader::symbols(std::string_view utf8, Keep keep, Map map, Fingerprint& out) const {
  const std::vector<Span> skipped = keep == Keep::own_words ? quoted_lines(utf8) : std::vector<Span>{};
  const bool mapped = map == Map::yes || !skipped.empty();
  if (mapped)
    folder_.fold(utf8, out.folded);
  else
    folder_.fold_text(utf8, out.folded);
  const std::string_view text = out.folded.text;
  auto skip = skipped.begin();
  out.kept = keep;
  // A character of three bytes becomes two symbols at most; eight are written at once.
  if (out.stream.size() < text.size() + 2 * eight) out.stream.resize(text.size() + 2 * eight);
  if (mapped) out.from.resize(text.size() + eight);
  // Plain pointers: what is written through them can't be `out` itself, so nothing of it is read again.
  std::uint8_t* const stream = out.stream.data();
  std::uint32_t* const from = out.from.data();
  out.words.clear();
  std::uint32_t size = 0;
  std::uint32_t word = 0;  // where the word under way begins
  const auto put = [&](std::uint8_t symbol, std::size_t at) {
    stream[size] = symbol;
    if (mapped) from[size] = static_cast<std::uint32_t>(at);
    ++size;
  };
  const auto end_word = [&] {
    if (size > word) out.words.push_back({word_hash(stream + word, size - word), word, size});
    word = size;
  };
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    if (lead == ' ') {
      end_word();
      ++i;
      continue;
    }
    if (lead < 0x80U && skipped.empty()) {
      const std::size_t run = plain_run(text.substr(i));
      if (run == 0) {
        put(lead, i++);
        continue;
      }
      std::memcpy(stream + size, text.data() + i, eight);
      if (mapped) {
        for (std::size_t k = 0; k < eight; ++k) from[size + k] = static_cast<std::uint32_t>(i + k);
      }
      size += static_cast<std::uint32_t>(run);
      i += run;
      if (run < eight && text[i] == ' ') {
        end_word();
        ++i;
      }
      continue;
    }
    const std::size_t bytes = std::min(sequence_bytes(lead), text.size() - i);
    std::uint32_t point = lead_bits(lead);
    for (std::size_t k = 1; k < bytes; ++k) point = (point << 6U) | (static_cast<unsigned char>(text[i + k]) & 0x3fU);
    if (!skipped.empty()) {
      const std::uint32_t origin = out.folded.origins[i];
      while (skip != skipped.end() && skip->end <= origin) ++skip;
      if (skip != skipped.end() && origin >= skip->begin) point = 0;
    }
    if (point != 0 && (keep == Keep::all || !is_picture(point))) {
      if (point >= first_dense_script) put(static_cast<std::uint8_t>(0x80U | (point >> 8U)), i);
      put(static_cast<std::uint8_t>(point < 0x80U ? point : 0x80U | (point ^ (point >> 7U))), i);
    }
    i += bytes;
  }
  end_word();
  out.symbols = size;
  if (mapped) {
    out.from.resize(size + 1);
    out.from[size] = static_cast<std::uint32_t>(text.size());
  }
  return !skipped.empty();
}

template <class Each>
[[gnu::always_inline]] inline void Reader::each_feature(const Fingerprint& text, Each each) const {
  const std::uint64_t keys[] = {key_[0], key_[1]};
  const std::uint8_t* const stream = text.stream.data();
  for (std::size_t i = 0; i + gram_symbols <= text.symbols; ++i) {
    std::uint64_t gram = 0;
    std::memcpy(&gram, stream + i, eight);
    each(mix((gram & window_mask) ^ keys[0], keys[1]), i, i + gram_symbols);
  }
  const std::span<const Fingerprint::Word> words = text.words;
  for (std::size_t apart = 1; apart <= pair_distance; ++apart)
    for (std::size_t i = 0; i + apart < words.size(); ++i)
      each(mix((words[i].hash + words[i + apart].hash) ^ keys[0], keys[1]), words[i].begin, words[i + apart].end);
}

void Reader::gather(Fingerprint& text, std::uint64_t limit) const {
  constexpr std::size_t most = 4 * most_features;
  text.spare_features.resize(most);
  std::uint64_t* const room = text.spare_features.data();
  text.limit = limit;
  text.whole = limit == all_hashes;
  // Sorts the first `size` of the room into the features, and lowers the limit when there are too many of them.
  const auto settle = [&text, room](std::size_t size) {
    sort({room, size}, text.limit, text.features, text.spare_starts);
    text.features.erase(std::unique(text.features.begin(), text.features.end()), text.features.end());
    if (text.features.size() <= most_features) return;
    text.features.resize(most_features);
    text.limit = text.features.back();
    text.whole = true;
  };
  std::size_t size = 0;
  each_feature(
      text, [&](std::uint64_t hash, std::size_t, std::size_t) __attribute__((always_inline)) {
        // Whether it is low enough is a coin's toss that no processor guesses, so there is no branch for it.
        room[size] = hash;
        size += hash <= limit ? 1 : 0;
        if (size < most) return;
        settle(size);
        limit = text.limit;
        size = text.features.size();
        std::copy(text.features.begin(), text.features.end(), room);
      });
  settle(size);
}

void Reader::widen(Fingerprint& text, std::uint64_t bound) const {
  if (text.limit < bound && !text.whole) gather(text, bound);
}

void Reader::read(std::string_view utf8, Fingerprint& out) const {
  for (const Keep keep : {Keep::own_words, Keep::words, Keep::all}) {
    out.quotes = symbols(utf8, keep, Map::no, out);
    if (out.symbols != 0) break;
  }
  // What folds to nothing (emoji, punctuation) is compared as it stands.
  out.text_hash =
      out.symbols == 0 ? name(utf8, 1) : name({reinterpret_cast<const char*>(out.stream.data()), out.symbols}, 2);
  const std::size_t all = with_repeats(out);
  gather(out, all <= sampled ? all_hashes : all_hashes / all * sampled);
  // A text that repeats itself has fewer features than it seems.
  while (out.limit != all_hashes && out.features.size() < sampled / 2)
    gather(out, out.limit > all_hashes / 8 ? all_hashes : out.limit * 8);
}

std::vector<Span> Reader::places(std::string_view utf8, Fingerprint& text,
                                 std::span<const std::uint64_t> hashes) const {
  std::vector<Span> places;
  if (hashes.empty()) return places;
  symbols(utf8, text.kept, Map::yes, text);
  const Chosen chosen{hashes};
  const auto& from = text.from;
  each_feature(text, [&](std::uint64_t hash, std::size_t begin, std::size_t end) {
    if (chosen.has(hash)) places.push_back(text.folded.original(from[begin], std::max(from[end], from[begin] + 1)));
  });
  std::sort(places.begin(), places.end(), [](const Span& a, const Span& b) { return a.begin < b.begin; });
  return places;
}

std::vector<std::uint64_t> Reader::all_features(std::string_view utf8) const {
  Fingerprint scratch;
  symbols(utf8, Keep::words, Map::no, scratch);
  std::vector<std::uint64_t> hashes;
  hashes.reserve(with_repeats(scratch));
  each_feature(scratch, [&](std::uint64_t hash, std::size_t, std::size_t) { hashes.push_back(hash); });
  std::sort(hashes.begin(), hashes.end());
  hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
  return hashes;
}

}  // namespace moderato::duplicate
