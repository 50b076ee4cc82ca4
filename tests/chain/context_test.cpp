#include "chain/context.hpp"

#include <gtest/gtest.h>

#include <array>

#include "moderato/filter.hpp"

namespace moderato {
namespace {

CommentFrame comment(const std::string& id, const std::string& text, const std::string& parent = "") {
  return *parse_comment(R"({"article": "a", "author": {"id": "author of )" + id + R"("}, "id": ")" + id +
                            R"(", "text": ")" + text + "\"" +
                            (parent.empty() ? "" : R"(, "parent": ")" + parent + "\"") + "}",
                        {});
}

class ContextTest : public ::testing::Test {
 protected:
  Context make() {
    return Context{[this](std::string_view, std::string_view id) -> std::optional<ParentText> {
                     asked_for_parent_ += std::string{id} + " ";
                     if (id != "stored") return std::nullopt;
                     return ParentText{"someone", "stored text"};
                   },
                   [this](std::string_view, std::string_view) -> std::optional<ArticleText> {
                     ++asked_for_article_;
                     return ArticleText{"title", "", "article text", true};
                   },
                   authors_, recent_};
  }
  Context::Held fill(Context& context, const CommentFrame& frame) {
    raw_ = {};
    return context.fill(frame, raw_);
  }

  AuthorPast authors_;
  RecentTexts recent_{2'000};
  moderato_comment raw_{};
  std::string asked_for_parent_;
  int asked_for_article_ = 0;
};

TEST_F(ContextTest, FindsParentsAmongRecentCommentsAndBehindThem) {
  Context context = make();
  context.add(comment("1", "first"));
  auto held = fill(context, comment("2", "reply", "1"));
  EXPECT_EQ(abi::view(raw_.parent_text), "first");
  EXPECT_EQ(abi::view(raw_.parent_author_id), "author of 1");
  EXPECT_EQ(asked_for_parent_, "");
  held = fill(context, comment("3", "reply", "stored"));
  EXPECT_EQ(abi::view(raw_.parent_text), "stored text");
}

TEST_F(ContextTest, SaysNothingOfWhatItDoesNotKnow) {
  Context context = make();
  auto held = fill(context, comment("2", "reply", "gone"));
  EXPECT_EQ(raw_.parent_text.data, nullptr);
  held = fill(context, comment("3", "no reply"));
  EXPECT_EQ(raw_.parent_text.data, nullptr);
  EXPECT_EQ(asked_for_parent_, "gone ");
}

TEST_F(ContextTest, AsksForAnArticleOnceAndTakesNews) {
  Context context = make();
  auto held = fill(context, comment("1", "x"));
  held = fill(context, comment("2", "y"));
  EXPECT_EQ(asked_for_article_, 1);
  EXPECT_EQ(abi::view(raw_.article_text), "article text");
  EXPECT_EQ(raw_.article_closed, 1U);
  context.set_article("default", "a", {"new title", "", "", false});
  held = fill(context, comment("3", "z"));
  EXPECT_EQ(abi::view(raw_.article_title), "new title");
  EXPECT_EQ(raw_.article_closed, 0U);
}

TEST_F(ContextTest, WhatWasReadOfAnArticleIsNoNews) {
  Context context = make();
  context.set_article("default", "a", {"new title", "", "", false});
  // Another worker read it before that, and says so only now.
  recent_.keep_article(comment_key("default", "a"),
                       std::make_shared<const ArticleText>(ArticleText{"old", "", "", false}));
  const auto held = fill(context, comment("1", "x"));
  EXPECT_EQ(abi::view(raw_.article_title), "new title");
}

TEST_F(ContextTest, KnowsWhatAnotherWorkerHasSeen) {
  Context here = make();
  Context there = make();
  there.add(comment("1", "first"));
  there.set_article("default", "a", {"title of there", "", "", false});
  const auto held = fill(here, comment("2", "reply", "1"));
  EXPECT_EQ(abi::view(raw_.parent_text), "first");
  EXPECT_EQ(abi::view(raw_.article_title), "title of there");
}

TEST_F(ContextTest, ForgetsTheOldestWhenFull) {
  Context context = make();
  for (int i = 0; i < 100; ++i) context.add(comment(std::to_string(i), "text"));
  auto held = fill(context, comment("x", "reply", "99"));
  EXPECT_NE(raw_.parent_text.data, nullptr);
  held = fill(context, comment("x", "reply", "0"));
  EXPECT_EQ(raw_.parent_text.data, nullptr);
}

TEST_F(ContextTest, ForgetsACommentThatIsErased) {
  Context context = make();
  context.add(comment("1", "first"));
  context.add(comment("1", "first, edited"));
  context.add(comment("2", "second"));
  recent_.forget(std::array{comment("1", "").key()});
  auto held = fill(context, comment("3", "reply", "1"));
  EXPECT_EQ(raw_.parent_text.data, nullptr);
  EXPECT_EQ(asked_for_parent_, "1 ") << "the ledger is asked, which knows that it was erased";
  held = fill(context, comment("4", "reply", "2"));
  EXPECT_EQ(abi::view(raw_.parent_text), "second");
  for (int i = 0; i < 100; ++i) context.add(comment("n" + std::to_string(i), "text"));
  held = fill(context, comment("x", "reply", "n99"));
  EXPECT_EQ(abi::view(raw_.parent_text), "text") << "its bound still holds";
}

TEST(AuthorPast, ForgetsAnAuthorOnOneSite) {
  AuthorPast past{4};
  past.note("s", "u", Action::approve);
  past.note("t", "u", Action::approve);
  for (int i = 0; i < 3; ++i) past.note("s", std::to_string(i), Action::approve);  // pushes them to the old generation
  past.note("s", "u", Action::approve);
  past.forget("s", "u");
  EXPECT_EQ(past.of("s", "u").approved, 0U);
  EXPECT_EQ(past.of("t", "u").approved, 1U);
}

TEST(AuthorPast, CountsByAuthorAndSiteWithinItsBound) {
  AuthorPast past{100};
  past.note("s", "u", Action::approve);
  past.note("s", "u", Action::reject);
  past.note("t", "u", Action::hold);
  EXPECT_EQ(past.of("s", "u").approved, 1U);
  EXPECT_EQ(past.of("s", "u").rejected, 1U);
  EXPECT_EQ(past.of("s", "u").held, 0U);
  EXPECT_EQ(past.of("t", "u").held, 1U);
  for (int i = 0; i < 500; ++i) past.note("s", std::to_string(i), Action::approve);
  EXPECT_EQ(past.of("s", "u").approved, 0U);
  EXPECT_EQ(past.of("s", "499").approved, 1U);
}

}  // namespace
}  // namespace moderato
