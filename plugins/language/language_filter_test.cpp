#include <gtest/gtest.h>

#include "moderato/testing.hpp"

namespace moderato {
namespace {

using testing::Filter;
using testing::Given;
using testing::Settings;
using List = std::vector<std::string>;

const std::string spanish = "No entiendo por qué nadie habla de los pueblos que se quedan sin médico.";
const std::string russian = "У нас в деревне уже много лет нет врача, и никому до этого нет дела.";
const std::string english = "He said it was all their own fault, and that he would not pay for any of it.";

Settings with(List allowed, Settings more = {}) {
  more["allowed"] = std::move(allowed);
  return more;
}
Finding judge(const Settings& settings, const Given& given) {
  return Filter{settings}.check(given);
}
std::string marked(const Finding& finding, std::string_view text) {
  std::string all;
  for (const Span& span : finding.spans) all.append(text.substr(span.begin, span.end - span.begin)).append("|");
  return all;
}
std::string why_refused(const Settings& settings) {
  try {
    Filter{settings};
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return {};
}

TEST(LanguageFilter, PassesWhatIsAllowed) {
  Filter filter{with({"en", "es"})};
  for (const std::string& text : {english, spanish, english + " " + spanish}) {
    const Finding finding = filter.check({.text = text});
    EXPECT_EQ(finding.action, Action::pass);
    EXPECT_EQ(finding.code, "");
  }
}

TEST(LanguageFilter, HoldsWhatIsNot) {
  const Finding finding = judge(with({"en", "fr"}), {.text = russian});
  EXPECT_EQ(finding.action, Action::hold);
  EXPECT_EQ(finding.code, "language.not_allowed");
  EXPECT_EQ(
      finding.message,
      "This site takes comments in English and French; this one reads as Russian, so a moderator will look at it.");
  EXPECT_EQ(marked(finding, russian), russian + "|");
}

TEST(LanguageFilter, RejectsWhereTheOperatorSaysSo) {
  const Finding finding = judge(with({"en", "de", "fr"}, {{"action", "reject"}}), {.text = spanish});
  EXPECT_EQ(finding.action, Action::reject);
  EXPECT_EQ(finding.message, "This site takes comments in English, German and French; this one reads as Spanish.");
}

TEST(LanguageFilter, CanWantAnotherLanguageThanEnglish) {
  Filter filter{with({"es"})};
  EXPECT_EQ(filter.check({.text = spanish}).action, Action::pass);
  EXPECT_EQ(filter.check({.text = english}).message,
            "This site takes comments in Spanish; this one reads as English, so a moderator will look at it.");
}

TEST(LanguageFilter, SaysOnlyWhatItKnows) {
  EXPECT_NE(judge(with({"en"}), {.text = "Привет, дорогие"}).message.find("this one is in Cyrillic letters"),
            std::string::npos);
  EXPECT_NE(
      judge(with({"en"}), {.text = "tum log kya kar rahe ho yaar"}).message.find("this one reads as another lang"),
      std::string::npos);
  // Who allows more than English and French may allow this one, which is Hindi.
  EXPECT_EQ(judge(with({"en", "sw"}), {.text = "tum log kya kar rahe ho yaar"}).action, Action::pass);
  EXPECT_EQ(judge(with({"bg"}), {.text = "Привет, дорогие"}).action, Action::pass) << "may be Bulgarian";
  EXPECT_EQ(judge(with({"en"}), {.text = "የሰው ልጅ ሁሉ ሲወለድ ነጻና በክብርና በመብትም እኩልነት ያለው ነው"}).action, Action::hold);
}

TEST(LanguageFilter, DoesNotJudgeTooFewLetters) {
  EXPECT_EQ(judge(with({"en"}), {.text = "Привет, мир"}).action, Action::pass);
  EXPECT_EQ(judge(with({"en"}, {{"min_letters", 9}}), {.text = "Привет, мир"}).action, Action::hold);
  EXPECT_EQ(judge(with({"en"}, {{"min_letters", 10}}), {.text = "Привет, мир"}).action, Action::pass);
  EXPECT_EQ(judge(with({"en"}, {{"unknown", "hold"}}), {.text = "👍👍👍"}).action, Action::pass);
}

TEST(LanguageFilter, LeavesOpenWhatItCannotTell) {
  const std::string names = "Kravchenko, Popovich, Zelinsky, Baranov, Tkachuk";
  EXPECT_EQ(judge(with({"en"}), {.text = names}).action, Action::pass);
  const Finding held = judge(with({"en"}, {{"unknown", "hold"}}), {.text = names});
  EXPECT_EQ(held.action, Action::hold);
  EXPECT_EQ(held.code, "language.unknown");
  EXPECT_EQ(held.message,
            "This site takes comments in English; which language this one is in could not be told, so a moderator will "
            "look at it.");
  EXPECT_TRUE(held.spans.empty());
}

TEST(LanguageFilter, OverlooksWhatIsNotTheCommenters) {
  Filter filter{with({"en"})};
  EXPECT_EQ(filter.check({.text = "> " + russian + "\nWell, is that so?"}).action, Action::pass);
  EXPECT_EQ(filter.check({.text = spanish + "\nWhat?", .parent_text = "Hola. " + spanish}).action, Action::pass);
  EXPECT_EQ(filter.check({.text = spanish + "\nWhat?", .parent_text = "Hola."}).action, Action::hold);
  EXPECT_EQ(filter.check({.text = "https://example.org/no/entiendo/por/que/nadie/habla/de/los/pueblos"}).action,
            Action::pass);
  EXPECT_EQ(filter.check({.text = "```\nfor (auto der : die) das.und(oder, nicht, aber, weil);\n```"}).action,
            Action::pass);
  EXPECT_EQ(filter
                .check({.text = "He shouted \"" + spanish +
                                "\" and then he left the room and was not seen again by "
                                "any of us."})
                .action,
            Action::pass);
}

TEST(LanguageFilter, KeepsApartWhatIsNearlyTheSame) {
  struct {
    const char* allowed;
    const char* text;
  } constexpr cases[]{
      {"da", "Jeg har ikke set det i avisen, men det er godt skrevet."},
      {"nb", "Jeg har ikke sett det i avisen, men det er godt skrevet."},
      {"no", "Det er helt utroligt at de ikke kan finde ud af det"},
      {"sr", "Ne znam zašto nitko ne govori o tome što se dogodilo prošle godine."},
      {"hr", "Ne znam zašto niko ne govori o tome šta se dogodilo prošle godine."},
      {"sr", "Не знам зашто нико не говори о томе шта се догодило прошле године."},
      {"bs", "Ne znam zašto niko ne govori o tome šta se dogodilo prošle godine."},
      {"bs", "Svako ima pravo na slobodu mirnog okupljanja i udruživanja."},
      {"bs", "Свако има право на слободу мирног окупљања и удруживања."},
      {"id", "Saya tidak tahu kenapa tiada siapa yang bercakap tentang perkara ini."},
      {"ms", "Saya tidak tahu kenapa tidak ada orang yang membicarakan masalah ini."},
      {"zh", "我不知道為什麼沒有人談論去年發生的事情。"},
  };
  for (const auto& [allowed, text] : cases) {
    EXPECT_EQ(judge(with({allowed}), {.text = text}).action, Action::pass) << allowed << ": " << text;
    EXPECT_EQ(judge(with({"en"}), {.text = text}).action, Action::hold) << text;
  }
}

TEST(LanguageFilter, TakesNoTransliterationForAnotherLanguage) {
  EXPECT_EQ(judge(with({"el"}), {.text = "ti les re file, esy den kseris tipota gia afta ta pragmata"}).action,
            Action::pass);
  EXPECT_EQ(judge(with({"he", "en"}), {.text = "ani lo mevin lama af ehad lo medaber al ze, ze nora hashuv"}).action,
            Action::pass);
  EXPECT_EQ(judge(with({"el"}), {.text = spanish}).action, Action::hold) << "its accents tell";
  EXPECT_EQ(judge(with({"el"}), {.text = english}).action, Action::hold);
}

TEST(LanguageFilter, TakesTheSitesWordForAHint) {
  const std::string open = "Schwachsinn hoch drei";
  EXPECT_EQ(judge(with({"en"}), {.text = open}).action, Action::pass);
  EXPECT_EQ(judge(with({"en"}), {.text = open, .language = "de-AT"}).action, Action::hold);
  EXPECT_EQ(judge(with({"en"}, {{"believe_site", false}}), {.text = open, .language = "de-AT"}).action, Action::pass);
  EXPECT_EQ(judge(with({"en"}), {.text = spanish, .language = "en"}).action, Action::hold) << "the text says otherwise";
  EXPECT_EQ(judge(with({"en"}), {.text = english, .language = "es"}).action, Action::pass);
}

TEST(LanguageFilter, MarksThePartsInAnotherLanguage) {
  const std::string text = english + "\n" + russian + " Вот так. " + russian + " " + russian + "\nYes, that is so.";
  const Finding finding = judge(with({"en"}), {.text = text});
  EXPECT_EQ(finding.action, Action::hold);
  EXPECT_EQ(marked(finding, text), russian + " Вот так. " + russian + " " + russian + "|");
}

TEST(LanguageFilter, CanHoldCommentsForAPart) {
  const std::string text = "He wrote: \"" + spanish + "\" " + english + " " + english;
  EXPECT_EQ(judge(with({"en"}), {.text = text}).action, Action::pass);
  const Finding finding = judge(with({"en"}, {{"parts", "hold"}}), {.text = text});
  EXPECT_EQ(finding.action, Action::hold);
  EXPECT_EQ(
      finding.message,
      "This site takes comments in English; a part of this one reads as Spanish, so a moderator will look at it.");
  EXPECT_EQ(marked(finding, text), spanish + "|");
  EXPECT_EQ(judge(with({"en"}, {{"parts", "reject"}}), {.text = text}).message,
            "This site takes comments in English; a part of this one reads as Spanish.");
  EXPECT_EQ(judge(with({"en"}, {{"parts", "hold"}}), {.text = english}).action, Action::pass);
}

TEST(LanguageFilter, CanWaitUntilItIsSure) {
  const Settings sure = with({"en"}, {{"certainty", "sure"}});
  EXPECT_EQ(judge(sure, {.text = spanish}).action, Action::hold);
  EXPECT_EQ(judge(sure, {.text = russian}).action, Action::hold);
  EXPECT_EQ(judge(sure, {.text = "tum log kya kar rahe ho yaar"}).action, Action::pass);
  EXPECT_EQ(judge(sure, {.text = "Schwachsinn hoch drei", .language = "de"}).action, Action::pass);
}

TEST(LanguageFilter, RefusesWrongOptions) {
  EXPECT_NE(why_refused({}).find("allowed is missing: list the languages"), std::string::npos);
  EXPECT_NE(why_refused(with({})).find("allowed is missing"), std::string::npos);
  EXPECT_NE(why_refused(with({"en", "german"})).find("allowed \"german\" is written \"de\""), std::string::npos);
  EXPECT_NE(why_refused(with({"tt"})).find("Tatar"), std::string::npos);
  EXPECT_NE(why_refused(with({"en"}, {{"action", "pass"}})).find("action"), std::string::npos);
  EXPECT_NE(why_refused(with({"en"}, {{"parts", "approve"}})).find("parts"), std::string::npos);
  EXPECT_NE(why_refused(with({"en"}, {{"unknown", "reject"}})).find("unknown"), std::string::npos);
  EXPECT_EQ(why_refused(with({"en-GB", "en-US", "EN"})), "");
}

TEST(LanguageFilter, LivesThroughHostileText) {
  Filter filter{with({"en"}, {{"parts", "hold"}, {"min_letters", 2}})};
  std::string text;
  while (text.size() < 20'000) text += "и. \"а\" \xff\xe2\x80. ";
  const Finding finding = filter.check({.text = text, .parent_text = text});
  EXPECT_LE(finding.spans.size(), 64U);
  std::string alternating;
  while (alternating.size() < 20'000) alternating += "That is what he said to all of us. Ничего не понимаю, мой друг. ";
  const Finding many = filter.check({.text = alternating});
  EXPECT_EQ(many.spans.size(), 64U);
  for (const Span& span : many.spans) EXPECT_LT(span.begin, span.end);
}

}  // namespace
}  // namespace moderato
