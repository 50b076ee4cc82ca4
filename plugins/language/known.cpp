#include "known.hpp"

#include <unicode/locid.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>

namespace moderato::language {
namespace {

using text::Script;

// Those of CLD2's whose articles of the Universal Declaration of Human Rights it names right, or leaves open.
constexpr std::array known{
    Known{"af", "Afrikaans"},
    Known{"ar", "Arabic", Script::arabic},
    Known{"az", "Azerbaijani"},
    Known{"be", "Belarusian", Script::cyrillic},
    Known{"bg", "Bulgarian", Script::cyrillic},
    Known{"bn", "Bengali", Script::bengali},
    Known{"bs", "Bosnian"},
    Known{"ca", "Catalan"},
    Known{"ceb", "Cebuano"},
    Known{"cs", "Czech"},
    Known{"cy", "Welsh"},
    Known{"da", "Danish"},
    Known{"de", "German"},
    Known{"dv", "Dhivehi", Script::other},
    Known{"el", "Greek", Script::greek},
    Known{"en", "English"},
    Known{"es", "Spanish"},
    Known{"et", "Estonian"},
    Known{"eu", "Basque"},
    Known{"fa", "Persian", Script::arabic},
    Known{"fi", "Finnish"},
    Known{"fr", "French"},
    Known{"ga", "Irish"},
    Known{"gd", "Scottish Gaelic"},
    Known{"gl", "Galician"},
    Known{"gu", "Gujarati", Script::other},
    Known{"he", "Hebrew", Script::hebrew},
    Known{"hi", "Hindi", Script::devanagari},
    Known{"hr", "Croatian"},
    Known{"ht", "Haitian Creole"},
    Known{"hu", "Hungarian"},
    Known{"hy", "Armenian", Script::armenian},
    Known{"id", "Indonesian"},
    Known{"is", "Icelandic"},
    Known{"it", "Italian"},
    Known{"ja", "Japanese", Script::kana},
    Known{"ka", "Georgian", Script::georgian},
    Known{"kk", "Kazakh", Script::cyrillic},
    Known{"km", "Khmer", Script::other},
    Known{"kn", "Kannada", Script::other},
    Known{"ko", "Korean", Script::hangul},
    Known{"ku", "Kurdish"},
    Known{"ky", "Kyrgyz", Script::cyrillic},
    Known{"lo", "Lao", Script::other},
    Known{"lt", "Lithuanian"},
    Known{"lv", "Latvian"},
    Known{"mk", "Macedonian", Script::cyrillic},
    Known{"ml", "Malayalam", Script::other},
    Known{"mr", "Marathi", Script::devanagari},
    Known{"ms", "Malay"},
    Known{"mt", "Maltese"},
    Known{"my", "Burmese", Script::other},
    Known{"ne", "Nepali", Script::devanagari},
    Known{"nl", "Dutch"},
    Known{"no", "Norwegian"},
    Known{"pa", "Punjabi", Script::other},
    Known{"pl", "Polish"},
    Known{"pt", "Portuguese"},
    Known{"ro", "Romanian"},
    Known{"ru", "Russian", Script::cyrillic},
    Known{"rw", "Kinyarwanda"},
    Known{"si", "Sinhala", Script::other},
    Known{"sk", "Slovak"},
    Known{"sl", "Slovenian"},
    Known{"sq", "Albanian"},
    Known{"sr", "Serbian", Script::cyrillic},
    Known{"st", "Sotho"},
    Known{"sv", "Swedish"},
    Known{"sw", "Swahili"},
    Known{"ta", "Tamil", Script::tamil},
    Known{"te", "Telugu", Script::other},
    Known{"tg", "Tajik", Script::cyrillic},
    Known{"th", "Thai", Script::thai},
    Known{"tl", "Tagalog"},
    Known{"tr", "Turkish"},
    Known{"uk", "Ukrainian", Script::cyrillic},
    Known{"ur", "Urdu", Script::arabic},
    Known{"uz", "Uzbek"},
    Known{"vi", "Vietnamese"},
    Known{"yi", "Yiddish", Script::hebrew},
    Known{"zh", "Chinese", Script::han},
};
static_assert(std::is_sorted(known.begin(), known.end(), [](auto& a, auto& b) { return a.code < b.code; }));

// Of the same language, or of one that CLD2 does not tell from it.
struct Alias {
  std::string_view from;
  std::string_view to;
};
constexpr std::array aliases{Alias{"cnr", "sr"}, Alias{"fil", "tl"}, Alias{"in", "id"}, Alias{"iw", "he"},
                             Alias{"ji", "yi"},  Alias{"mo", "ro"},  Alias{"nb", "no"}, Alias{"nn", "no"},
                             Alias{"sh", "sr"},  Alias{"cmn", "zh"}, Alias{"yue", "zh"}};

struct Family {
  std::string_view code;
  std::array<std::string_view, 3> alike;
  std::size_t count;
};
constexpr std::array families{
    Family{"bg", {"mk", "sr"}, 2}, Family{"bs", {"hr", "sr"}, 2},
    Family{"ceb", {"tl"}, 1},      Family{"cs", {"sk"}, 1},
    Family{"da", {"no"}, 1},       Family{"es", {"gl"}, 1},
    Family{"gl", {"es", "pt"}, 2}, Family{"hi", {"bh", "mr", "ne"}, 3},
    Family{"hr", {"bs", "sr"}, 2}, Family{"id", {"ms"}, 1},
    Family{"mk", {"bg", "sr"}, 2}, Family{"mr", {"hi", "ne"}, 2},
    Family{"ms", {"id"}, 1},       Family{"ne", {"hi", "mr"}, 2},
    Family{"no", {"da", "sv"}, 2}, Family{"pt", {"gl"}, 1},
    Family{"sk", {"cs"}, 1},       Family{"sr", {"bs", "hr", "mk"}, 3},
    Family{"sv", {"no"}, 1},       Family{"tl", {"ceb"}, 1},
};

constexpr char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// What ICU calls a language in English; the code itself when it knows none.
std::string english_name(const std::string& code) {
  std::string name;
  icu::UnicodeString wide;
  icu::Locale{code.c_str()}.getDisplayLanguage(icu::Locale::getEnglish(), wide).toUTF8String(name);
  return name;
}

}  // namespace

std::span<const Known> all_known() {
  return known;
}

const Known* find_known(std::string_view code) {
  const auto* const at = std::find_if(known.begin(), known.end(), [&](const Known& each) { return each.code == code; });
  return at == known.end() ? nullptr : &*at;
}

std::string primary_code(std::string_view tag) {
  std::string code{tag.substr(0, tag.find_first_of("-_"))};
  if (code.size() < 2 || code.size() > 3) return {};
  for (char& c : code) {
    c = lower(c);
    if (c < 'a' || c > 'z') return {};
  }
  code = icu::Locale{code.c_str()}.getLanguage();  // "eng" is "en"
  const auto* const alias =
      std::find_if(aliases.begin(), aliases.end(), [&](const Alias& each) { return each.from == code; });
  return alias == aliases.end() ? code : std::string{alias->to};
}

std::span<const std::string_view> look_alikes(std::string_view code) {
  for (const Family& family : families)
    if (family.code == code) return std::span{family.alike}.first(family.count);
  return {};
}

std::string why_unknown(std::string_view tag) {
  std::string why{"\""};
  // What the operator wrote may be anything.
  why.append(tag.substr(0, 40)).append("\" is ");
  const auto same = [](char a, char b) { return lower(a) == lower(b); };
  for (const Known& each : known)
    if (std::equal(tag.begin(), tag.end(), each.name.begin(), each.name.end(), same))
      return why.append("written \"").append(each.code).append("\"");
  const std::string code = primary_code(tag);
  const std::string name = code.empty() ? "" : english_name(code);
  if (name.empty() || name == code)
    why.append("no code of a language");
  else
    why.append(name).append(", which this filter can't tell from other languages");
  why.append("; it can tell");
  const char* separator = " ";
  for (const Known& each : known) {
    why.append(separator).append(each.code);
    separator = ", ";
  }
  return why;
}

}  // namespace moderato::language
