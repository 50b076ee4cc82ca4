#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "attributes.hpp"
#include "moderato/testing.hpp"
#include "scratch_file.hpp"

namespace moderato::civility {
namespace {

using testing::Settings;
using Filter = moderato::testing::Filter;
using testing::Given;

Filter filter(Settings settings = {}) {
  return Filter{std::move(settings), MODERATO_DATA};
}

double score(const Finding& finding, std::string_view attribute) {
  for (const Score& each : finding.scores)
    if (each.attribute == attribute) return each.value;
  ADD_FAILURE() << "no score " << attribute;
  return -1;
}

std::vector<std::string> marked(const std::string& text, const Finding& finding) {
  std::vector<std::string> parts;
  for (const Span& span : finding.spans) parts.push_back(text.substr(span.begin, span.end - span.begin));
  return parts;
}

std::string why_refused(Settings settings) {
  try {
    filter(std::move(settings));
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "(not refused)";
}

TEST(Civility, CleanCommentsPass) {
  auto civility = filter();
  for (const char* text :
       {"Thanks for the article, very informative.", "I disagree with you completely, your argument makes no sense.",
        "The killer was sentenced to ten years.", "As a Muslim woman I feel welcome here.", "I am gay and proud.",
        "This government is a disgrace and the minister should resign.", "Merci pour cet article, il est excellent.",
        "Black people in the US are more often stopped by police.", "That's a damn good point!", "2026", ""}) {
    const Finding finding = civility.check({.text = text});
    EXPECT_EQ(finding.action, Action::pass) << text;
    EXPECT_TRUE(finding.code.empty() && finding.spans.empty()) << text;
  }
}

TEST(Civility, MildInsultsAreHeld) {
  auto civility = filter();
  for (const char* text : {"you are a moron", "You're an idiot.", "What a stupid idea, you fool"}) {
    const Finding finding = civility.check({.text = text});
    EXPECT_EQ(finding.action, Action::hold) << text;
    EXPECT_EQ(finding.code, "civility.insult") << text;
    EXPECT_EQ(finding.score, score(finding, "INSULT")) << text;
  }
}

TEST(Civility, PlainAbuseIsRejected) {
  auto civility = filter();
  for (const char* text : {"you are a fucking idiot, kill yourself", "fuck you", "you stupid bitch"}) {
    const Finding finding = civility.check({.text = text});
    EXPECT_EQ(finding.action, Action::reject) << text;
    EXPECT_TRUE(finding.message.ends_with("Please rephrase and resend.")) << finding.message;
  }
}

TEST(Civility, DisguisedInsultsAreCaught) {
  auto civility = filter();
  const double plain = score(civility.check({.text = "you are an idiot"}), "INSULT");
  for (const char* text : {"you are an 1d10t", "you are an i.d.i.o.t", "you are an ｉｄｉｏｔ", "you are an іdіоt",
                           "you are an i\u0335d\u0335i\u0335ot", "you are an id\u00adi\u200bot"})
    EXPECT_DOUBLE_EQ(score(civility.check({.text = text}), "INSULT"), plain) << text;
  for (const char* text : {"you are an idiooooot", "f*ck you", "f u c k you"})
    EXPECT_NE(civility.check({.text = text}).action, Action::pass) << text;
}

TEST(Civility, SpansMarkTheWordsInTheOriginal) {
  auto civility = filter();
  for (const auto& [text, word] :
       std::vector<std::pair<std::string, std::string>>{{"Well, my friend, you are such an idiot today.", "idiot"},
                                                        {"Café owner says you are an 1D10T!", "1D10T"},
                                                        {"Tja… you are an i.d.i.o.t, really", "i.d.i.o.t"},
                                                        {"Ну, you are an іdіоt indeed", "іdіоt"}}) {
    const Finding finding = civility.check({.text = text});
    const auto parts = marked(text, finding);
    EXPECT_TRUE(std::any_of(parts.begin(), parts.end(), [&, &word = word](const std::string& part) {
      return part.ends_with(word);
    })) << text;
    EXPECT_LE(parts.size(), 5U) << text;
    EXPECT_EQ(std::count(parts.begin(), parts.end(), text), 0) << "the whole comment is marked: " << text;
  }
}

TEST(Civility, SpansSayWhatTheyWeigh) {
  auto civility = filter();
  const std::string text = "Well, my dear old friend, you are such an idiot, and a bit dull, today.";
  const Finding finding = civility.check({.text = text});
  ASSERT_EQ(finding.weights.size(), finding.spans.size());
  const auto heaviest = std::max_element(finding.weights.begin(), finding.weights.end()) - finding.weights.begin();
  EXPECT_NE(marked(text, finding).at(static_cast<std::size_t>(heaviest)).find("idiot"), std::string::npos);
  for (const float weight : finding.weights) EXPECT_GT(weight, 0);
  EXPECT_EQ(civility.check({.text = text}).weights, finding.weights);
}

TEST(Civility, MessagesRepeatNoSlur) {
  auto civility = filter();
  EXPECT_EQ(civility.check({.text = "you are a moron"}).message.find("moron"), std::string::npos);
}

TEST(Civility, EveryAttributeIsScoredAlways) {
  auto civility = filter();
  for (const std::string text : {"", "hello there", "you are a fucking idiot", "漢字", "\xff\xfe"}) {
    const Finding finding = civility.check({.text = text});
    std::set<std::string> names;
    for (const Score& each : finding.scores) {
      names.insert(each.attribute);
      EXPECT_TRUE(each.value >= 0 && each.value <= 1) << each.attribute << ' ' << each.value;
    }
    EXPECT_EQ(names, (std::set<std::string>{attributes.begin(), attributes.end()}));
  }
}

TEST(Civility, ThresholdsAreTheOperators) {
  const std::string text = "you are a moron";
  const double insult = score(filter().check({.text = text}), "INSULT");
  const Settings off{{"hold.TOXICITY", 1.0}, {"hold.SEVERE_TOXICITY", 1.0}, {"hold.INSULT", 1.0}};
  const auto with = [&](const char* name, double value) {
    Settings settings = off;
    settings[name] = value;
    return filter(settings).check({.text = text}).action;
  };
  EXPECT_EQ(filter(off).check({.text = text}).action, Action::pass);
  EXPECT_EQ(with("hold.INSULT", insult), Action::hold);
  EXPECT_EQ(with("hold.INSULT", insult + 0.001), Action::pass);
  EXPECT_EQ(with("reject.INSULT", insult), Action::reject);
  EXPECT_EQ(with("hold.PROFANITY", 0.0), Action::hold);
}

TEST(Civility, AThresholdOfOneIsNeverReached) {
  Settings settings;
  for (const std::string_view attribute : attributes)
    for (const char* table : {"hold.", "reject."}) settings[table + std::string{attribute}] = 1.0;
  std::string text;
  for (int i = 0; i < 5000; ++i) text += "idiot ";
  const Finding finding = filter(settings).check({.text = text});
  EXPECT_GT(score(finding, "INSULT"), 0.99);
  EXPECT_EQ(finding.action, Action::pass);
}

TEST(Civility, ASpecificReasonIsPreferred) {
  Settings settings;
  for (const std::string_view attribute : attributes) settings["reject." + std::string{attribute}] = 1.0;
  const Finding finding = filter(settings).check({.text = "you are a fucking idiot, kill yourself"});
  EXPECT_GT(score(finding, "TOXICITY"), score(finding, "INSULT"));
  EXPECT_EQ(finding.code, "civility.insult");
}

TEST(Civility, WhatIsQuotedOrDeniedIsHeldInsteadOfRejected) {
  const std::string said = "you are a fucking idiot, kill yourself";
  const std::string quoted = "He wrote to me: “" + said + "” and nobody stopped him.";
  ASSERT_EQ(filter().check({.text = said}).action, Action::reject);
  const Finding finding = filter().check({.text = quoted});
  EXPECT_EQ(finding.action, Action::hold);
  EXPECT_NE(finding.message.find("may be quoted or denied"), std::string::npos) << finding.message;
  EXPECT_EQ(filter({{"quoted", std::string{"same"}}}).check({.text = quoted}).action, Action::reject);
}

TEST(Civility, WhatRepeatsTheParentNeedNotCount) {
  const std::string insult = "you are such a pathetic lying moron and everybody knows it";
  const Given reply{.text = insult + "\nI reported this.",
                    .author = "ann",
                    .parent = "1",
                    .parent_text = "Honestly, " + insult,
                    .parent_author = "bob"};
  EXPECT_NE(filter().check(reply).action, Action::pass);
  EXPECT_EQ(filter({{"conversation", true}}).check(reply).action, Action::pass);
  Given own = reply;
  own.parent_author = "ann";  // who repeats themselves says it
  EXPECT_NE(filter({{"conversation", true}}).check(own).action, Action::pass);
}

TEST(Civility, OtherLanguagesAreNeverTakenForClean) {
  const std::string text = "Este gobierno no hace nada por la gente que trabaja todos los días en este país";
  const Finding held = filter().check({.text = text});
  EXPECT_EQ(held.action, Action::hold);
  EXPECT_EQ(held.code, "civility.language");
  EXPECT_NE(held.message.find("(es)"), std::string::npos) << held.message;
  const Finding passed = filter({{"other_languages", std::string{"pass"}}}).check({.text = text});
  EXPECT_EQ(passed.action, Action::pass);
  EXPECT_EQ(passed.code, "civility.language");
  EXPECT_FALSE(passed.message.empty());
  // An insult in English does not pass for being padded with another language.
  const Finding padded =
      filter({{"other_languages", std::string{"pass"}}}).check({.text = "fuck you, you stupid bitch. " + text});
  EXPECT_EQ(padded.action, Action::hold);
}

TEST(Civility, TheSitesOwnWordsCount) {
  const ScratchFile words{"raise insult by 4: flumph\nignore: Idiot Street\n"};
  auto civility = filter({{"vocabulary", words.path()}});
  const Finding finding = civility.check({.text = "what a flumph you are"});
  EXPECT_EQ(finding.action, Action::hold);
  EXPECT_EQ(finding.code, "civility.insult");
  EXPECT_EQ(marked("what a flumph you are", finding), std::vector<std::string>{"flumph"});
  EXPECT_EQ(filter().check({.text = "what a flumph you are"}).action, Action::pass);
  EXPECT_EQ(civility.check({.text = "you live in Idiot Street"}).action, Action::pass);
  EXPECT_NE(filter().check({.text = "you live in Idiot Street"}).action, Action::pass);

  const ScratchFile wrong{"raise insolt: x\n"};
  EXPECT_NE(why_refused({{"vocabulary", wrong.path()}}).find("insolt"), std::string::npos);
}

TEST(Civility, WrongOptionsAreRefused) {
  EXPECT_NE(why_refused({{"hold.TOXICITY", 1.5}}).find("hold.TOXICITY"), std::string::npos);
  EXPECT_NE(why_refused({{"hold.RUDENESS", 0.5}}).find("unknown option hold.RUDENESS"), std::string::npos);
}

TEST(Civility, AModelThatDoesNotMatchIsRefused) {
  const ScratchFile other{"not a model"};
  EXPECT_NE(why_refused({{"model", other.path()}}).find("is not a civility model"), std::string::npos);
  EXPECT_NE(why_refused({{"model", std::string{"/no/such/civility.model"}}}).find("can't be read"), std::string::npos);
}

TEST(Civility, SurvivesHostileInput) {
  auto civility = filter({{"hold.TOXICITY", 0.0}});  // everything is held, so everything is explained
  std::mt19937 random{3};
  for (int round = 0; round < 500; ++round) {
    std::string text(random() % 300, '\0');
    for (char& c : text) c = static_cast<char>(random());
    const Finding finding = civility.check({.text = text});
    for (const Span& span : finding.spans) {
      ASSERT_LE(span.begin, span.end);
      ASSERT_LE(span.end, text.size());
    }
  }
  for (const std::string part : {"a", "idiot ", "f*", "😂", "\u0301", "i ", "\xff", "漢"}) {
    std::string text;
    while (text.size() < 65536) text += part;
    const Finding finding = civility.check({.text = text});
    ASSERT_TRUE(finding.spans.empty() || finding.spans.back().end <= text.size()) << part;
  }
}

TEST(Civility, ManyThreadsGetTheSameAnswer) {
  EXPECT_TRUE((moderato_plugin.flags & MODERATO_CONCURRENT) != 0);
  auto civility = filter();
  const std::string text = "you are an idiot, friend";
  const Finding expected = civility.check({.text = text});
  std::vector<std::thread> threads;
  std::vector<int> wrong(4);
  for (std::size_t i = 0; i < wrong.size(); ++i)
    threads.emplace_back([&, i] {
      for (int round = 0; round < 500; ++round) {
        const Finding finding = civility.check({.text = text});
        wrong[i] += finding.spans == expected.spans && finding.score == expected.score ? 0 : 1;
      }
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, std::vector<int>(4));
}

}  // namespace
}  // namespace moderato::civility
