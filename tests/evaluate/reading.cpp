#include "reading.hpp"

#include <xxhash.h>

#include <algorithm>

namespace moderato::evaluate {
namespace {

// The character that begins at `at`, which moves past it. Folded text is always good UTF-8.
char32_t next(std::string_view utf8, std::size_t& at) {
  const auto lead = static_cast<unsigned char>(utf8[at++]);
  if (lead < 0x80U) return lead;
  const int more = lead < 0xe0U ? 1 : lead < 0xf0U ? 2 : 3;
  char32_t point = lead & (0x3fU >> more);
  for (int i = 0; i < more; ++i) point = (point << 6U) | (static_cast<unsigned char>(utf8[at++]) & 0x3fU);
  return point;
}

// Emoji, arrows, dingbats and the like.
constexpr bool is_picture(char32_t point) {
  return (point >= 0x2000 && point < 0x2c00) || (point >= 0xfe00 && point < 0xfe10) ||
         (point >= 0x1f000 && point < 0x20000);
}

const text::Folder& shared_folder() {
  static const text::Folder folder;
  return folder;
}

template <class Item>
void hash_grams(const Item* items, std::size_t size, std::size_t length, Hashes& out) {
  out.clear();
  for (std::size_t i = 0; i + length <= size; ++i) out.push_back(XXH3_64bits(items + i, length * sizeof(Item)));
}

}  // namespace

Reader::Reader() : folder_(shared_folder()) {}

void Reader::read(std::string_view utf8, Reading& out) {
  folder_.fold(utf8, folded_);
  const std::string_view text = folded_.text;
  out.letters.clear();
  out.words.clear();
  std::size_t begin = 0;
  const auto end_word = [&] {
    const std::size_t size = out.letters.size() - begin;
    if (size > 0) out.words.push_back(XXH3_64bits(out.letters.data() + begin, size * sizeof(char32_t)));
    begin = out.letters.size();
  };
  for (std::size_t at = 0; at < text.size();) {
    const char32_t point = next(text, at);
    if (point == ' ')
      end_word();
    else if (!is_picture(point))
      out.letters.push_back(point);
  }
  end_word();
}

void grams_of(std::u32string_view letters, std::size_t length, Hashes& out) {
  hash_grams(letters.data(), letters.size(), length, out);
}

void grams_of(const std::vector<std::uint64_t>& words, std::size_t length, Hashes& out) {
  hash_grams(words.data(), words.size(), length, out);
}

void make_set(Hashes& hashes) {
  std::sort(hashes.begin(), hashes.end());
  hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
}

}  // namespace moderato::evaluate
