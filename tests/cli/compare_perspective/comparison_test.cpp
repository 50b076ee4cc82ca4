// What a comparison counts, and how its reports tell it.
#include "cli/compare_perspective/comparison.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/compare_perspective/report.hpp"
#include "places.hpp"

namespace moderato::cli::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

ScoredComment comment(double theirs, double ours, const std::string& text = "text") {
  ScoredComment comment{.id = "id", .text = text, .language = {}, .perspective = {}, .moderato = {}, .refused = {}};
  comment.perspective[toxicity] = theirs;
  comment.moderato[toxicity] = ours;
  return comment;
}

Thresholds toxicity_from(double threshold) {
  Thresholds thresholds;
  thresholds[toxicity] = threshold;
  return thresholds;
}

// A hundred comments: Perspective scores them 0.00 to 0.99, Moderato the same halved, but for two that it swaps.
Report hundred(std::size_t examples = 0) {
  Comparison comparison{toxicity_from(0.8), examples};
  for (int i = 0; i < 100; ++i) {
    const int ours = i == 10 ? 90 : i == 90 ? 10 : i;
    comparison.add(comment(i / 100.0, ours / 200.0, "comment " + std::to_string(i)));
  }
  return comparison.report();
}

TEST(Comparison, CountsWhatIsHeldAndFindsTheThresholdForAsMany) {
  const Report report = hundred();
  ASSERT_EQ(report.attributes.size(), 1U);
  const AttributeReport& of_toxicity = report.attributes[0];
  EXPECT_EQ(of_toxicity.count, 100U);
  EXPECT_NEAR(*of_toxicity.spearman, 1 - 6.0 * 2 * 80 * 80 / (100.0 * 9'999), 1e-9);
  ASSERT_TRUE(of_toxicity.in_use);
  EXPECT_EQ(of_toxicity.in_use->perspective, 20U);
  EXPECT_EQ(of_toxicity.in_use->moderato, 0U);
  EXPECT_NEAR(*of_toxicity.in_use->same_share, (0.395 + 0.4) / 2, 1e-12);
  EXPECT_NEAR(*of_toxicity.in_use->civility, from_perspective("TOXICITY", 0.3975), 1e-12);
  EXPECT_EQ(report.as_they_are.only_perspective, 20U);
  EXPECT_EQ(report.as_they_are.only_moderato, 0U);
  EXPECT_EQ(report.matched.both, 19U);
  EXPECT_EQ(report.matched.only_perspective, 1U);
  EXPECT_EQ(report.matched.only_moderato, 1U);
}

TEST(Comparison, ShowsExamplesOnlyWhenAsked) {
  EXPECT_TRUE(hundred().only_moderato.empty());
  EXPECT_THAT(report_text(hundred()), Not(HasSubstr("comment 10")));
  EXPECT_THAT(report_html(hundred()), Not(HasSubstr("comment 10")));
  const Report report = hundred(5);
  ASSERT_EQ(report.only_moderato.size(), 1U);
  EXPECT_EQ(report.only_moderato[0].text, "comment 10");
  ASSERT_EQ(report.only_perspective.size(), 1U);
  EXPECT_EQ(report.only_perspective[0].text, "comment 90");
  EXPECT_THAT(report_text(report), HasSubstr("TOXICITY 0.10 theirs, 0.45 ours: id: comment 10"));
}

TEST(Comparison, KeepsTheWidestApartAndLittleOfEach) {
  Comparison comparison{toxicity_from(0.8), 1};
  comparison.add(comment(0.81, 0.7, "near"));
  comparison.add(comment(0.99, 0.01, std::string(5'000, 'x') + "\xC3\xA9"));
  comparison.add(comment(0.1, 0.9, "other"));
  const Report report = comparison.report();
  ASSERT_EQ(report.only_perspective.size(), 1U);
  EXPECT_LT(report.only_perspective[0].text.size(), 1'100U);
  EXPECT_EQ(report.only_perspective[0].perspective, 0.99);
}

TEST(Comparison, LeavesOutWhatOnlyOneHasScored) {
  Comparison comparison{toxicity_from(0.8), 0};
  ScoredComment alone = comment(0.9, 0.9);
  alone.moderato[toxicity].reset();
  comparison.add(alone);
  ScoredComment refused;
  refused.text = "om";
  refused.refused = "LANGUAGE_DETECTION_FAILED";
  comparison.add(refused);
  const Report report = comparison.report();
  EXPECT_EQ(report.comments, 2U);
  EXPECT_EQ(report.compared, 0U);
  EXPECT_TRUE(report.attributes.empty());
  EXPECT_EQ(report.refused.at("LANGUAGE_DETECTION_FAILED"), 1U);
  EXPECT_THAT(report_text(report), HasSubstr("Perspective can't score 1: LANGUAGE_DETECTION_FAILED"));
  EXPECT_FALSE(report_html(report).empty());
  EXPECT_EQ(report_json(report).at("compared").as_uint64(), 0U);
}

TEST(Comparison, HoldsWhatReachesAnyThreshold) {
  Thresholds thresholds = toxicity_from(0.8);
  thresholds[insult] = 0.5;
  Comparison comparison{thresholds, 0};
  ScoredComment by_insult = comment(0.1, 0.1);
  by_insult.perspective[insult] = 0.5;
  by_insult.moderato[insult] = 0.4;
  comparison.add(by_insult);
  comparison.add(comment(0.9, 0.9));
  const Report report = comparison.report();
  EXPECT_EQ(report.as_they_are.both, 1U);
  EXPECT_EQ(report.as_they_are.only_perspective, 1U);
  EXPECT_EQ(report.matched.both, 2U);
}

TEST(ThresholdsToml, NamesEveryAttributeAndWhatIsAGuess) {
  const std::string toml = thresholds_toml(hundred());
  EXPECT_THAT(toml, HasSubstr("[filter.civility]\nhold = { TOXICITY = 0."));
  EXPECT_THAT(toml, HasSubstr("SEVERE_TOXICITY = 1, INSULT = 1,"));
  EXPECT_THAT(toml, Not(HasSubstr("guess")));
  Comparison few_of_them{toxicity_from(0.8), 0};
  few_of_them.add(comment(0.9, 0.5));
  few_of_them.add(comment(0.1, 0.1));
  EXPECT_THAT(thresholds_toml(few_of_them.report()), HasSubstr("# TOXICITY: from 1 comment only, a guess\n"));
  EXPECT_EQ(thresholds_toml(Comparison{{}, 0}.report()), "");
}

TEST(Html, EscapesAllThatIsNotItsOwn) {
  Comparison comparison{toxicity_from(0.8), 5};
  ScoredComment hostile = comment(0.9, 0.1, "</blockquote><script>alert(1)</script>&\"\xE2\x80\xAE\x1B[31m");
  hostile.id = "<img src=x onerror=y>";
  comparison.add(hostile);
  comparison.add(comment(0.1, 0.9));
  ScoredComment refused;
  refused.refused = "<b>why</b>";
  comparison.add(refused);
  const std::string page = report_html(comparison.report());
  EXPECT_THAT(page, Not(HasSubstr("<script")));
  EXPECT_THAT(page, Not(HasSubstr("<img")));
  EXPECT_THAT(page, Not(HasSubstr("<b>")));
  EXPECT_THAT(page, Not(HasSubstr("\xE2\x80\xAE")));
  EXPECT_THAT(page, Not(HasSubstr("\x1B")));
  EXPECT_THAT(page, HasSubstr("&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;"));
  EXPECT_THAT(report_text(comparison.report()), Not(HasSubstr("\x1B")));
}

TEST(Html, LoadsNothingAndSaysWhatItsPicturesShow) {
  const std::string page = report_html(hundred());
  EXPECT_THAT(page, HasSubstr("default-src 'none'"));
  EXPECT_THAT(page, Not(HasSubstr("http://")));
  EXPECT_THAT(page, Not(HasSubstr("https://")));
  EXPECT_THAT(page, Not(HasSubstr("url(")));
  EXPECT_THAT(page, HasSubstr("<title id=\"TOXICITY-scatter-t\">TOXICITY, comment by comment</title>"));
  EXPECT_THAT(page, HasSubstr("From 0.9: Perspective 10.00 %, Moderato 0.00 %."));
  EXPECT_THAT(page, Not(HasSubstr("nan")));
}

TEST(ThresholdOption, SaysWhatIsWrong) {
  const auto message = [](const std::string& written) { return thresholds_from({written}).error().message; };
  EXPECT_THAT(message("TOXICTY=0.8"), HasSubstr("did you mean TOXICITY?"));
  EXPECT_THAT(message("0.8"), HasSubstr("such as TOXICITY=0.8, found \"0.8\""));
  for (const char* wrong : {"TOXICITY=0", "TOXICITY=1.1", "TOXICITY=", "TOXICITY=0.8x", "TOXICITY=nan"})
    EXPECT_THAT(message(wrong), HasSubstr("the score is over 0, and 1 at most")) << wrong;
  EXPECT_EQ((*thresholds_from({"TOXICITY=0.7", "TOXICITY=0.9"}))[toxicity], 0.9);
}

}  // namespace
}  // namespace moderato::cli::testing
