#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "moderato/testing.hpp"

namespace moderato {
namespace {

const std::string all =
    "jane@example.com, +49 30 1234567, Hauptstraße 12, DE89 3704 0044 0532 0130 00, 4111 1111 1111 1111";

Finding judge(const std::string& text, testing::Settings settings = {}) {
  testing::Filter filter{std::move(settings)};
  return filter.check({.text = text});
}

std::string times(std::size_t count, const std::string& part) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += part;
  return text;
}

TEST(Privacy, NamesTheKindsAndNotTheData) {
  EXPECT_EQ(judge("mail jane@example.com").message,
            "Contains an e-mail address; remove it, everyone can read comments.");
  EXPECT_EQ(judge("jane@example.com or +49 30 1234567").message,
            "Contains an e-mail address and a phone number; remove them, everyone can read comments.");
  EXPECT_EQ(judge("a@example.com b@example.com").message,
            "Contains an e-mail address; remove them, everyone can read comments.");
  EXPECT_EQ(judge(all).message,
            "Contains an e-mail address, a phone number, a street address, a bank account number and a payment card "
            "number; remove them, everyone can read comments.");
  EXPECT_EQ(judge(all).spans.size(), 5U);
}

TEST(Privacy, TheGravestKindGivesTheCode) {
  EXPECT_EQ(judge(all).code, "privacy.card");
  EXPECT_EQ(judge(all, {{"card", "pass"}}).code, "privacy.iban");
  EXPECT_EQ(judge("jane@example.com, +49 30 1234567").code, "privacy.phone");
}

TEST(Privacy, TheStrictestKindDecides) {
  const Finding finding = judge(all, {{"email", "reject"}});
  EXPECT_EQ(finding.action, Action::reject);
  EXPECT_EQ(finding.code, "privacy.email");
  EXPECT_EQ(finding.spans.size(), 5U);
}

TEST(Privacy, LooksForNoKindThatPasses) {
  const Finding finding = judge("jane@example.com, +49 30 1234567", {{"phone", "pass"}});
  EXPECT_EQ(finding.code, "privacy.email");
  EXPECT_EQ(finding.spans, (std::vector<Span>{{0, 16}}));
  EXPECT_EQ(finding.message.find("phone"), std::string::npos);
  EXPECT_EQ(judge("+49 30 1234567", {{"phone", "pass"}}).code, "");
}

TEST(Privacy, NotesSayWhatToMaskAndPass) {
  const Finding finding = judge("mail jane@example.com", {{"notes", true}});
  EXPECT_EQ(finding.action, Action::pass);
  EXPECT_EQ(finding.code, "privacy.mask");
  EXPECT_EQ(finding.spans, (std::vector<Span>{{5, 21}}));
  EXPECT_EQ(judge("nothing here", {{"notes", true}}).code, "");
}

TEST(Privacy, NotesRejectWhatIsRejected) {
  const Finding finding = judge(all, {{"notes", true}, {"card", "reject"}});
  EXPECT_EQ(finding.action, Action::reject);
  EXPECT_EQ(finding.code, "privacy.card");
}

// The daemon takes 1,000 spans and no more.
TEST(Privacy, MarksAllOfALotWithFewerSpans) {
  for (const std::size_t count : {1'000U, 1'001U, 2'500U}) {
    const std::string text = times(count, "a@b.example ");
    testing::Filter filter{{{"notes", true}}};
    const Finding finding = filter.check({.text = text});
    EXPECT_EQ(finding.code, "privacy.mask");
    EXPECT_LE(finding.spans.size(), 1'000U);
    EXPECT_GT(finding.spans.size(), 500U);
    std::vector<bool> marked(text.size());
    for (const Span& span : finding.spans)
      for (std::size_t i = span.begin; i < span.end; ++i) marked.at(i) = true;
    for (std::size_t i = 0; i < text.size(); ++i) ASSERT_TRUE(marked[i] || text[i] == ' ') << i;
  }
}

TEST(Privacy, AllowsWhatTheOperatorLists) {
  const testing::Settings settings{
      {"allow", std::vector<std::string>{"Paper.example", "jane@example.com", "+49 (30) 123-4567",
                                         "DE89370400440532013000", "Hauptstraße 12", "4111-1111-1111-1111"}}};
  EXPECT_EQ(judge(all, settings).code, "");
  for (const std::string text : {"letters@paper.example", "letters@news.paper.example", "JANE@Example.com"})
    EXPECT_EQ(judge(text, settings).code, "") << text;
  for (const std::string text : {"john@example.com", "letters@otherpaper.example", "letters@paper.example.net"})
    EXPECT_EQ(judge(text, settings).code, "privacy.email") << text;
  EXPECT_EQ(judge("+49 30 1234568", settings).code, "privacy.phone");
}

TEST(Privacy, RefusesWhatMakesNoSense) {
  EXPECT_THROW(testing::Filter(testing::Settings{{"email", "approve"}}), std::invalid_argument);
  EXPECT_THROW(testing::Filter(testing::Settings{{"allow", std::vector<std::string>{" "}}}), std::invalid_argument);
  EXPECT_THROW(testing::Filter(testing::Settings{{"notes", "yes"}}), std::invalid_argument);
}

// A finder that looked back or ahead without a limit would take hours for these.
TEST(Privacy, TakesHostileTexts) {
  constexpr std::size_t size = 65'536;
  EXPECT_EQ(judge(std::string(size, '1')).spans.size(), 0U);
  EXPECT_EQ(judge(std::string(size, '@')).spans.size(), 0U);
  EXPECT_EQ(judge(std::string(size, '+')).spans.size(), 0U);
  EXPECT_EQ(judge(std::string(size, 'a')).spans.size(), 0U);
  EXPECT_EQ(judge(std::string(size, '(')).spans.size(), 0U);
  EXPECT_EQ(judge(std::string(size, ' ')).spans.size(), 0U);
  EXPECT_EQ(judge(times(size / 2, "1 ")).spans.size(), 0U);
  EXPECT_EQ(judge(times(size / 2, "a@")).spans.size(), 0U);
  EXPECT_EQ(judge(times(size / 2, "a.")).spans.size(), 0U);
  EXPECT_EQ(judge(times(size / 4, "(at)")).spans.size(), 0U);
  EXPECT_EQ(judge(times(size / 4, " at ")).spans.size(), 0U);
  EXPECT_EQ(judge(times(size / 4, "DE89")).spans.size(), 0U);
  EXPECT_EQ(judge(times(size / 5, "4111 ")).spans.size(), 0U);
  EXPECT_EQ(judge(times(size / 7, "12 rue ")).spans.size(), 0U);
  EXPECT_EQ(judge(times(size / 17, "jane@example.com ")).code, "privacy.email");
}

TEST(Privacy, TakesAnyBytes) {
  std::string bytes;
  for (unsigned i = 0; i < 100'000; ++i) bytes += static_cast<char>((i * 2654435761U) >> 24U);
  for (const Span& span : judge(bytes).spans) {
    EXPECT_LT(span.begin, span.end);
    EXPECT_LE(span.end, bytes.size());
  }
  EXPECT_EQ(judge("").code, "");
  EXPECT_EQ(judge("\xff\xc3").code, "");
  EXPECT_EQ(judge("\xff jane@example.com\xc3").spans, (std::vector<Span>{{2, 18}}));
}

}  // namespace
}  // namespace moderato
