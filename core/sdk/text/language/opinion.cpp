#include "opinion.hpp"

#include <cld2/public/encodings.h>

#include <algorithm>
#include <cstdio>  // the next header needs it and doesn't say so
//
#include <cld2/public/compact_lang_det.h>

namespace moderato::text {
namespace {

// CLD2 has old names for some, tells apart what ISO 639-1 doesn't, and knows languages that nobody speaks.
std::string_view iso(CLD2::Language language) {
  const std::string_view name = CLD2::LanguageCode(language);
  if (name == "iw") return "he";
  if (name == "jw") return "jv";
  if (name == "un" || name.starts_with("xx") || name == "zzp" || name == "tlh") return {};
  return name.substr(0, std::min<std::size_t>(name.find('-'), 3));
}

}  // namespace

Opinion opinion(std::string_view text, const std::string& expected) {
  const CLD2::CLDHints hints{expected.empty() ? nullptr : expected.c_str(), nullptr, CLD2::UNKNOWN_ENCODING,
                             CLD2::UNKNOWN_LANGUAGE};
  std::array<CLD2::Language, 3> languages{};
  std::array<int, 3> percents{};
  std::array<double, 3> scores{};
  Opinion opinion;
  int bytes = 0;
  int valid = 0;
  CLD2::ExtDetectLanguageSummaryCheckUTF8(text.data(), static_cast<int>(text.size()), true, &hints, 0, languages.data(),
                                          percents.data(), scores.data(), nullptr, &bytes, &opinion.reliable, &valid);
  const std::string_view code = iso(languages[0]);
  std::copy(code.begin(), code.end(), opinion.code.begin());
  opinion.percent = percents[0];
  return opinion;
}

}  // namespace moderato::text
