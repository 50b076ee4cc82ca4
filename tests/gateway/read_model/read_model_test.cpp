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
  expected.created_at = parse_rfc3339("2026-11-23T08:15:00.5Z");
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
  EXPECT_THAT(ids(page), ElementsAre("c2"));
  EXPECT_TRUE(page.comments[0].orphan);
  EXPECT_EQ(page.comments[0].parent, "c1");
  approve(4, comment("c1", "First"));
  page = reader.thread("default", "a", 10);
  EXPECT_THAT(ids(page), ElementsAre("c1", "c2"));
  EXPECT_FALSE(page.comments[1].orphan);
}

TEST_F(ReadModel, PassesOverWhatItHasAlready) {
  approve(1, comment("c1", "First"));
  apply({message(Topic::withdrawn, 2, comment("c1", "First"))});
  EXPECT_THAT(approve(1, comment("c1", "First")).changes, IsEmpty());
  EXPECT_THAT(ids(reader.thread("default", "a", 10)), IsEmpty());
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
