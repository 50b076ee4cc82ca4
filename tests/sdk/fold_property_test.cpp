// What folding promises for any text, held against ICU: with made-up texts and with every character there is.
#include <gtest/gtest.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/uspoof.h>

#include <cctype>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "moderato/text/fold.hpp"
#include "random_text.hpp"
#include "well_formed.hpp"

namespace moderato::text {
namespace {

const Folder& folder() {
  static const Folder one;
  return one;
}

const Folded& folded(std::string_view text) {
  static Folded out;
  folder().fold(text, out);
  return out;
}

const Folded& without_map(std::string_view text) {
  static Folded out;
  folder().fold_text(text, out);
  return out;
}

std::string fold(std::string_view text) {
  return folded(text).text;
}

std::string to_utf8(const icu::UnicodeString& text) {
  std::string out;
  return text.toUTF8String(out);
}

std::string in_form(const icu::Normalizer2* form, std::string_view text) {
  UErrorCode error = U_ZERO_ERROR;
  return to_utf8(form->normalize(icu::UnicodeString::fromUTF8(std::string{text}), error));
}

struct Forms {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(error);
  const icu::Normalizer2* nfd = icu::Normalizer2::getNFDInstance(error);
  const icu::Normalizer2* nfkc = icu::Normalizer2::getNFKCInstance(error);
  const icu::Normalizer2* nfkd = icu::Normalizer2::getNFKDInstance(error);
};
const Forms forms;

// The characters of `text` for which `keep` holds.
template <class Keep>
std::string only(std::string_view text, Keep keep) {
  const auto all = icu::UnicodeString::fromUTF8(std::string{text});
  icu::UnicodeString kept;
  for (std::int32_t i = 0; i < all.length(); i = all.moveIndex32(i, 1))
    if (keep(all.char32At(i))) kept.append(all.char32At(i));
  return to_utf8(kept);
}

template <class Do>
void for_each_character(Do act) {
  for (char32_t code = 0x21; code <= 0x10ffff; ++code) {
    const auto type = u_charType(static_cast<UChar32>(code));
    if (type != U_UNASSIGNED && type != U_SURROGATE && type != U_PRIVATE_USE_CHAR) act(code);
  }
}

// The character among Latin letters, among others, and alone.
std::string in_words(std::string_view character) {
  std::string text;
  for (const std::string_view around : {"xx", "жж", ""}) text.append(around).append(character).append(around) += "\n";
  return text;
}

// Letters spelled out (ㅋㅠ), which NFKC makes one syllable. Koreans laugh and weep with them: they are left apart.
bool is_spelled_jamo(UChar32 c) {
  return (c >= 0x3131 && c <= 0x318e) || (c >= 0x3200 && c <= 0x327e) || (c >= 0xffa0 && c <= 0xffdc);
}

// A digit, or an accent that stands alone and is read as an apostrophe.
bool is_digit_or_accent(UChar32 c) {
  const auto type = u_charType(c);
  return type == U_DECIMAL_DIGIT_NUMBER || type == U_OTHER_NUMBER || type == U_MODIFIER_SYMBOL;
}

// Words without ASCII digits and symbols: those are read by the word they stand in, and the word reads otherwise after.
std::string lettered_text(RandomText& random) {
  std::string text;
  for (std::size_t n = 1 + random.below(4); n > 0; --n) {
    text += random.word();
    if (random.one_in(4)) text += random.invisible_character();
    if (random.one_in(5)) text += random.emoji();
    text += random.separator();
  }
  return text;
}

std::string any_text(RandomText& random) {
  std::string text;
  for (std::size_t n = random.below(12); n > 0; --n) switch (random.below(8)) {
      case 0:
        text += random.word();
        break;
      case 1:
        text += random.invisible_character();
        break;
      case 2:
        text += random.emoji();
        break;
      case 3:
        text += random.mark();
        break;
      case 4:
        text += random.separator();
        break;
      case 5:
        text += random.spaced_letters();
        break;
      default:
        text += random.symbol();
        if (random.one_in(2)) text += random.letter();
    }
  return text;
}

void expect_well_formed(std::string_view text) {
  const Folded& out = folded(text);
  ASSERT_EQ(flaw(text, out), "");
  ASSERT_EQ(without_map(text).text, out.text);
  ASSERT_EQ(to_utf8(icu::UnicodeString::fromUTF8(out.text)), out.text);
}

TEST(FoldProperty, AnyBytesFoldToWellFormedText) {
  RandomText random{1};
  for (int round = 0; round < 20'000; ++round) {
    std::string text = any_text(random);
    for (std::size_t n = random.below(3); n > 0; --n) text.insert(random.below(text.size() + 1), random.broken());
    ASSERT_NO_FATAL_FAILURE(expect_well_formed(text)) << text;
  }
}

TEST(FoldProperty, AnyValidTextFoldsToWellFormedText) {
  RandomText random{2};
  for (int round = 0; round < 20'000; ++round) {
    const std::string text = any_text(random);
    ASSERT_NO_FATAL_FAILURE(expect_well_formed(text)) << text;
  }
}

// Wherever in a word they stand: letters are read eight at a time.
TEST(FoldProperty, TheThirdAndLaterOfEqualLettersAreDropped) {
  RandomText random{8};
  for (int round = 0; round < 20'000; ++round) {
    std::string text = "x";  // a letter that stands alone may be joined with others
    for (std::size_t n = 1 + random.below(40); n > 0; --n)
      text += random.one_in(12) ? std::string_view{" xy"} : std::string_view{"aAbBa"}.substr(random.below(5), 1);
    std::string expected;
    std::vector<Span> places;
    for (std::uint32_t i = 0; i < text.size(); ++i) {
      const char c = static_cast<char>(text[i] | 0x20);
      if (c != ' ' && expected.ends_with(std::string(2, c))) {
        places.back().end = i + 1;
      } else {
        expected += c;
        places.push_back({i, i + 1});
      }
    }
    const Folded& out = folded(text);
    ASSERT_EQ(out.text, expected) << text;
    ASSERT_EQ(without_map(text).text, expected) << text;
    for (std::size_t i = 0; i < places.size(); ++i) {
      ASSERT_EQ(out.original(i, i + 1).end, places[i].end) << text;
      if (expected[i] == ' ') continue;
      ASSERT_EQ(out.original(i, i + 1).begin, places[i].begin) << text;
    }
  }
}

// With an invisible character in it a word is read character by character.
TEST(FoldProperty, WordsWithApostrophesReadAsTheyDoCharacterByCharacter) {
  RandomText random{9};
  for (int round = 0; round < 20'000; ++round) {
    const auto letters = [&](std::size_t most) {
      std::string some;
      for (std::size_t n = random.below(most + 1); n > 0; --n) some += "aAlL"[random.below(4)];
      return some;
    };
    std::string word = letters(5) + "'" + letters(4);
    if (random.one_in(4)) word += "'" + letters(2);
    ASSERT_EQ(fold(word), fold(word + "\u200b")) << word;
    ASSERT_EQ(fold("xy " + word + ", xy"), fold("xy " + word + "\u200b, xy")) << word;
  }
}

// Wherever they stand: words are looked for in 64 bytes at a time.
TEST(FoldProperty, WordsReadAsTheyDoCharacterByCharacter) {
  RandomText random{10};
  constexpr std::string_view between = "   ,.;:-?/\")=>&~\n!('+*7$";
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    std::string slowly;
    for (std::size_t n = random.below(60); n > 0; --n) {
      std::string word;
      for (std::size_t k = 1 + random.below(random.one_in(6) ? 40 : 8); k > 0; --k) word += "aAlLeEzZ"[random.below(8)];
      text += word;
      slowly += word + "\u200b";
      do {
        const char c = between[random.below(between.size())];
        text += c;
        slowly += c;
      } while (random.one_in(3));
    }
    const std::string expected = fold(slowly);
    ASSERT_EQ(without_map(text).text, expected) << text;
    const Folded& out = folded(text);
    ASSERT_EQ(out.text, expected) << text;
    ASSERT_EQ(flaw(text, out), "") << text;
    for (std::size_t i = 0; i < expected.size(); ++i) {
      const Span span = out.original(i, i + 1);
      if (expected[i] != ' ' && std::isalpha(text[span.begin]) != 0) {
        ASSERT_EQ(text[span.begin] | 0x20, expected[i]) << text;
      }
    }
  }
}

TEST(FoldProperty, AnApostropheThatIsDroppedBelongsToTheLetterBefore) {
  for (const std::string_view text : {"don't", "don't\u200b"}) {
    ASSERT_EQ(fold(text), "dont");
    EXPECT_EQ(folded(text).original(2, 3), (Span{2, 4}));
    EXPECT_EQ(folded(text).original(3, 4).begin, 4U);
  }
}

TEST(FoldProperty, WithoutAMapThereAreNoSpans) {
  EXPECT_EQ(without_map("some words").original(0, 4), Span{});
  EXPECT_EQ(folded("some words").original(0, 4), (Span{0, 4}));
}

// Not where digits or symbols are (m0ney: see lettered_text), nor where letters stand alone: what was spaced apart
// unlike
// ("a.b c") or marked ("á b c") is spaced alike afterwards, and then joined.
TEST(FoldProperty, FoldingTwiceChangesNothing) {
  RandomText random{3};
  const auto alone = [](std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i)
      if ((i == 0 || text[i - 1] == ' ') && (i + 1 == text.size() || text[i + 1] == ' ')) return true;
    return false;
  };
  for (int round = 0; round < 20'000; ++round) {
    const std::string text = lettered_text(random);
    const std::string once = fold(only(text, [](UChar32 c) { return !is_spelled_jamo(c) && !is_digit_or_accent(c); }));
    if (alone(once)) continue;
    ASSERT_EQ(fold(once), once) << text;
  }
}

TEST(FoldProperty, FoldingACharacterTwiceChangesNothing) {
  for_each_character([](char32_t code) {
    const std::string once = fold(in_words(utf8(code)));
    EXPECT_EQ(fold(once), once) << in_words(utf8(code));
  });
}

// Forms that spell several characters, not all of which are part of words, read as one word without those: "⒜" as "a",
// "½" as "12".
bool spells_more(UChar32 c) {
  const auto form = icu::UnicodeString::fromUTF8(in_form(forms.nfkc, utf8(static_cast<char32_t>(c))));
  if (form.countChar32() < 2) return false;
  for (std::int32_t i = 0; i < form.length(); i = form.moveIndex32(i, 1)) {
    const UChar32 part = form.char32At(i);
    if (u_isalnum(part) == 0 || u_charType(part) == U_MODIFIER_LETTER) return true;
  }
  return false;
}

TEST(FoldProperty, NormalFormsOfATextFoldAlike) {
  RandomText random{4};
  for (int round = 0; round < 10'000; ++round) {
    const std::string text = lettered_text(random);
    const std::string composed = in_form(forms.nfc, text);
    ASSERT_EQ(fold(in_form(forms.nfd, text)), fold(composed)) << text;
    const std::string plain = only(composed, [](UChar32 c) { return !is_spelled_jamo(c) && !spells_more(c); });
    ASSERT_EQ(fold(in_form(forms.nfkc, plain)), fold(in_form(forms.nfc, plain))) << plain;
    ASSERT_EQ(fold(in_form(forms.nfkd, plain)), fold(in_form(forms.nfc, plain))) << plain;
  }
}

TEST(FoldProperty, NormalFormsOfACharacterFoldAlike) {
  for_each_character([](char32_t code) {
    const std::string text = in_words(utf8(code));
    const std::string once = fold(text);
    EXPECT_EQ(fold(in_form(forms.nfc, text)), once) << text;
    EXPECT_EQ(fold(in_form(forms.nfd, text)), once) << text;
    if (spells_more(static_cast<UChar32>(code))) return;
    EXPECT_EQ(fold(in_form(forms.nfkc, text)), once) << text;
  });
}

// Not for capitals of other scripts: among Latin letters they read as what they look like, which their small letters
// need not (В and в). Nor for the few Latin ones of which the same is true, nor for iotas written below letters: those
// are marks, but become letters.
TEST(FoldProperty, CaseDoesNotMatter) {
  RandomText random{5};
  const auto has_case_of_its_own = [](UChar32 c) {
    UErrorCode error = U_ZERO_ERROR;
    const auto parts = icu::UnicodeString::fromUTF8(in_form(forms.nfd, utf8(static_cast<char32_t>(c))));
    if (parts.indexOf(UChar{0x345}) >= 0) return true;
    for (const UChar32 odd : {0xd0, 0x184, 0x189, 0x196, 0x244, 0xa7b5})
      if (c == odd) return true;
    return u_isULowercase(c) == 0 && u_tolower(c) != c && uscript_getScript(c, &error) != USCRIPT_LATIN;
  };
  for (int round = 0; round < 10'000; ++round) {
    const std::string text =
        only(in_form(forms.nfkc, lettered_text(random)), [&](UChar32 c) { return !has_case_of_its_own(c); });
    ASSERT_EQ(fold(to_utf8(icu::UnicodeString::fromUTF8(text).foldCase())), fold(text)) << text;
  }
}

TEST(FoldProperty, FullWidthTextFoldsAsAscii) {
  RandomText random{6};
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    std::string wide;
    for (std::size_t n = 1 + random.below(20); n > 0; --n) {
      const std::size_t code = random.one_in(6)   ? 0x20
                               : random.one_in(4) ? 0x21 + random.below(0x5e)
                                                  : 'a' + random.below(26);
      text += static_cast<char>(code);
      wide += code == 0x20 ? "\u3000" : utf8(static_cast<char32_t>(code + 0xfee0));
    }
    ASSERT_EQ(fold(wide), fold(text)) << text;
  }
}

TEST(FoldProperty, InvisibleCharactersDoNotMatter) {
  RandomText random{7};
  for (int round = 0; round < 30'000; ++round) {
    const std::string text = any_text(random);
    std::string strewn;
    for (const char c : text) {
      if (!is_continuation(c) && random.one_in(3)) strewn += random.invisible_character();
      strewn += c;
    }
    strewn += random.invisible_character();
    ASSERT_EQ(fold(strewn), fold(text)) << strewn;
  }
}

struct CloseSpoof {
  void operator()(USpoofChecker* checker) const { uspoof_close(checker); }
};

// The ASCII letter that `code` looks like; 0 when there is none.
char looks_like(const USpoofChecker* spoof, char32_t code) {
  UErrorCode error = U_ZERO_ERROR;
  icu::UnicodeString skeleton;
  uspoof_getSkeletonUnicodeString(spoof, 0, icu::UnicodeString{static_cast<UChar32>(code)}, skeleton, &error);
  if (U_FAILURE(error) || skeleton.length() != 1 || skeleton[0] >= 0x80) return 0;
  const char c = static_cast<char>(skeleton[0]);
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ? c : '\0';
}

// Letters of scripts in which whole words can be written that pass for Latin ones.
bool is_asked_about(char32_t code) {
  const auto c = static_cast<UChar32>(code);
  if (code < 0x80 || u_isalpha(c) == 0) return false;
  UErrorCode error = U_ZERO_ERROR;
  switch (uscript_getScript(c, &error)) {
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
    case USCRIPT_COMMON:
      return true;
    default:
      return false;
  }
}

// Where what a letter is says more than what it looks like.
char known_reading(char32_t code, char look) {
  switch (code) {
    case 0x17f:  // ſ is an s, not an f
      return 's';
    case 0x26f:  // ɯ is a turned m, not a w
      return 'm';
    case 0x28b:  // ʋ and ᶌ are named after v, not u or y
    case 0x1d8c:
      return 'v';
    case 0x196:  // Ɩ and Ⲓ have small letters that look like nothing
    case 0x2c92:
      return 'l';
    case 0x3f2:  // ϲ and Ϲ are forms of sigma, which is like an o
    case 0x3f9:
      return 'o';
    default:
      break;
  }
  // A capital that looks like "l" looks like "I", and so do the small ones of most.
  const auto c = static_cast<UChar32>(code);
  if (look == 'l' && u_isUUppercase(c) != 0) return 'i';
  return static_cast<char>(look | 0x20);
}

TEST(FoldProperty, LookAlikesReadAsTheirLatinLetters) {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<USpoofChecker, CloseSpoof> spoof{uspoof_open(&error)};
  ASSERT_TRUE(U_SUCCESS(error)) << u_errorName(error);
  int found = 0;
  for_each_character([&](char32_t code) {
    if (!is_asked_about(code)) return;
    const char look = looks_like(spoof.get(), code);
    if (look == 0) return;
    ++found;
    EXPECT_EQ(fold("wo" + utf8(code) + "rd"), std::string{"wo"} + known_reading(code, look) + "rd") << utf8(code);
  });
  EXPECT_GT(found, 800);
}

}  // namespace
}  // namespace moderato::text
