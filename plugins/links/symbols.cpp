#include "symbols.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include <array>
#include <stdexcept>

#include "disguise.hpp"

namespace moderato::links {
namespace {

constexpr char32_t broken = 0xfffd;

const icu::Normalizer2& compatibility() {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* found = icu::Normalizer2::getNFKCCasefoldInstance(error);
  if (U_FAILURE(error)) throw std::runtime_error(std::string{"ICU has no normalisation data: "} + u_errorName(error));
  return *found;
}

// What a character that isn't ASCII reads as; 0 if it isn't seen.
char32_t plain(const icu::Normalizer2& forms, UChar32 code) {
  if (u_hasBinaryProperty(code, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) || u_charType(code) == U_FORMAT_CHAR) return 0;
  if (code == 0xff61) return ideographic_stop;
  if (code >= 0xac00 && code <= 0xd7a3) return static_cast<char32_t>(code);  // Syllables would come apart.
  icu::UnicodeString mapped;
  if (!forms.getDecomposition(code, mapped)) return static_cast<char32_t>(code);
  if (mapped.countChar32() != 1) return static_cast<char32_t>(u_foldCase(code, U_FOLD_CASE_DEFAULT));
  const auto one = static_cast<char32_t>(mapped.char32At(0));
  // Full-width commas and the like end a URL where their ASCII forms may be part of it.
  const bool keeps =
      one < 0x80 && !is_ascii_alnum(one) && std::u32string_view{U"./:-_()[]@"}.find(one) == std::u32string_view::npos;
  return keeps ? static_cast<char32_t>(code) : one;
}

// "&#46;" and "&#x2e;" at the start of `text`: its length and the ASCII character, or 0.
std::size_t reference(std::string_view text, char32_t& code) {
  if (!text.starts_with("&#")) return 0;
  std::size_t at = 2;
  const bool hex = at < text.size() && (text[at] | 0x20) == 'x';
  if (hex) ++at;
  const std::size_t first = at;
  char32_t value = 0;
  for (; at < text.size() && at < first + 6; ++at) {
    const char32_t c = static_cast<unsigned char>(text[at]) | 0x20U;
    if (text[at] >= '0' && text[at] <= '9')
      value = value * (hex ? 16 : 10) + static_cast<char32_t>(text[at] - '0');
    else if (hex && c >= U'a' && c <= U'f')
      value = value * 16 + (c - U'a' + 10);
    else
      break;
  }
  if (at == first || at >= text.size() || text[at] != ';' || value < 0x21 || value > 0x7e) return 0;
  code = value;
  return at + 1;
}

std::vector<Symbol> decode(std::string_view text) {
  const icu::Normalizer2& forms = compatibility();
  std::vector<Symbol> symbols;
  symbols.reserve(text.size());
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const std::size_t size = text.size();
  for (std::size_t at = 0; at < size;) {
    Symbol symbol{.begin = static_cast<std::uint32_t>(at)};
    UChar32 code = 0;
    char32_t referred = 0;
    if (const std::size_t length = bytes[at] == '&' ? reference(text.substr(at), referred) : 0) {
      at += length;
      code = static_cast<UChar32>(referred);
    } else {
      U8_NEXT(bytes, at, size, code);
    }
    symbol.end = static_cast<std::uint32_t>(at);
    if (code >= 0 && code < 0x80) {
      symbol.upper = code >= 'A' && code <= 'Z';
      symbol.code = static_cast<char32_t>(symbol.upper ? code | 0x20 : code);
    } else {
      symbol.upper = code >= 0 && u_isupper(code) != 0;
      symbol.code = code < 0 ? broken : plain(forms, code);
    }
    if (symbol.code != 0) symbols.push_back(symbol);
  }
  return symbols;
}

}  // namespace

bool is_label(char32_t code) {
  if (code < 0x80) return is_ascii_alnum(code) || code == U'-' || code == U'_';
  const auto c = static_cast<UChar32>(code);
  return u_isalnum(c) != 0 || (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0;
}

bool is_glue(char32_t code) {
  if (code < 0xe00) return false;
  UErrorCode error = U_ZERO_ERROR;
  switch (uscript_getScript(static_cast<UChar32>(code), &error)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_HANGUL:
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR:
      return true;
    default:
      return false;
  }
}

bool ends_url(char32_t code) {
  if (code < 0x80)
    return code <= 0x20 || code == 0x7f ||
           std::string_view{"<>\"`{}|^"}.find(static_cast<char>(code)) != std::string_view::npos;
  const auto c = static_cast<UChar32>(code);
  return code == broken || u_isUWhiteSpace(c) != 0 || u_ispunct(c) != 0 || u_iscntrl(c) != 0;
}

bool worth_reading(std::string_view text) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(i < text.size() ? text[i] : ' '); };
  const auto is = [&](std::size_t i, std::string_view word) {
    for (std::size_t k = 0; k < word.size(); ++k)
      if ((at(i + k) | 0x20) != static_cast<unsigned char>(word[k])) return false;
    return true;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const unsigned char c = at(i), next = at(i + 1), before = i > 0 ? at(i - 1) : ' ';
    if (c == '.') {
      if (next >= 0x80 || is_ascii_alnum(next | 0x20U) ||
          std::string_view{"-&_"}.find(static_cast<char>(next)) != std::string_view::npos ||
          std::string_view{" ([{<"}.find(static_cast<char>(before)) != std::string_view::npos)
        return true;
    } else if (c == ':') {
      if (next == '/' || next == '\\' || next >= 0x80) return true;
    } else if (c == '(' || c == '[' || c == '{' || c == '<') {
      const std::size_t word = i + 1 + (next == ' ' ? 1U : 0U) + (next == ' ' && at(i + 2) == ' ' ? 1U : 0U);
      if (is(word, "dot") || is(word, "p") || at(word) >= 0x80) return true;
    } else if (c == '&') {
      if (next == '#') return true;
    } else if (c >= 0xe2) {
      // U+2024, U+3002, U+FE52, full-width forms, and letters of the planes above.
      if (c >= 0xf0 || c == 0xef || (c == 0xe3 && next == 0x80) || (c == 0xe2 && next == 0x80 && at(i + 2) == 0xa4))
        return true;
    }
  }
  return false;
}

std::vector<Symbol> read(std::string_view text) {
  std::vector<Symbol> symbols = decode(text);
  join_dots(symbols);
  join_letters(symbols);
  return symbols;
}

void append(std::string& to, char32_t code) {
  std::array<char, U8_MAX_LENGTH> bytes{};
  std::int32_t size = 0;
  U8_APPEND_UNSAFE(bytes.data(), size, static_cast<UChar32>(code));
  to.append(bytes.data(), static_cast<std::size_t>(size));
}

}  // namespace moderato::links
