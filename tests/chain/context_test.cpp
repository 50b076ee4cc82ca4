#include "chain/context.hpp"

#include <gtest/gtest.h>

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
  Context make(std::size_t most_bytes = 1U << 20U) {
    return Context{[this](std::string_view, std::string_view id) -> std::optional<ParentText> {
                     asked_for_parent_ += std::string{id} + " ";
                     if (id != "stored") return std::nullopt;
                     return ParentText{"someone", "stored text"};
                   },
                   [this](std::string_view, std::string_view) -> std::optional<ArticleText> {
                     ++asked_for_article_;
                     return ArticleText{"title", "", "article text", true};
                   },
                   authors_, most_bytes};
  }
  AuthorPast authors_;
  std::string asked_for_parent_;
  int asked_for_article_ = 0;
};

TEST_F(ContextTest, FindsParentsAmongRecentCommentsAndBehindThem) {
  Context context = make();
  context.add(comment("1", "first"));
  moderato_comment raw{};
  context.fill(comment("2", "reply", "1"), raw);
  EXPECT_EQ(abi::view(raw.parent_text), "first");
  EXPECT_EQ(abi::view(raw.parent_author_id), "author of 1");
  EXPECT_EQ(asked_for_parent_, "");
  context.fill(comment("3", "reply", "stored"), raw);
  EXPECT_EQ(abi::view(raw.parent_text), "stored text");
}

TEST_F(ContextTest, SaysNothingOfWhatItDoesNotKnow) {
  Context context = make();
  moderato_comment raw{};
  context.fill(comment("2", "reply", "gone"), raw);
  EXPECT_EQ(raw.parent_text.data, nullptr);
  context.fill(comment("3", "no reply"), raw);
  EXPECT_EQ(raw.parent_text.data, nullptr);
  EXPECT_EQ(asked_for_parent_, "gone ");
}

TEST_F(ContextTest, AsksForAnArticleOnceAndTakesNews) {
  Context context = make();
  moderato_comment raw{};
  context.fill(comment("1", "x"), raw);
  context.fill(comment("2", "y"), raw);
  EXPECT_EQ(asked_for_article_, 1);
  EXPECT_EQ(abi::view(raw.article_text), "article text");
  EXPECT_EQ(raw.article_closed, 1U);
  context.set_article("default", "a", {"new title", "", "", false});
  context.fill(comment("3", "z"), raw);
  EXPECT_EQ(abi::view(raw.article_title), "new title");
  EXPECT_EQ(raw.article_closed, 0U);
}

TEST_F(ContextTest, ForgetsTheOldestWhenFull) {
  Context context = make(2'000);
  for (int i = 0; i < 100; ++i) context.add(comment(std::to_string(i), "text"));
  moderato_comment raw{};
  context.fill(comment("x", "reply", "99"), raw);
  EXPECT_NE(raw.parent_text.data, nullptr);
  raw = {};
  context.fill(comment("x", "reply", "0"), raw);
  EXPECT_EQ(raw.parent_text.data, nullptr);
}

TEST_F(ContextTest, ForgetsACommentThatIsErased) {
  Context context = make(2'000);
  context.add(comment("1", "first"));
  context.add(comment("1", "first, edited"));
  context.add(comment("2", "second"));
  context.forget(comment("1", "").key());
  moderato_comment raw{};
  context.fill(comment("3", "reply", "1"), raw);
  EXPECT_EQ(raw.parent_text.data, nullptr);
  EXPECT_EQ(asked_for_parent_, "1 ") << "the ledger is asked, which knows that it was erased";
  context.fill(comment("4", "reply", "2"), raw);
  EXPECT_EQ(abi::view(raw.parent_text), "second");
  for (int i = 0; i < 100; ++i) context.add(comment("n" + std::to_string(i), "text"));
  context.fill(comment("x", "reply", "n99"), raw);
  EXPECT_EQ(abi::view(raw.parent_text), "text") << "its bound still holds";
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
