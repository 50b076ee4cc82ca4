#include "pattern.hpp"

#include <algorithm>
#include <bit>

#include "letters.hpp"
#include "word_index.hpp"

namespace moderato::civility {
namespace {

using Letters = std::uint32_t;

constexpr Letters only(char c) {
  return Letters{1} << (c - 'a');
}
constexpr Letters any_of(std::string_view letters) {
  Letters set = 0;
  for (const char c : letters) set |= only(c);
  return set;
}
constexpr Letters any = any_of("abcdefghijklmnopqrstuvwxyz");
constexpr Letters vowels = any_of(civility::vowels);

// Letters that share a sign with a vowel or with each other; what is left of a word without them is its key.
constexpr Letters unstable = vowels | any_of("cklv");

constexpr Letters letter(char c) {
  switch (c) {
    case 'v':
      return any_of("uv");
    case 'z':
      return any_of("sz");
    case 'l':
      return any_of("il");
    default:
      return c >= 'a' && c <= 'z' ? only(c) : 0;
  }
}

constexpr Letters sign(char c) {
  switch (c) {
    case '0':
    case ')':
      return only('o');
    case '1':
      return any_of("il");
    case '|':
      return any_of("ikl");
    case '3':
      return only('e');
    case '4':
    case '^':
      return only('a');
    case '5':
    case '$':
      return only('s');
    case '6':
      return any_of("bg");
    case '7':
    case '+':
      return only('t');
    case '8':
      return only('b');
    case '9':
      return only('g');
    case '(':
      return any_of("co");
    case '<':
      return any_of("ck");
    case '@':
      return vowels;
    case '!':
      return vowels | only('l');
    case '*':
    case '#':
    case '%':
    case '&':
    case '_':
      return any;
    default:
      return 0;
  }
}

// Currencies that have a letter's shape.
Letters currency(std::string_view character) {
  return character == "¢"                       ? only('c')
         : character == "£" || character == "€" ? only('e')
         : character == "¥"                     ? only('y')
                                                : 0;
}

constexpr bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

// A short text on the stack, in which repeats count once.
class Key {
 public:
  void add(char c) {
    if (size_ < text_.size() && (size_ == 0 || text_[size_ - 1] != c)) text_[size_++] = c;
  }
  [[nodiscard]] std::uint64_t hash() const { return hash_of({text_.data(), size_}); }

 private:
  std::array<char, Pattern::longest> text_{};
  std::size_t size_ = 0;
};

// The letter that `letters` adds to a key; 0 for none.
constexpr char key_letter(Letters letters) {
  if ((letters & ~unstable) == 0 || letters == any) return 0;
  if ((letters & only('s')) != 0) return 's';
  return static_cast<char>('a' + std::countr_zero(letters & ~unstable));
}

// One letter for all that a letter may be taken for.
constexpr char common_letter(Letters letters) {
  return static_cast<char>('a' + std::countr_zero(letters));
}

}  // namespace

Pattern::Pattern(std::string_view original, std::size_t begin, std::size_t end, const text::Folded& folded) {
  auto origin = std::lower_bound(folded.origins.begin(), folded.origins.end() - 1, begin);
  for (std::size_t i = begin; i < end;) {
    const char c = original[i];
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    const char next = i + 1 < end ? original[i + 1] : ' ';
    std::size_t size = 1;
    Letters letters = letter(lower);
    if (letters != 0) {
      ++letters_;
    } else if (c == '(' && next == ')') {
      letters = only('o');
      size = 2;
      plain_ = false;
    } else if (c == '|' && next == '<') {
      letters = only('k');
      size = 2;
      plain_ = false;
    } else if (static_cast<unsigned char>(c) < 0x80) {
      letters = sign(c);
      masked_ |= letters == any;
      plain_ &= letters == 0;
    } else {
      while (i + size < end && is_continuation(original[i + size])) ++size;
      while (origin != folded.origins.end() - 1 && *origin < i) ++origin;
      if (origin != folded.origins.end() - 1 && *origin == i)
        letters = letter(folded.text[static_cast<std::size_t>(origin - folded.origins.begin())]);
      if (letters != 0) ++letters_;
      const Letters shape = currency(original.substr(i, size));
      letters |= shape;
      plain_ &= shape == 0;
    }
    i += size;
    if (letters == 0 && c != '\'') {
      if (static_cast<unsigned char>(c) >= 0x80) continue;  // invisible, or a mark on the letter before
      size_ = 0;
      return;
    }
    if (letters == 0) continue;
    if (size_ == longest) {
      size_ = 0;
      return;
    }
    signs_[size_++] = letters;
  }
}

std::uint64_t Pattern::key() const {
  Key key;
  for (std::size_t i = 0; i < size_; ++i)
    if (const char c = key_letter(signs_[i])) key.add(c);
  return key.hash();
}

std::uint64_t Pattern::key_of(std::string_view word) {
  Key key;
  for (const char each : word)
    if (const char c = each >= 'a' && each <= 'z' ? key_letter(only(each == 'z' ? 's' : each)) : '\0') key.add(c);
  return key.hash();
}

std::uint64_t Pattern::plain_key() const {
  Key key;
  for (std::size_t i = 0; i < size_; ++i) key.add(common_letter(signs_[i]));
  return key.hash();
}

std::uint64_t Pattern::plain_key_of(std::string_view word) {
  Key key;
  for (const char each : word) key.add(common_letter(letter(each)));
  return key.hash();
}

bool Pattern::fits(std::string_view word) const {
  const auto spells = [](Letters letters, char c) { return c >= 'a' && c <= 'z' && (letters & only(c)) != 0; };
  if (word.size() == size_) {
    std::size_t i = 0;
    while (i < size_ && spells(signs_[i], word[i])) ++i;
    if (i == size_) return true;
  }
  // Runs against runs.
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < size_ && j < word.size()) {
    if (!spells(signs_[i], word[j])) return false;
    const Letters run = signs_[i];
    const char c = word[j];
    while (i < size_ && signs_[i] == run) ++i;
    while (j < word.size() && word[j] == c) ++j;
  }
  return i == size_ && j == word.size();
}

}  // namespace moderato::civility
