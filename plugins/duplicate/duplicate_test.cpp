// What the filter makes of a comment that resembles an earlier one.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "test_comments.hpp"

namespace moderato::duplicate {
namespace {

using testing::Given;
using testing::Settings;

// Checks the original and then `text` by someone else, under another article.
Finding after_original(const std::string& text, Settings settings = {}) {
  testing::Filter filter{std::move(settings)};
  EXPECT_EQ(filter.check(by("ann", "first", original)).action, Action::pass);
  return filter.check(by("bob", "second", text));
}

TEST(Duplicate, RejectsTheSameTextAndNamesTheOriginal) {
  const Finding found = after_original(original);
  EXPECT_EQ(found.action, Action::reject);
  EXPECT_EQ(found.code, "duplicate.exact");
  EXPECT_EQ(found.message, "This says the same as comment first by another author, just before.");
  EXPECT_EQ(found.score, 1);
  ASSERT_EQ(found.spans.size(), 1U);
  EXPECT_EQ(found.spans[0], (Span{0, static_cast<std::uint32_t>(original.size())}));
}

TEST(Duplicate, LooksThroughDisguise) {
  std::string capitals, invisible, cyrillic, punctuated, emoji;
  for (const char c : original) {
    capitals += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    invisible += std::string{c} + "\u200b";
    cyrillic += c == 'o' ? "\u043e" : c == 'a' ? "\u0430" : std::string{c};
    punctuated += c == ' ' ? "... " : std::string{c};
    emoji += c == ' ' ? " \U0001f600 " : std::string{c};
  }
  for (const std::string& text : {capitals, invisible, cyrillic, punctuated, emoji})
    EXPECT_EQ(after_original(text).code, "duplicate.exact") << text;
}

TEST(Duplicate, HoldsWhatWasChangedALittle) {
  std::string typos = original, words = original;
  typos.replace(typos.find("thousand"), 8, "thuosand").replace(typos.find("little"), 6, "litle");
  words.replace(words.find("cousin"), 6, "brother").replace(words.find("month"), 5, "week");
  for (const std::string& text :
       {typos, words, original.substr(0, 90), "Lovely weather in Porto this week, is it not? " + original,
        original.substr(60) + " " + original.substr(0, 60), original + " https://example.com/x?ref=99"}) {
    const Finding found = after_original(text);
    EXPECT_EQ(found.code, "duplicate.near") << text;
    EXPECT_EQ(found.action, Action::hold) << text;
    EXPECT_GE(found.score, 0.24) << text;
    EXPECT_FALSE(found.spans.empty()) << text;
  }
}

TEST(Duplicate, OtherNumbersAreNearNotExact) {
  testing::Filter filter;
  filter.check(by("ann", "1", "Call 555 0100 today and win one of 20 prizes from our sponsors"));
  EXPECT_EQ(filter.check(by("bob", "2", "Call 555 0199 today and win one of 30 prizes from our sponsors")).code,
            "duplicate.near");
}

TEST(Duplicate, SpansLieOnWhatIsShared) {
  const std::string before = "Lovely weather in Porto these days, is it not, even if the tram was late again? ";
  const Finding found = after_original(before + original);
  ASSERT_FALSE(found.spans.empty());
  for (const Span& span : found.spans) {
    EXPECT_GE(span.begin + 30, before.size());  // They are drawn through samples, about as far apart as that.
    EXPECT_LE(span.end, before.size() + original.size());
    EXPECT_LT(span.begin, span.end);
  }
}

TEST(Duplicate, PassesWhatIsDifferent) {
  EXPECT_EQ(after_original("I worked from home for a month once, and my cousin never stopped calling.").action,
            Action::pass);
}

TEST(Duplicate, PassesStockPhrasesOfMany) {
  testing::Filter filter;
  for (int i = 0; i < 50; ++i) {
    const std::string n = std::to_string(i);
    for (const char* text : {"Thank you, great article", "lol", "Well said!", "\U0001f602\U0001f602", "."})
      EXPECT_EQ(filter.check(by("author" + n, n + text, text)).action, Action::pass) << text;
  }
}

TEST(Duplicate, PassesAQuoteWithANewAnswer) {
  const std::string answer = " I asked her for those details, and the course turned out to be a photocopied leaflet.";
  Given marked = by("bob", "2", "> " + original + "\n\n" + answer);
  EXPECT_EQ(after_original(marked.text).action, Action::pass);  // Even where the parent isn't known.

  Given unmarked = by("bob", "2", original + answer);
  testing::Filter filter;
  filter.check(by("ann", "1", original));
  unmarked.parent = "1";
  unmarked.parent_text = original;
  unmarked.parent_author = "ann";
  EXPECT_EQ(filter.check(unmarked).action, Action::pass);

  Given without = by("cid", "3", unmarked.text);
  EXPECT_NE(filter.check(without).action, Action::pass);
}

TEST(Duplicate, PassesAQuoteOfTheArticle) {
  testing::Filter filter;
  filter.check(by("ann", "1", "The article says: " + original + " Who believes that?"));
  Given second = by("bob", "2", "So " + original + " I would like to see the receipts, every single one of them.");
  EXPECT_NE(filter.check(second).action, Action::pass);
  second.id = "3";
  second.article_text = "Swindles of the year. " + original + " It was all a lie, a court found on Monday.";
  EXPECT_EQ(filter.check(second).action, Action::pass);
}

TEST(Duplicate, AnAnswerThatOnlyRepeatsItsParentIsADuplicate) {
  testing::Filter filter;
  filter.check(by("ann", "1", original));
  Given reply = by("bob", "2", original);
  reply.parent = "1";
  reply.parent_text = original;
  reply.parent_author = "ann";
  EXPECT_EQ(filter.check(reply).code, "duplicate.exact");
}

TEST(Duplicate, TellsAnAuthorGentlyOfHisOwnRepost) {
  testing::Filter filter;
  filter.check(by("ann", "1", original));
  const Finding exact = filter.check(by("ann", "2", original));
  EXPECT_EQ(exact.code, "duplicate.own");
  EXPECT_EQ(exact.action, Action::reject);
  EXPECT_EQ(exact.message, "You have posted this before, as comment 1, just before; it is still there.");
  const Finding near = filter.check(by("ann", "3", original + " Really!"));
  EXPECT_EQ(near.code, "duplicate.own");
  EXPECT_EQ(near.action, Action::hold);
}

TEST(Duplicate, AShortTextTwiceUnderOneArticleIsARepost) {
  testing::Filter filter;
  Given given = by("ann", "1", "Well said!");
  given.article = "one";
  EXPECT_EQ(filter.check(given).action, Action::pass);
  given.id = "2";
  EXPECT_EQ(filter.check(given).code, "duplicate.own");
  given.article = "another";
  EXPECT_EQ(filter.check(given).action, Action::pass);
}

TEST(Duplicate, AnsweringOneselfIsNoWayRound) {
  testing::Filter filter;
  filter.check(by("ann", "1", original));
  Given reply = by("ann", "2", original + " Honestly!");
  reply.parent = "1";
  reply.parent_text = original;
  reply.parent_author = "ann";
  EXPECT_EQ(filter.check(reply).code, "duplicate.own");
}

TEST(Duplicate, SeesACampaignInWhatManyPost) {
  testing::Filter filter{{{"campaign_from", 2}}};
  filter.check(by("ann", "1", original));
  EXPECT_EQ(filter.check(by("bob", "2", original + " Hurry!")).code, "duplicate.near");
  const Finding found = filter.check(by("cid", "3", original + " Do not wait!"));
  EXPECT_EQ(found.code, "duplicate.campaign");
  EXPECT_EQ(found.action, Action::reject);
  EXPECT_EQ(found.message, "This has been posted 2 times before, first as comment 1, just before.");
}

TEST(Duplicate, SeesACampaignInWhatOnePostsUnderManyArticles) {
  testing::Filter filter{{{"campaign_from", 2}}};
  filter.check(by("ann", "1", original));
  EXPECT_EQ(filter.check(by("ann", "2", original)).code, "duplicate.own");
  EXPECT_EQ(filter.check(by("ann", "3", original)).code, "duplicate.campaign");
  Given again = by("ann", "4", original);
  again.article = "article-1";
  testing::Filter other{{{"campaign_from", 2}}};
  other.check(by("ann", "1", original));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(other.check(again).code, "duplicate.own");  // clumsy, but no campaign
}

TEST(Duplicate, AShortTextOfSeveralIsTurnedAwayOnlyWithAContact) {
  struct Case {
    const char* text;
    Action action;
  };
  for (const Case& each : {Case{"I could not agree more with the author", Action::hold},
                           Case{"I sell followers, call 555 123 456", Action::reject},
                           Case{"Look at my great page on example.com", Action::reject},
                           Case{"Look at https://example.com for more", Action::reject},
                           Case{"For a cheap loan write to @quickmoney", Action::reject}}) {
    testing::Filter filter;
    filter.check(by("ann", "1", each.text));
    const Finding found = filter.check(by("bob", "2", each.text));
    EXPECT_EQ(found.code, "duplicate.exact") << each.text;
    EXPECT_EQ(found.action, each.action) << each.text;
  }
}

TEST(Duplicate, LetsThroughWhatTheOperatorExempts) {
  testing::Filter filter{
      {{"exempt_authors", std::vector<std::string>{"editor"}},
       {"exempt_phrases", std::vector<std::string>{"Please keep to our house rules, dear readers!"}}}};
  filter.check(by("ann", "1", original));
  EXPECT_EQ(filter.check(by("editor", "2", original)).action, Action::pass);
  EXPECT_EQ(filter.check(by("bob", "3", original)).action, Action::reject);
  for (const char* id : {"4", "5", "6"})
    EXPECT_EQ(filter.check(by(std::string{"reader"} + id, id, "please keep to OUR house rules, dear readers")).action,
              Action::pass);
}

TEST(Duplicate, WordsInAnotherOrderAreNear) {
  EXPECT_EQ(after_original("Write for me to the details. Four thousand my cousin made dollars from home last month, it "
                           "all and took was little this course that talks nobody about.")
                .code,
            "duplicate.near");
}

TEST(Duplicate, SaysWhenTheOriginalCame) {
  for (const auto& [later, said] : {std::pair<std::int64_t, const char*>{59, "just before"},
                                    {60, "1 minute earlier"},
                                    {7'260, "2 hours earlier"},
                                    {3 * 86'400, "3 days earlier"}}) {
    testing::Filter filter;
    filter.check(by("ann", "1", original));
    Given copy = by("bob", "2", original);
    copy.now += later * 1'000'000;
    EXPECT_EQ(filter.check(copy).message,
              std::string{"This says the same as comment 1 by another author, "} + said + ".");
  }
}

TEST(Duplicate, RefusesAFolderItCannotWriteTo) {
  EXPECT_ANY_THROW(testing::Filter(Settings{{"records", "/no/such/folder"}}));
}

TEST(Duplicate, ComparesWithinItsScope) {
  struct Case {
    const char* scope;
    bool author, article, site;  // which are the same
    bool found;
  };
  for (const Case& at : {Case{"everywhere", false, false, false, true}, Case{"site", false, false, true, true},
                         Case{"site", true, true, false, false}, Case{"article", false, true, true, true},
                         Case{"article", true, false, true, false}, Case{"author", true, false, true, true},
                         Case{"author", false, true, true, false}}) {
    testing::Filter filter{{{"scope", at.scope}}};
    Given first = by("ann", "1", original);
    Given second = by(at.author ? "ann" : "bob", "2", original);
    if (at.article) second.article = first.article;
    if (!at.site) second.site = "another";
    filter.check(first);
    EXPECT_EQ(filter.check(second).action != Action::pass, at.found) << at.scope << at.author << at.article << at.site;
  }
}

TEST(Duplicate, TakesItsActionsFromTheOperator) {
  const Settings settings{{"exact", "hold"}, {"near", "reject"}, {"own", "pass"}};
  EXPECT_EQ(after_original(original, settings).action, Action::hold);
  EXPECT_EQ(after_original(original + " Honestly!", settings).action, Action::reject);
  testing::Filter filter{settings};
  filter.check(by("ann", "1", original));
  EXPECT_EQ(filter.check(by("ann", "2", original)).action, Action::pass);
}

TEST(Duplicate, ReadsEveryScript) {
  struct Case {
    std::string text, other;
  };
  for (const Case& each : {Case{"我昨天在车站看到一个人，他说只要加他的微信就可以每天赚五百块钱，大家不要相信他。",
                                "今天的天气非常好，我们一家人去公园散步，孩子们玩得很开心，晚上还吃了火锅。"},
                           Case{"اشترك الآن في قناتي واحصل على هدية مجانية لكل من يكتب تعليقا قبل نهاية الأسبوع",
                                "قرأت المقال كاملا وأعتقد أن الكاتب نسي الحديث عن أسباب المشكلة الحقيقية"}}) {
    testing::Filter filter;
    EXPECT_EQ(filter.check(by("ann", "1", each.text)).action, Action::pass);
    EXPECT_EQ(filter.check(by("bob", "2", each.other)).action, Action::pass);
    EXPECT_EQ(filter.check(by("cid", "3", each.text)).code, "duplicate.exact");
    EXPECT_EQ(filter.check(by("dan", "4", each.other + each.text)).code, "duplicate.near");
  }
}

TEST(Duplicate, TakesTextsOfAnySize) {
  testing::Filter filter;
  std::string longest;
  for (int i = 0; longest.size() < 65'536; ++i) longest += std::to_string(i * 7919) + (i % 9 == 0 ? ". " : " ");
  for (const std::string& text : {std::string{}, std::string{"a"}, std::string{"\xff\xfe"}, longest,
                                  std::string(65'536, 'a'), std::string(65'536, '>'), std::string(65'536, '\n')})
    EXPECT_EQ(filter.check(by("ann", "n" + std::to_string(text.size()) + text.substr(0, 1), text)).action,
              Action::pass);
  EXPECT_EQ(filter.check(by("bob", "2", longest)).code, "duplicate.exact");
  longest.replace(100, 20, "nothing but the truth");
  EXPECT_EQ(filter.check(by("cid", "3", longest)).code, "duplicate.near");
}

TEST(Duplicate, APhraseRepeatedAThousandTimesIsStillThatPhrase) {
  std::string many;
  for (int i = 0; i < 400; ++i) many += original + " ";
  EXPECT_EQ(after_original(many).code, "duplicate.near");
}

TEST(Duplicate, EmojiAloneAreARepostOnlyOfOnesOwn) {
  testing::Filter filter;
  Given given = by("ann", "1", "\U0001f602\U0001f44d\U0001f602");
  given.article = "one";
  EXPECT_EQ(filter.check(given).action, Action::pass);
  given.id = "2";
  EXPECT_EQ(filter.check(given).code, "duplicate.own");
  given.id = "3";
  given.author = "bob";
  EXPECT_EQ(filter.check(given).action, Action::pass);
  given.id = "4";
  given.author = "ann";
  given.text = "\U0001f622";
  EXPECT_EQ(filter.check(given).action, Action::pass);
}

TEST(Duplicate, RefusesOptionsThatMakeNoSense) {
  EXPECT_THROW(testing::Filter(Settings{{"scope", "planet"}}), std::invalid_argument);
  EXPECT_THROW(testing::Filter(Settings{{"window_count", 0}}), std::invalid_argument);
  EXPECT_THROW(testing::Filter(Settings{{"similarity", 2.0}}), std::invalid_argument);
}

TEST(Duplicate, ForgetsWhatIsErased) {
  testing::Filter filter;
  EXPECT_EQ(filter.check(by("ann", "first", original)).action, Action::pass);
  EXPECT_EQ(filter.check(by("ann", "short", "Nice!")).action, Action::pass);
  EXPECT_EQ(filter.check(by("bob", "other", unlike(1))).action, Action::pass);
  filter.forget({by("ann", "first", original), by("ann", "short", "Nice!")});
  EXPECT_EQ(filter.check(by("cid", "second", original)).action, Action::pass);
  EXPECT_EQ(filter.check(by("dan", "third", unlike(1))).code, "duplicate.exact");
  filter.remember(by("eve", "told", unlike(2)));
  filter.forget({by("eve", "told", "")});
  EXPECT_EQ(filter.check(by("fay", "fourth", unlike(2))).action, Action::pass) << "whatever it said";
}

}  // namespace
}  // namespace moderato::duplicate
