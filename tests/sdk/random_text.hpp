// Made-up texts for the tests of folding: the same for the same seed, on every machine.
//
// What a text is made of decides which promises hold for it, so each kind of part is drawn apart from the others.
#pragma once

#include <array>
#include <cstddef>
#include <random>
#include <span>
#include <string>
#include <string_view>

namespace moderato::text {

inline std::string utf8(char32_t code) {
  std::string out;
  const auto rest = [&](int shift) { out += static_cast<char>(0x80 | (code >> shift & 0x3f)); };
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xc0 | code >> 6);
    rest(0);
  } else if (code < 0x10000) {
    out += static_cast<char>(0xe0 | code >> 12);
    rest(6), rest(0);
  } else {
    out += static_cast<char>(0xf0 | code >> 18);
    rest(12), rest(6), rest(0);
  }
  return out;
}

// Invisible: zero-width, soft hyphen, directions, variation selectors, tags, fillers.
inline constexpr auto invisible =
    std::to_array<char32_t>({0xad,   0x34f,  0x61c,  0x180e, 0x200b,  0x200c,  0x200d,  0x200e, 0x200f, 0x202a,
                             0x202b, 0x202c, 0x202d, 0x202e, 0x2060,  0x2061,  0x2066,  0x2069, 0xfe00, 0xfe0f,
                             0xfeff, 0xffa0, 0x3164, 0x115f, 0x1d173, 0xe0001, 0xe0041, 0xe01ef});

class RandomText {
 public:
  explicit RandomText(unsigned seed) : random_(seed) {}

  // Not a distribution of the standard library: those differ from one implementation to the next.
  std::size_t below(std::size_t count) { return random_() % count; }
  bool one_in(std::size_t count) { return below(count) == 0; }

  // A letter of a script drawn at random; unassigned code points are among them.
  std::string letter() { return letter_of(below(scripts_.size())); }

  // Two to nine letters of one script, now and then with one of another, or with marks on them.
  std::string word() {
    const std::size_t script = below(scripts_.size() + 6);
    std::string out;
    for (std::size_t n = 2 + below(8); n > 0; --n) {
      out += one_in(12) ? letter() : letter_of(script);
      if (one_in(16)) out += mark();
    }
    return out;
  }
  std::string mark() { return utf8(static_cast<char32_t>(0x300 + below(0x70))); }
  std::string invisible_character() { return utf8(invisible[below(invisible.size())]); }
  std::string separator() { return pick(separators_); }
  // "f u c k", "f.u-c k"
  std::string spaced_letters() {
    std::string out;
    const std::string usual = separator();
    for (std::size_t n = 2 + below(4); n > 0; --n) {
      out += static_cast<char>('a' + below(26));
      out += one_in(5) ? separator() : usual;
    }
    return out;
  }
  std::string emoji() { return pick(emoji_); }
  // Digits and the ASCII symbols that may stand for letters, their full-width forms, and currencies.
  std::string symbol() { return pick(symbols_); }
  std::string broken() { return pick(broken_); }

 private:
  struct Script {
    char32_t first;
    char32_t last;
  };
  static constexpr auto scripts_ = std::to_array<Script>({
      {'a', 'z'},         {'A', 'Z'},         {0xc0, 0x24f},      {0x250, 0x2af},     {0x370, 0x3ff},
      {0x400, 0x52f},     {0x531, 0x556},     {0x561, 0x587},     {0x5d0, 0x5ea},     {0x620, 0x6ff},
      {0x904, 0x963},     {0x985, 0x9e3},     {0xb85, 0xbcd},     {0xe01, 0xe4d},     {0x10a0, 0x10ff},
      {0x1100, 0x11ff},   {0x13a0, 0x13f5},   {0x1401, 0x167f},   {0x1e00, 0x1fff},   {0x2100, 0x214f},
      {0x2460, 0x24ff},   {0x2c80, 0x2cff},   {0x3041, 0x30ff},   {0x3131, 0x318e},   {0x4e00, 0x9fff},
      {0xa4d0, 0xa4ff},   {0xac00, 0xd7a3},   {0xfb00, 0xfdff},   {0xff21, 0xff5a},   {0x10400, 0x1044f},
      {0x118a0, 0x118df}, {0x1d400, 0x1d7cb}, {0x1f130, 0x1f189}, {0x20000, 0x2a6df},
  });
  static constexpr auto separators_ =
      std::to_array<std::string_view>({" ",  " ",   " ",  "  ",     "\n",     "\t", ".",  ", ", "-", "_",     "/",
                                       "\"", "...", "? ", "\u00a0", "\u3000", "。", "、", "»",  "—", "\u2028"});
  static constexpr auto emoji_ =
      std::to_array<std::string_view>({"😂", "🖕", "👍🏽", "👩‍👩‍👧", "❤️", "🏳️‍🌈", "☺",
                                       "🇩🇪", "1️⃣", "🫠", "©", "™", "→", "𓀀"});
  static constexpr auto symbols_ = std::to_array<std::string_view>(
      {"0",  "1", "1", "3", "5", "7", "11", "2026", "@", "$", "!",  "|",  "+",  "^", "(", ")", "<", "*",
       "**", "#", "%", "'", "’", "€", "£",  "¥",    "¢", "¡", "＠", "＄", "０", "٣", "²", "½", "①"});
  static constexpr auto broken_ = std::to_array<std::string_view>(
      {"\xff", "\x80", "\xc3", "\xc0\xaf", "\xe2\x82", "\xed\xa0\x80", "\xf0\x9f\x98", "\xf4\x90\x80\x80", "\xf8"});

  std::string letter_of(std::size_t script) {
    const Script from = scripts_[script < scripts_.size() ? script : 0];
    return utf8(from.first + static_cast<char32_t>(below(from.last - from.first + 1)));
  }
  std::string pick(std::span<const std::string_view> from) { return std::string{from[below(from.size())]}; }

  std::mt19937 random_;
};

}  // namespace moderato::text
