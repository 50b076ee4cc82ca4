#include "fingerprint.hpp"

#include <xxhash.h>

#include <algorithm>
#include <bit>
#include <cstring>

#include "mix.hpp"

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

constexpr std::uint64_t window_mask = ~std::uint64_t{0} >> (64U - 8U * Reader::gram_symbols);
constexpr std::uint32_t first_dense_script = 0x2e80;  // from here on a character says about as much as two letters

// Emoji, arrows, dingbats and the like: sprinkled over a text to make it look new.
constexpr bool is_picture(std::uint32_t point) {
  return (point >= 0x2000 && point < 0x2c00) || (point >= 0xfe00 && point < 0xfe10) ||
         (point >= 0x1f000 && point < 0x20000);
}

// Sorts grams by hash, none above `limit`, in linear time, which spread-out hashes allow: each goes about where it
// belongs, then a step or two further. Equal ones stay in the order of the text.
void sort_by_hash(std::vector<Gram>& grams, std::uint64_t limit, std::vector<Gram>& spare,
                  std::vector<std::uint32_t>& starts) {
  const std::size_t size = grams.size();
  const auto shift = static_cast<unsigned>(std::countl_zero(limit));
  starts.assign(size + 1, 0);
  for (const Gram& gram : grams) ++starts[place(gram.hash << shift, size) + 1];
  for (std::size_t i = 1; i <= size; ++i) starts[i] += starts[i - 1];
  spare.resize(size);
  for (const Gram& gram : grams) spare[starts[place(gram.hash << shift, size)]++] = gram;
  grams.swap(spare);
  for (std::size_t i = 1; i < size; ++i) {
    const Gram gram = grams[i];
    std::size_t at = i;
    for (; at > 0 && grams[at - 1].hash > gram.hash; --at) grams[at] = grams[at - 1];
    grams[at] = gram;
  }
}

}  // namespace

Span Fingerprint::span(const Gram& gram) const {
  const std::size_t end = std::min<std::size_t>(gram.at + Reader::gram_symbols, from.size() - 1);
  return folded.original(from[gram.at], std::max<std::size_t>(from[end], from[gram.at] + 1));
}

Reader::Reader(const std::uint8_t* secret) {
  std::memcpy(key_, secret, sizeof key_);
  key_[1] |= 1U;
}

std::uint64_t Reader::name(std::string_view text, std::uint64_t more) const {
  return XXH3_64bits_withSeed(text.data(), text.size(), key_[0] ^ (more * 0x9e3779b97f4a7c15ULL));
}

void Reader::symbols(std::string_view utf8, Keep keep, Fingerprint& out) const {
  folder_.fold(utf8, out.folded);
  const std::string& text = out.folded.text;
  out.stream.clear();
  out.from.clear();
  const std::vector<Span> skipped = keep == Keep::own_words ? quoted_lines(utf8) : std::vector<Span>{};
  auto skip = skipped.begin();
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t size = std::min(sequence_bytes(lead), text.size() - i);
    std::uint32_t point = lead_bits(lead);
    for (std::size_t k = 1; k < size; ++k) point = (point << 6U) | (static_cast<unsigned char>(text[i + k]) & 0x3fU);
    const std::uint32_t origin = out.folded.origins[i];
    while (skip != skipped.end() && skip->end <= origin) ++skip;
    if (point != ' ' && (keep == Keep::all || !is_picture(point)) && (skip == skipped.end() || origin < skip->begin)) {
      if (point >= first_dense_script) {
        out.stream.push_back(static_cast<std::uint8_t>(0x80U | (point >> 8U)));
        out.from.push_back(static_cast<std::uint32_t>(i));
      }
      out.stream.push_back(static_cast<std::uint8_t>(point < 0x80U ? point : 0x80U | (point ^ (point >> 7U))));
      out.from.push_back(static_cast<std::uint32_t>(i));
    }
    i += size;
  }
  out.from.push_back(static_cast<std::uint32_t>(text.size()));
}

template <class Each>
void Reader::each_gram(const std::vector<std::uint8_t>& stream, Each each) const {
  std::uint64_t window = 0;
  for (std::size_t i = 0; i < stream.size(); ++i) {
    window = ((window << 8U) | stream[i]) & window_mask;
    if (i + 1 < gram_symbols) continue;
    // The whole gram fits the window, so this is a keyed hash of nothing but the gram.
    each(mix(mix(window ^ key_[0], key_[1] ^ (window >> 32U)), 0x9e3779b97f4a7c15ULL),
         static_cast<std::uint32_t>(i + 1 - gram_symbols));
  }
}

void Reader::read(std::string_view utf8, Fingerprint& out) const {
  for (const Keep keep : {Keep::own_words, Keep::words, Keep::all}) {
    symbols(utf8, keep, out);
    if (!out.stream.empty()) break;
  }
  out.symbols = static_cast<std::uint32_t>(out.stream.size());
  // What folds to nothing (emoji, punctuation) is compared as it stands.
  out.text_hash = out.stream.empty() ? name(utf8, 1)
                                     : name({reinterpret_cast<const char*>(out.stream.data()), out.stream.size()}, 2);
  out.grams.clear();
  std::uint64_t limit = ~std::uint64_t{0};
  const auto keep_lowest = [&] {
    sort_by_hash(out.grams, limit | 1U, out.spare_grams, out.spare_starts);
    const auto same = [](const Gram& a, const Gram& b) { return a.hash == b.hash; };
    out.grams.erase(std::unique(out.grams.begin(), out.grams.end(), same), out.grams.end());
    if (out.grams.size() <= most_grams) return;
    out.grams.resize(most_grams);
    limit = out.grams.back().hash;
  };
  each_gram(out.stream, [&](std::uint64_t hash, std::uint32_t at) {
    if (hash > limit) return;
    out.grams.push_back({hash, at});
    if (out.grams.size() == 4 * most_grams) keep_lowest();
  });
  keep_lowest();
}

std::vector<std::uint64_t> Reader::all_grams(std::string_view utf8) const {
  Fingerprint scratch;
  symbols(utf8, Keep::words, scratch);
  std::vector<std::uint64_t> hashes;
  hashes.reserve(scratch.stream.size());
  each_gram(scratch.stream, [&](std::uint64_t hash, std::uint32_t) { hashes.push_back(hash); });
  std::sort(hashes.begin(), hashes.end());
  hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
  return hashes;
}

}  // namespace moderato::duplicate
