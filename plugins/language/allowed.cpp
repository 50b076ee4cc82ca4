#include "allowed.hpp"

#include <algorithm>

#include "running_text.hpp"

namespace moderato::language {
namespace {

// CLD2 finds a language in nearly all of a text that is written in one.
constexpr int sure_percent = 90;

bool is_english_or_french(const Known* language) {
  return language->code == "en" || language->code == "fr";
}

// What CLD2 is told to expect: it has one of its own for each script of Chinese, and knows Bosnian in Latin letters
// only.
std::string_view hint(std::string_view code) {
  if (code == "zh") return "zh,zh-tw";
  return code == "bs" ? "bs,sr" : code;
}

}  // namespace

Allowed::Allowed(Options& options) {
  const std::vector<std::string> tags = options.list("allowed");
  if (tags.empty()) options.refuse("allowed", R"(is missing: list the languages of your site, as ["en", "fr"])");
  for (const std::string& tag : tags) {
    if (const Known* known = find_known(primary_code(tag)))
      add(*known);
    else
      options.refuse("allowed", why_unknown(tag));
  }
  for (std::size_t i = 0; i < languages_.size(); ++i) {
    if (i > 0) names_ += i + 1 == languages_.size() ? " and " : ", ";
    names_ += languages_[i]->name;
  }
}

void Allowed::add(const Known& language) {
  if (std::find(languages_.begin(), languages_.end(), &language) != languages_.end()) return;
  languages_.push_back(&language);
  codes_.push_back(language.code);
  expected_.append(expected_.empty() ? "" : ",").append(hint(language.code));
  for (const std::string_view alike : look_alikes(language.code)) codes_.push_back(alike);
}

bool Allowed::has(std::string_view code) const {
  return std::find(codes_.begin(), codes_.end(), code) != codes_.end();
}

bool Allowed::has_script(text::Script script) const {
  // Serbian and its kin are written in both.
  if (script == text::Script::cyrillic && has("sr")) return true;
  return std::any_of(languages_.begin(), languages_.end(), [&](const Known* each) { return each->script == script; });
}

// Greek or Hindi in Latin letters looks like any language to CLD2. It has no accents, as most other languages have.
bool Allowed::may_be_transliterated(const text::Detected& detected, std::string_view text) const {
  return detected.language == text::Language::other && detected.script == text::Script::none &&
         std::any_of(languages_.begin(), languages_.end(),
                     [](const Known* each) { return each->script != text::Script::latin; }) &&
         !has_accents(text);
}

Judgement Allowed::judge(const text::Detected& detected, std::string_view text, bool sure) const {
  if (detected.language == text::Language::undetermined) return Judgement::open;
  // Only the script is known, and that may be one of ours.
  const bool only_script = detected.script != text::Script::none && (detected.guessed || detected.name().empty());
  if (only_script) return has_script(detected.script) ? Judgement::allowed : Judgement::foreign;
  if (detected.name().empty()) {
    // The common words of other languages than English and French, and no more is known.
    const bool told = std::all_of(languages_.begin(), languages_.end(), is_english_or_french);
    return told && !sure ? Judgement::foreign : Judgement::open;
  }
  if (has(detected.name())) return Judgement::allowed;
  if (may_be_transliterated(detected, text)) return Judgement::open;
  // "Homeopathic font." has a French word, and so has many an English text of two or three words.
  const int least = sure ? sure_percent : detected.language == text::Language::other ? 0 : 1;
  return detected.percent < least ? Judgement::open : Judgement::foreign;
}

}  // namespace moderato::language
