// What the read model holds after the feed said this and that.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/read_model/messages.hpp"

namespace moderato::gateway {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class ReadModel : public ::testing::Test, protected Model {};

std::vector<Change::Kind> kinds(const Writer::Applied& applied) {
  std::vector<Change::Kind> out;
  for (const Change& change : applied.changes) out.push_back(change.kind);
  return out;
}

TEST_F(ReadModel, HoldsWhatIsPublished) {
  approve(7,
          comment("c1", "Hello \u00e9\n\"you\"",
                  {{"site", "s"},
                   {"parent", "c0"},
                   {"created_at", "2026-11-23T08:15:00.5Z"},
                   {"mood", "good"},
                   {"author", {{"id", "u1"}, {"name", "Ann"}, {"age", 7}}}}),
          3);
  PublishedComment expected;
  expected.site = "s";
  expected.article = "a";
  expected.id = "c1";
  expected.parent = "c0";
  expected.orphan = true;
  expected.author_id = "u1";
  expected.author_name = "Ann";
  expected.text = "Hello \u00e9\n\"you\"";
  expected.created_at = parse_rfc3339("2026-11-23T08:15:00.5Z").value();
  expected.edited_at = parse_rfc3339(time_of(7));
  expected.revision = 3;
  expected.seq = expected.first_seq = {7};
  EXPECT_EQ(reader.comment("s", "c1"), expected);
  EXPECT_EQ(reader.comment("default", "c1"), std::nullopt);
  EXPECT_EQ(writer.position(), (Position{{7}, "2026-11-23T08:15:00.100007Z"}));
}

TEST_F(ReadModel, HoldsNothingElse) {
  apply({message(Topic::held, 1, comment("c1", "Held")), message(Topic::rejected, 2, comment("c2", "Rejected"))});
  EXPECT_THAT(ids(reader.newest("default", 10)), IsEmpty());
  EXPECT_EQ(writer.position().seq, Seq{2});
}

TEST_F(ReadModel, LeavesOutWhatIsUnlisted) {
  EXPECT_THAT(approve(1, comment("c1", "Shown elsewhere", {{"unlisted", true}})).changes, IsEmpty());
  approve(2, comment("c2", "It says \"unlisted\": true"));
  approve(3, comment("c3", "Hello", {{"unlisted", false}, {"more", {{"unlisted", true}}}}));
  EXPECT_THAT(ids(reader.newest("default", 10)), ElementsAre("c3", "c2"));
  EXPECT_EQ(reader.comment("default", "c1"), std::nullopt);
  EXPECT_EQ(writer.position().seq, Seq{3});
}

TEST_F(ReadModel, TakesAwayWhatBecomesUnlisted) {
  approve(1, comment("c1", "Hello"));
  const auto applied = approve(2, comment("c1", "Hello", {{"unlisted", true}}), 1);
  EXPECT_THAT(kinds(applied), ElementsAre(Change::Kind::withdrawn));
  EXPECT_THAT(ids(reader.newest("default", 10)), IsEmpty());
}

TEST_F(ReadModel, LetsARevisionReplaceTheOneBeforeInItsPlace) {
  approve(1, comment("c1", "First"));
  approve(2, comment("c2", "Second"));
  apply({message(Topic::held, 3, comment("c1", "Doubtful"), 1)});
  EXPECT_EQ(reader.comment("default", "c1")->text, "First");
  approve(4, comment("c1", "First, edited"), 2);
  const auto page = reader.thread("default", "a", 10);
  EXPECT_THAT(ids(page), ElementsAre("c1", "c2"));
  EXPECT_EQ(page.comments[0].text, "First, edited");
  EXPECT_EQ(page.comments[0].revision, 2U);
  EXPECT_EQ(page.comments[0].seq, Seq{4});
  EXPECT_EQ(page.comments[0].first_seq, Seq{1});
}

TEST_F(ReadModel, FollowsAnEditIntoAnotherArticle) {
  approve(1, comment("c1", "Hello"));
  approve(2, comment("c1", "Hello", {{"article", "b"}}), 1);
  EXPECT_THAT(ids(reader.thread("default", "a", 10)), IsEmpty());
  EXPECT_THAT(ids(reader.thread("default", "b", 10)), ElementsAre("c1"));
  EXPECT_THAT(reader.counts("default", std::vector<std::string_view>{"a", "b", "c"}), ElementsAre(0, 1, 0));
  const auto applied = apply({message(Topic::withdrawn, 3, comment("c1", "Hello"))});
  EXPECT_EQ(applied.changes.at(0).comment.article, "b") << "where it stood";
}

TEST_F(ReadModel, PutsBackInItsPlaceWhatWasWithdrawn) {
  approve(1, comment("c1", "First"));
  approve(2, comment("c2", "Second", {{"parent", "c1"}}));
  EXPECT_THAT(kinds(apply({message(Topic::withdrawn, 3, comment("c1", "First"))})),
              ElementsAre(Change::Kind::withdrawn));
  auto page = reader.thread("default", "a", 10);
  EXPECT_THAT(ids(page), ElementsAre("c1", "c2")) << "its place is left";
  EXPECT_TRUE(page.comments[0].withdrawn);
  EXPECT_EQ(page.comments[0].text + page.comments[0].author_id, "");
  EXPECT_FALSE(page.comments[1].orphan);
  EXPECT_THAT(ids(reader.newest("default", 10)), ElementsAre("c2"));
  EXPECT_THAT(reader.counts("default", std::vector<std::string_view>{"a"}), ElementsAre(1));
  EXPECT_EQ(reader.comment("default", "c1"), std::nullopt);
  EXPECT_EQ(reader.place("default", "c1"), page.comments[0]);
  approve(4, comment("c1", "First"));
  page = reader.thread("default", "a", 10);
  EXPECT_THAT(ids(page), ElementsAre("c1", "c2"));
  EXPECT_FALSE(page.comments[0].withdrawn);
  EXPECT_FALSE(page.comments[1].orphan);
}

TEST_F(ReadModel, KeepsThePlaceOfWhatIsErasedWhileItIsAnswered) {
  const auto erased = [](std::string_view id) { return comment(id, "", {{"author", {{"id", "-"}}}}); };
  approve(1, comment("c-first-id", "First", {{"author", {{"id", "u1"}, {"name", "Molly"}}}}));
  approve(2, comment("c-reply-id", "Reply", {{"parent", "c-first-id"}}));
  approve(3, comment("c3", "Reply to the reply", {{"parent", "c-reply-id"}}));
  apply({message(Topic::erased, 4, erased("c-first-id")), message(Topic::erased, 5, erased("c-reply-id"))});
  const auto page = reader.thread("default", "a", 10);
  ASSERT_THAT(ids(page), ElementsAre("c-first-id", "c-reply-id", "c3"));
  EXPECT_TRUE(page.comments[0].withdrawn && page.comments[1].withdrawn);
  EXPECT_EQ(page.comments[1].parent, "c-first-id");
  writer.tidy();
  EXPECT_THAT(bytes(), Not(HasSubstr("Molly")));
  apply({message(Topic::withdrawn, 6, comment("c3", "Reply to the reply"))});
  EXPECT_EQ(reader.thread("default", "a", 10).comments.size(), 3U) << "it may be put back";
  apply({message(Topic::erased, 7, erased("c3"))});
  writer.tidy();
  EXPECT_THAT(ids(reader.thread("default", "a", 10)), IsEmpty());
  for (const char* const trace : {"c-first-id", "c-reply-id"}) EXPECT_THAT(bytes(), Not(HasSubstr(trace)));
}

TEST_F(ReadModel, KnowsStaff) {
  const auto by_staff = message(Topic::approved, 1, comment("c1", "Ours"), 0, "membership.staff");
  apply({by_staff});
  approve(2, comment("c2", "Theirs"));
  EXPECT_TRUE(reader.comment("default", "c1")->staff);
  EXPECT_FALSE(reader.comment("default", "c2")->staff);
  // A moderator who takes it back, and undoes that, does not make its author another.
  apply({message(Topic::withdrawn, 3, comment("c1", "Ours"), 0, "moderator.reject"),
         message(Topic::approved, 4, comment("c1", "Ours"), 0, "moderator.undo")});
  EXPECT_TRUE(reader.comment("default", "c1")->staff);
  approve(5, comment("c1", "Edited by one who is staff no more"), 1);
  EXPECT_FALSE(reader.comment("default", "c1")->staff);
}

TEST_F(ReadModel, KnowsWhenItWasWrittenAndEdited) {
  const auto at = [](const char* text) { return parse_rfc3339(text).value(); };
  approve(1, comment("c1", "First"));
  EXPECT_EQ(reader.comment("default", "c1")->created_at, at(time_of(1).c_str())) << "the site did not say";
  approve(2, comment("c2", "First", {{"created_at", "2026-11-22T08:00:00Z"}}));
  EXPECT_EQ(reader.comment("default", "c2")->edited_at, std::nullopt);
  approve(3, comment("c2", "Edited", {{"created_at", "2026-11-22T09:00:00Z"}}), 1);
  EXPECT_EQ(reader.comment("default", "c2")->created_at, at("2026-11-22T08:00:00Z"));
  EXPECT_EQ(reader.comment("default", "c2")->edited_at, at("2026-11-22T09:00:00Z"));
  approve(4, comment("c2", "Edited again", {{"created_at", "2026-11-22T08:00:00Z"}}), 2);
  EXPECT_EQ(reader.comment("default", "c2")->edited_at, at(time_of(4).c_str())) << "a site that repeats the first time";
  apply({message(Topic::withdrawn, 5, comment("c2", "Edited again"), 2)});
  approve(6, comment("c2", "Edited again", {{"created_at", "2026-11-22T08:00:00Z"}}), 2);
  EXPECT_EQ(reader.comment("default", "c2")->edited_at, at(time_of(4).c_str())) << "put back is not edited";
}

TEST_F(ReadModel, TellsWhatChanges) {
  approve(1, comment("c1", "First"));
  const auto reply = approve(2, comment("c2", "Reply", {{"parent", "c1"}})).changes.at(0);
  EXPECT_EQ(reply.count, 2U);
  EXPECT_FALSE(reply.edited || reply.comment.orphan);
  EXPECT_TRUE(approve(3, comment("c3", "?", {{"parent", "c0"}})).changes.at(0).comment.orphan);
  EXPECT_TRUE(approve(4, comment("c2", "Edited", {{"parent", "c1"}}), 1).changes.at(0).edited);
  const auto gone = apply({message(Topic::withdrawn, 5, comment("c2", "Edited"), 1)}).changes.at(0);
  EXPECT_EQ(gone.comment.parent, "c1");
  EXPECT_EQ(gone.count, 2U);
  EXPECT_FALSE(approve(6, comment("c2", "Edited", {{"parent", "c1"}}), 1).changes.at(0).edited) << "put back";
  const auto moved = approve(7, comment("c2", "Edited", {{"article", "b"}}), 2).changes.at(0);
  EXPECT_EQ(moved.left, "a");
  EXPECT_EQ(moved.count, 1U);
}

TEST_F(ReadModel, KnowsWhatSitesToldOfTheirArticles) {
  const ArticleFacts told{"default", "a", "A title", "https://news.example/a", true, parse_rfc3339(time_of(9))};
  EXPECT_EQ(reader.article("default", "a"), std::nullopt);
  approve(1, comment("c1", "First"));
  EXPECT_EQ(reader.article("default", "a"), std::nullopt);
  const auto changes = writer.apply(std::vector{told, ArticleFacts{"s", "b", "", "", false, {}}});
  EXPECT_EQ(changes.size(), 2U);
  EXPECT_EQ(changes[0].kind, Change::Kind::article);
  EXPECT_EQ(changes[0].comment.article, "a");
  EXPECT_EQ(reader.article("default", "a"), told);
  EXPECT_EQ(reader.article("s", "b"), (ArticleFacts{"s", "b", "", "", false, {}}));
  EXPECT_THAT(writer.apply(std::vector{told}), IsEmpty()) << "nothing new";
  EXPECT_EQ(writer.apply(std::vector{ArticleFacts{"default", "a", "A title", "", false, {}}}).size(), 1U);
  apply({message(Topic::erased, 2, comment("c1", ""))});
  EXPECT_EQ(reader.article("default", "a")->title, "A title") << "it outlives its comments";
  writer.start_anew();
  EXPECT_EQ(reader.article("default", "a"), std::nullopt);
}

TEST_F(ReadModel, PassesOverWhatItHasAlready) {
  approve(1, comment("c1", "First"));
  apply({message(Topic::withdrawn, 2, comment("c1", "First"))});
  EXPECT_THAT(approve(1, comment("c1", "First")).changes, IsEmpty());
  EXPECT_THAT(ids(reader.newest("default", 10)), IsEmpty());
  const auto twice = message(Topic::approved, 3, comment("c1", "First"));
  EXPECT_EQ(apply({twice, twice}).changes.size(), 1U);
  EXPECT_THAT(reader.counts("default", std::vector<std::string_view>{"a"}), ElementsAre(1));
}

TEST_F(ReadModel, KeepsNothingOfWhatIsErased) {
  approve(1, comment("c-secret-id", "Mrs Miller", {{"author", {{"id", "u-miller"}, {"name", "Molly"}}}}));
  approve(2, comment("c-other-id", "Mr Miller"));
  apply({message(Topic::withdrawn, 3, comment("c-other-id", "Mr Miller"))});
  writer.tidy();
  EXPECT_THAT(bytes(), HasSubstr("Mrs Miller"));
  EXPECT_THAT(bytes(), HasSubstr("c-other-id"));
  const auto erased = [](std::string_view id) { return comment(id, "", {{"author", {{"id", "-"}}}}); };
  EXPECT_THAT(
      kinds(apply({message(Topic::erased, 4, erased("c-secret-id")), message(Topic::erased, 5, erased("c-other-id"))})),
      ElementsAre(Change::Kind::erased, Change::Kind::erased));
  writer.tidy();
  EXPECT_THAT(ids(reader.thread("default", "a", 10)), IsEmpty());
  for (const char* const trace : {"Miller", "u-miller", "Molly", "c-secret-id", "c-other-id"})
    EXPECT_THAT(bytes(), Not(HasSubstr(trace)));
}

TEST_F(ReadModel, NeverHoldsPrivateData) {
  const auto given = comment("c1", "Hello",
                             {{"author",
                               {{"id", "u1"},
                                {"name", "Ann"},
                                {"ip", "203.0.113.77"},
                                {"email", "ann@private.example"},
                                {"token", "token-of-ann"},
                                {"phone", "555-0199"}}},
                              {"url", "https://referrer.example/"},
                              {"notes", "unknown-field"}});
  for (std::int64_t seq = 1; seq < 10; ++seq) approve(seq, given, static_cast<unsigned>(seq));
  EXPECT_THAT(bytes(), HasSubstr("Hello"));
  for (const char* const trace :
       {"203.0.113.77", "ann@private", "token-of-ann", "555-0199", "referrer.example", "unknown-field"})
    EXPECT_THAT(bytes(), Not(HasSubstr(trace)));
}

TEST_F(ReadModel, PassesOverWhatCannotBeRead) {
  const auto applied =
      apply({{Topic::approved, {1}, "{\"id\":", "{"}, message(Topic::approved, 2, comment("c1", "!"))});
  EXPECT_EQ(applied.unreadable, 1U);
  EXPECT_THAT(ids(reader.thread("default", "a", 10)), ElementsAre("c1"));
  EXPECT_EQ(approve(3, boost::json::array{}).unreadable, 1U);
}

TEST_F(ReadModel, GivesLinksAnEnd) {
  approve(1, comment("c1", "Mine", {{"parent", "c2"}}));
  approve(2, comment("c2", "Yours", {{"parent", "c1"}}));
  approve(3, comment("c3", "My own", {{"parent", "c3"}}));
  approve(4, comment("c4", "Elsewhere", {{"parent", "c2"}, {"article", "b"}}));
  const auto page = reader.thread("default", "a", 10);
  ASSERT_THAT(ids(page), ElementsAre("c1", "c2", "c3"));
  EXPECT_TRUE(page.comments[0].orphan);
  EXPECT_FALSE(page.comments[1].orphan);
  EXPECT_TRUE(page.comments[2].orphan);
  EXPECT_TRUE(reader.comment("default", "c4")->orphan);
}

TEST_F(ReadModel, IsReadPageByPage) {
  for (std::int64_t seq = 1; seq <= 5; ++seq) approve(seq, comment("c" + std::to_string(seq), "Text"));
  approve(6, comment("c2", "Edited"), 1);
  auto page = reader.thread("default", "a", 3);
  EXPECT_THAT(ids(page), ElementsAre("c1", "c2", "c3"));
  EXPECT_TRUE(page.more);
  page = reader.thread("default", "a", 3, page.comments.back().first_seq);
  EXPECT_THAT(ids(page), ElementsAre("c4", "c5"));
  EXPECT_FALSE(page.more);
  EXPECT_THAT(ids(reader.newest("default", 2)), ElementsAre("c5", "c4"));
  EXPECT_THAT(ids(reader.newest("default", 2, {4})), ElementsAre("c3", "c2"));
  EXPECT_THAT(ids(reader.newest_of("default", "a", 2, {4})), ElementsAre("c3", "c2"));
  EXPECT_THAT(ids(reader.newest_of("default", "b", 2)), IsEmpty());
  EXPECT_THAT(ids(reader.since("default", "a", 10, {4})), ElementsAre("c5", "c2"));
  EXPECT_THAT(ids(reader.since("default", "a", 10, {6})), IsEmpty());
  EXPECT_EQ(reader.last_seq(), Seq{6});
}

TEST_F(ReadModel, EndsAPageOfLongTexts) {
  const std::string text(Reader::page_bytes / 2, 'x');
  for (std::int64_t seq = 1; seq <= 3; ++seq) approve(seq, comment(std::to_string(seq), text));
  const auto page = reader.thread("default", "a", 10);
  EXPECT_EQ(page.comments.size(), 2U);
  EXPECT_TRUE(page.more);
}

TEST_F(ReadModel, StartsAnew) {
  approve(5, comment("c1", "First"));
  writer.start_anew();
  EXPECT_EQ(writer.position(), Position{});
  EXPECT_THAT(ids(reader.newest("default", 10)), IsEmpty());
  approve(2, comment("c2", "Second"));
  EXPECT_THAT(ids(reader.newest("default", 10)), ElementsAre("c2"));
}

TEST(ReadModelFile, IsMadeAnewFromAnotherVersion) {
  Model model;
  model.approve(1, comment("c1", "First"));
  sqlite::Database{model.file, sqlite::Mode::read_write, 0}.execute("PRAGMA user_version = 99");
  EXPECT_EQ(Reader::open(model.file).error().code, "read_model.cannot_open");
  auto again = Writer::open(model.file);
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(again->position(), Position{});
}

TEST(ReadModelFile, IsNeverAnotherProgramsFile) {
  const testing::TemporaryFolder folder;
  const std::string text = folder.write("letters.txt", std::string(5'000, 'x'));
  EXPECT_EQ(Writer::open(text).error().code, "read_model.not_ours");
  const std::string other = folder.write("other.db", "");
  sqlite::Database{other, sqlite::Mode::read_write, 0}.execute("CREATE TABLE theirs (a)");
  EXPECT_EQ(Writer::open(other).error().code, "read_model.not_ours");
  EXPECT_EQ(Reader::open(folder.path() / "none.db").error().code, "read_model.cannot_open");
  EXPECT_EQ(Writer::open(folder.path() / "no" / "folder.db").error().code, "read_model.cannot_open");
}

}  // namespace
}  // namespace moderato::gateway
