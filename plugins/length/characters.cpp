#include "characters.hpp"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "moderato/text/utf8.hpp"

namespace moderato::length {
namespace {

constexpr bool between(char32_t code, char32_t first, char32_t last) {
  return code >= first && code <= last;
}

bool ends_line(char32_t code) {
  return between(code, 0x0a, 0x0d) || code == 0x85 || code == 0x2028 || code == 0x2029;
}

void classify_ascii(Character& c) {
  const char32_t code = c.code;
  if (between(code, 'a', 'z')) {
    c.sort = Sort::letter;
    c.lower = true;
  } else if (between(code, 'A', 'Z')) {
    c.sort = Sort::letter;
    c.upper = true;
  } else if (between(code, '0', '9')) {
    c.sort = Sort::digit;
  } else if (code == ' ' || code == '\t') {
    c.sort = Sort::space;
  } else if (ends_line(code)) {
    c.sort = Sort::line_end;
  } else if (code < 0x20 || code == 0x7f) {
    c.sort = Sort::invisible;
  }
}

void classify_mark(Character& c, bool may_stack) {
  c.stacks = may_stack;
  UErrorCode error = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(static_cast<UChar32>(c.code), &error);
  c.own_script = script != USCRIPT_INHERITED && script != USCRIPT_COMMON;
  c.sort = u_isUAlphabetic(static_cast<UChar32>(c.code)) ? Sort::letter : Sort::mark;
}

void classify(Character& c) {
  const auto code = static_cast<UChar32>(c.code);
  constexpr char32_t braille_blank = 0x2800;
  if (ends_line(c.code)) {
    c.sort = Sort::line_end;
    return;
  }
  if (u_isUWhiteSpace(code) || c.code == braille_blank) {
    c.sort = Sort::space;
    return;
  }
  if (u_hasBinaryProperty(code, UCHAR_DEFAULT_IGNORABLE_CODE_POINT)) {
    c.sort = Sort::invisible;
    return;
  }
  const std::uint32_t type = U_MASK(u_charType(code));
  c.upper = (type & (U_GC_LU_MASK | U_GC_LT_MASK)) != 0;
  c.lower = (type & U_GC_LL_MASK) != 0;
  if ((type & U_GC_M_MASK) != 0)
    classify_mark(c, (type & U_GC_MC_MASK) == 0);
  else if ((type & (U_GC_CC_MASK | U_GC_CF_MASK | U_GC_CS_MASK)) != 0)
    c.sort = Sort::invisible;
  else if ((type & U_GC_N_MASK) != 0)
    c.sort = Sort::digit;
  else if (u_isUAlphabetic(code))
    c.sort = Sort::letter;
  else if (u_hasBinaryProperty(code, UCHAR_EXTENDED_PICTOGRAPHIC) ||
           u_hasBinaryProperty(code, UCHAR_REGIONAL_INDICATOR))
    c.sort = Sort::emoji;
}

}  // namespace

Character character_at(std::string_view text, std::size_t at) {
  Character c;
  c.bytes.begin = static_cast<std::uint32_t>(at);
  const auto first = static_cast<unsigned char>(text[at]);
  if (first < 0x80) {
    c.code = first;
    c.bytes.end = c.bytes.begin + 1;
    classify_ascii(c);
    return c;
  }
  const text::Decoded decoded = text::decode(text, at);
  c.code = decoded.valid ? decoded.code : U'\ufffd';
  c.bytes.end = c.bytes.begin + static_cast<std::uint32_t>(decoded.size);
  if (decoded.valid)
    classify(c);
  else
    c.sort = Sort::invisible;
  return c;
}

char32_t lower(char32_t code) {
  if (code < 0x80) return between(code, 'A', 'Z') ? code + ('a' - 'A') : code;
  return static_cast<char32_t>(u_tolower(static_cast<UChar32>(code)));
}

bool is_syllable(char32_t code) {
  return between(code, 0xac00, 0xd7a3) ||
         (code >= 0x2e80 && u_hasBinaryProperty(static_cast<UChar32>(code), UCHAR_IDEOGRAPHIC));
}

}  // namespace moderato::length
