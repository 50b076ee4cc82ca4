#include "glyphs.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/uspoof.h>

#include <map>
#include <memory>
#include <stdexcept>
#include <tuple>

namespace moderato::text {
namespace {

constexpr std::array<AsciiGlyph, 128> make_ascii() {
  std::array<AsciiGlyph, 128> table{};
  for (std::size_t i = 0; i < table.size(); ++i) {
    const char c = static_cast<char>(i);
    AsciiGlyph glyph{Kind::separator, ' '};
    if (c >= 'a' && c <= 'z') glyph = {Kind::letter, c};
    if (c >= 'A' && c <= 'Z') glyph = {Kind::letter, static_cast<char>(c | 0x20)};
    if (c >= '0' && c <= '9') glyph = {Kind::digit, c};
    for (const char symbol : std::string_view{"@$!|+^(<*#%'"})
      if (c == symbol) glyph = {Kind::symbol, c};
    table[i] = glyph;
  }
  return table;
}
constexpr std::array<AsciiGlyph, 128> ascii = make_ascii();

void demand(UErrorCode code, const char* what) {
  if (U_FAILURE(code)) throw std::runtime_error(std::string{"ICU: "} + what + ": " + u_errorName(code));
}

struct CloseSpoof {
  void operator()(USpoofChecker* checker) const { uspoof_close(checker); }
};

bool is_mark(char32_t code) {
  const auto type = u_charType(static_cast<UChar32>(code));
  return type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_COMBINING_SPACING_MARK;
}

// Marks put on letters of any script disguise them; those that belong to a script (Indic vowels) spell words.
bool is_decoration(char32_t code) {
  if (!is_mark(code)) return false;
  UErrorCode error = U_ZERO_ERROR;
  switch (uscript_getScript(static_cast<UChar32>(code), &error)) {
    case USCRIPT_INHERITED:
    case USCRIPT_COMMON:
    case USCRIPT_LATIN:
    case USCRIPT_GREEK:
    case USCRIPT_CYRILLIC:
    case USCRIPT_ARABIC:
    case USCRIPT_HEBREW:
      return true;
    default:
      return false;
  }
}

bool is_word(char32_t code) {
  const auto c = static_cast<UChar32>(code);
  return u_isalnum(c) != 0 || is_mark(code) || u_charType(c) == U_LETTER_NUMBER || u_charType(c) == U_OTHER_NUMBER;
}

// Scripts with letters that pass for Latin ones; the rest of Unicode is not worth asking about.
bool may_look_latin(char32_t code, UScriptCode script) {
  switch (script) {
    case USCRIPT_LATIN:
    case USCRIPT_GREEK:
    case USCRIPT_CYRILLIC:
    case USCRIPT_ARMENIAN:
    case USCRIPT_CHEROKEE:
    case USCRIPT_COPTIC:
    case USCRIPT_LISU:
    case USCRIPT_DESERET:
    case USCRIPT_WARANG_CITI:
    case USCRIPT_CANADIAN_ABORIGINAL:
      return true;
    case USCRIPT_COMMON:
      return code < 0x3000;
    default:
      return false;
  }
}

// Letters that Unicode encodes as pictures in one block each, in order from A.
char block_letter(char32_t code) {
  for (const char32_t first : {0x1f130U, 0x1f150U, 0x1f170U, 0x1f1e6U})
    if (code >= first && code < first + 26) return static_cast<char>('a' + (code - first));
  return 0;
}

class Reader {
 public:
  Reader() {
    UErrorCode error = U_ZERO_ERROR;
    casefold_ = icu::Normalizer2::getNFKCCasefoldInstance(error);
    compatible_ = icu::Normalizer2::getNFKCInstance(error);
    composed_ = icu::Normalizer2::getNFCInstance(error);
    demand(error, "no normalisation data");
    spoof_.reset(uspoof_open(&error));
    demand(error, "no confusables data");
  }

  struct Reading {
    Kind kind = Kind::separator;
    bool latin = false;
    bool joins = false;
    bool form = false;
    std::string bytes{};
    std::string look{};
    std::string lower{};
    friend auto operator<=>(const Reading&, const Reading&) = default;
  };

  Reading read(char32_t code) const {
    const auto c = static_cast<UChar32>(code);
    const auto type = u_charType(c);
    if (type == U_UNASSIGNED || type == U_SURROGATE || type == U_PRIVATE_USE_CHAR || type == U_CONTROL_CHAR ||
        type == U_SPACE_SEPARATOR || type == U_LINE_SEPARATOR || type == U_PARAGRAPH_SEPARATOR)
      return u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) ? Reading{Kind::invisible} : Reading{};
    if (type == U_FORMAT_CHAR || u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT)) return {Kind::invisible};
    if (u_hasBinaryProperty(c, UCHAR_EMOJI_MODIFIER) || is_decoration(code)) return {Kind::mark};
    if (const char letter = block_letter(code))
      return {.kind = Kind::letter, .latin = true, .form = true, .bytes = {letter}};
    if (const int digit = u_charDigitValue(c); digit >= 0 && type == U_DECIMAL_DIGIT_NUMBER)
      return {.kind = Kind::digit, .form = true, .bytes = {static_cast<char>('0' + digit)}};
    // What is another character but for its marks or its form reads as that one, so that all normal forms read alike.
    if (const UChar32 other = undecorated(c); other != c) return read_as(other);
    if (const UChar32 other = only_one(compatible_->normalize(icu::UnicodeString{c}, error_()), c); other != c) {
      Reading reading = read_as(other);
      reading.form = u_isalnum(other) != 0 && other < 0x80;
      reading.joins = false;  // "ㅋㅠ" spells no syllable, though its NFKC does
      return reading;
    }

    const icu::UnicodeString folded = casefold_->normalize(icu::UnicodeString{c}, error_());
    const std::string bytes = plain(folded);
    UErrorCode error = U_ZERO_ERROR;
    const UScriptCode script = uscript_getScript(c, &error);
    if (all_between(bytes, '0', '9')) return {.kind = Kind::digit, .bytes = bytes};
    if (is_word(code) || !bytes.empty()) return read_letter(c, script, folded, bytes);
    if (const char symbol = as_symbol(c, script)) return {.kind = Kind::symbol, .bytes = {symbol}};
    if (type == U_OTHER_SYMBOL || u_hasBinaryProperty(c, UCHAR_EXTENDED_PICTOGRAPHIC)) return {Kind::picture};
    return {};
  }

 private:
  static UErrorCode& error_() {
    static thread_local UErrorCode error;
    return error = U_ZERO_ERROR;
  }
  static bool all_between(std::string_view text, char first, char last) {
    for (const char c : text)
      if (c < first || c > last) return false;
    return !text.empty();
  }
  static bool all_letters(std::string_view text) { return all_between(text, 'a', 'z'); }

  // The character that `text` is; `otherwise` when it isn't one.
  static UChar32 only_one(const icu::UnicodeString& text, UChar32 otherwise) {
    return text.countChar32() == 1 ? text.char32At(0) : otherwise;
  }

  // The reading of another character that has this one.
  Reading read_as(UChar32 other) const {
    Reading reading = read(static_cast<char32_t>(other));
    if (reading.kind == Kind::picture && reading.bytes.empty()) icu::UnicodeString{other}.toUTF8String(reading.bytes);
    return reading;
  }

  // `folded` is its NFKC_Casefold, `bytes` what is left of that.
  Reading read_letter(UChar32 c, UScriptCode script, const icu::UnicodeString& folded, const std::string& bytes) const {
    Reading reading{.kind = Kind::letter, .bytes = bytes};
    reading.latin = script == USCRIPT_LATIN || all_letters(bytes);
    reading.joins = u_getIntPropertyValue(c, UCHAR_NFC_QUICK_CHECK) == UNORM_MAYBE;
    if (reading.latin && !all_letters(bytes)) {
      std::string named = named_letter(c);
      if (named.empty()) named = looks_like(icu::UnicodeString{c});
      if (!named.empty()) {
        reading.bytes = named;
      } else if (const UChar32 lower = only_one(folded, c); lower != c) {
        return read_as(lower);
      }
    } else if (!reading.latin && may_look_latin(static_cast<char32_t>(c), script)) {
      reading.lower = looks_like(folded);
      reading.look = looks_like(icu::UnicodeString{c});
      // "І" looks like "l", but means what "і" looks like.
      if (reading.look.empty() || (!reading.lower.empty() && skeleton(icu::UnicodeString{c}) == "l"))
        reading.look = reading.lower;
    }
    return reading;
  }

  // `c` without its marks, where one character is left.
  UChar32 undecorated(UChar32 c) const {
    icu::UnicodeString parts;
    if (!composed_->getDecomposition(c, parts)) return c;
    icu::UnicodeString kept;
    for (std::int32_t i = 0; i < parts.length(); i = parts.moveIndex32(i, 1))
      if (!is_decoration(static_cast<char32_t>(parts.char32At(i)))) kept.append(parts.char32At(i));
    return only_one(composed_->normalize(kept, error_()), c);
  }

  // What is left of `text` without marks and without anything that can't be part of a word.
  std::string plain(const icu::UnicodeString& text) const {
    icu::UnicodeString kept;
    for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
      icu::UnicodeString parts;
      const UChar32 c = text.char32At(i);
      if (!composed_->getDecomposition(c, parts)) parts = c;
      for (std::int32_t j = 0; j < parts.length(); j = parts.moveIndex32(j, 1)) {
        const UChar32 part = parts.char32At(j);
        if (is_word(static_cast<char32_t>(part)) && !is_decoration(static_cast<char32_t>(part))) kept.append(part);
      }
    }
    std::string bytes{};
    composed_->normalize(kept, error_()).toUTF8String(bytes);
    return bytes;
  }

  std::string skeleton(const icu::UnicodeString& text) const {
    UErrorCode error = U_ZERO_ERROR;
    std::array<UChar, 64> out{};
    const std::int32_t size = uspoof_getSkeleton(spoof_.get(), 0, text.getBuffer(), text.length(), out.data(),
                                                 static_cast<std::int32_t>(out.size()), &error);
    if (U_FAILURE(error) || size > static_cast<std::int32_t>(out.size())) return {};
    std::string bytes{};
    icu::UnicodeString{out.data(), size}.toUTF8String(bytes);
    return bytes;
  }

  // The Latin letters that `text` looks like; empty when it looks like none.
  std::string looks_like(const icu::UnicodeString& text) const {
    std::string like = plain(casefold_->normalize(icu::UnicodeString::fromUTF8(skeleton(text)), error_()));
    if (like == "rn") like = "m";
    return like.size() <= 3 && all_letters(like) ? like : std::string{};
  }

  // The x of "LATIN SMALL LETTER X WITH STROKE", "LATIN LETTER SMALL CAPITAL X" or "LATIN SMALL LETTER TURNED X".
  static std::string named_letter(UChar32 c) {
    std::array<char, 128> buffer{};
    UErrorCode error = U_ZERO_ERROR;
    const std::int32_t size =
        u_charName(c, U_UNICODE_CHAR_NAME, buffer.data(), static_cast<std::int32_t>(buffer.size()), &error);
    if (U_FAILURE(error)) return {};
    std::string_view name{buffer.data(), static_cast<std::size_t>(size)};
    for (const std::string_view before : {"LATIN SMALL LETTER ", "LATIN CAPITAL LETTER ", "LATIN LETTER SMALL CAPITAL ",
                                          "TURNED ", "REVERSED ", "SCRIPT ", "DOTLESS ", "OPEN "})
      if (name.starts_with(before)) name.remove_prefix(before.size());
    if (name.empty() || name[0] < 'A' || name[0] > 'Z') return {};
    if (name.size() > 1 && name.substr(1, 5) != " WITH") return {};
    return {static_cast<char>(name[0] | 0x20)};
  }

  // Capitals stand for symbols that have no ASCII form but are read as that letter.
  char as_symbol(UChar32 c, UScriptCode script) const {
    switch (c) {
      case 0xa2:
        return 'C';
      case 0xa3:
      case 0x20ac:
        return 'E';
      case 0xa5:
        return 'Y';
      case 0xa1:
        return '!';
      default:
        break;
    }
    if (!may_look_latin(static_cast<char32_t>(c), script)) return 0;
    const std::string like = c < 0x80 ? std::string{static_cast<char>(c)} : skeleton(icu::UnicodeString{c});
    return like.size() == 1 && ascii[static_cast<unsigned char>(like[0]) & 0x7f].kind == Kind::symbol ? like[0] : '\0';
  }

  const icu::Normalizer2* casefold_ = nullptr;  // ICU's own, never freed; as are the next two
  const icu::Normalizer2* compatible_ = nullptr;
  const icu::Normalizer2* composed_ = nullptr;
  std::unique_ptr<USpoofChecker, CloseSpoof> spoof_;
};

// Code points whose reading is themselves, known by their block: spares asking ICU a quarter of a million times.
bool is_plain_block(char32_t code) {
  return (code >= 0x3400 && code <= 0x9fff) || (code >= 0xac00 && code <= 0xd7a3) ||
         (code >= 0xa000 && code <= 0xa48c) ||
         (code >= 0x12000 && code <= 0x1afff && !(code >= 0x16e00 && code <= 0x16fff)) ||
         (code >= 0x1b000 && code <= 0x1bbff) || (code >= 0x20000 && code <= 0x2f7ff) ||
         (code >= 0x30000 && code <= 0x323af);
}
// Nothing is assigned here, or nothing that reads as anything.
bool is_void_block(char32_t code) {
  return (code >= 0xd800 && code <= 0xf8ff) || (code >= 0x323b0 && code <= 0xdffff) || code >= 0xe1000;
}

}  // namespace

const std::array<AsciiGlyph, 128>& ascii_glyphs() {
  return ascii;
}

char32_t compose(char32_t first, char32_t second) {
  UErrorCode error = U_ZERO_ERROR;
  const UChar32 both =
      icu::Normalizer2::getNFCInstance(error)->composePair(static_cast<UChar32>(first), static_cast<UChar32>(second));
  return both < 0 ? 0 : static_cast<char32_t>(both);
}

Glyphs::Glyphs() {
  const Reader reader;
  std::map<Reader::Reading, std::uint16_t> known;
  std::map<Page, std::uint16_t> page_of;
  struct Slice {
    std::size_t begin, size, look, lower;
  };
  std::vector<Slice> slices;
  const auto index = [&](const Reader::Reading& reading) {
    const auto [at, fresh] = known.try_emplace(reading, static_cast<std::uint16_t>(known.size()));
    if (fresh) {
      if (known.size() > 0xffff) throw std::runtime_error("ICU: more readings than the tables hold");
      slices.push_back({pool_.size(), reading.bytes.size(), reading.look.size(), reading.lower.size()});
      for (const std::string& part : {reading.bytes, reading.look, reading.lower})
        pool_.insert(pool_.end(), part.begin(), part.end());
      glyphs_.push_back({reading.kind, reading.latin, reading.joins, reading.form, {}, {}, {}});
    }
    return at->second;
  };
  const std::uint16_t nothing = index({});
  const std::uint16_t itself = index({Kind::letter});
  std::string same;
  for (char32_t first = 0; first < 0x110000; first += 0x100) {
    Page page{};
    for (char32_t i = 0; i < 0x100; ++i) {
      const char32_t code = first + i;
      if (is_void_block(code)) {
        page[i] = nothing;
      } else if (is_plain_block(code)) {
        page[i] = itself;
      } else {
        Reader::Reading reading = reader.read(code);
        same.clear();
        icu::UnicodeString{static_cast<UChar32>(code)}.toUTF8String(same);
        if (reading.bytes == same) reading.bytes.clear();
        page[i] = index(reading);
      }
    }
    const auto [at, fresh] = page_of.try_emplace(page, static_cast<std::uint16_t>(pages_.size()));
    if (fresh) pages_.push_back(page);
    page_[first >> 8] = at->second;
  }
  for (std::size_t i = 0; i < slices.size(); ++i) {
    const auto& [begin, size, look, lower] = slices[i];
    const std::string_view pool{pool_.data(), pool_.size()};
    glyphs_[i].bytes = pool.substr(begin, size);
    glyphs_[i].look = pool.substr(begin + size, look);
    glyphs_[i].lower = pool.substr(begin + size + look, lower);
  }
}

}  // namespace moderato::text
