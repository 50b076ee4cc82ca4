// Reading what people have: CSV as programs write it, JSON Lines, and files that are hostile or something else.
#include "cli/compare_perspective/comment_source.hpp"

#include <gtest/gtest.h>

#include "cli/compare_perspective/pairs_file.hpp"
#include "places.hpp"
#include "support/temporary_folder.hpp"

namespace moderato::cli::testing {
namespace {

using moderato::testing::TemporaryFolder;

struct Read {
  std::vector<ScoredComment> comments;
  std::size_t bad_lines = 0;
  std::string first_bad;
  std::string failure;  // its message
};

Read read(const std::string& content, Fields fields = {}) {
  TemporaryFolder folder;
  const auto file = File::open_for_reading(folder.write("input", content));
  auto source = CommentSource::open(*file, std::move(fields));
  if (!source) return {.comments = {}, .first_bad = {}, .failure = source.error().message};
  Read read;
  while (auto comment = source->next()) read.comments.push_back(std::move(*comment));
  read.bad_lines = source->bad_lines();
  read.first_bad = source->first_bad();
  if (source->failure()) read.failure = source->failure()->message;
  return read;
}

TEST(Csv, ReadsTheSampleThatPerspectivePublished) {
  const Read got = read(
      "id,comment_text,TOXICITY@6,SEVERE_TOXICITY@2,INSULT,TOXICITY@5\n"
      "05789,\"Hello, \"\"you\"\"!\n\nSecond line\",0.98,0.95,0.9,0.99\n"
      "967a5,plain,0.03,,1,0.04\n");
  ASSERT_EQ(got.comments.size(), 2U) << got.failure << got.first_bad;
  EXPECT_EQ(got.comments[0].id, "05789");
  EXPECT_EQ(got.comments[0].text, "Hello, \"you\"!\n\nSecond line");
  EXPECT_EQ(got.comments[0].perspective[toxicity], 0.98);
  EXPECT_EQ(got.comments[0].perspective[1], 0.95);
  EXPECT_EQ(got.comments[1].text, "plain");
  EXPECT_FALSE(got.comments[1].perspective[1]);
  EXPECT_EQ(got.comments[1].perspective[insult], 1);
  EXPECT_EQ(got.bad_lines, 0U);
}

TEST(Csv, ReadsWhatASpreadsheetWrites) {
  const Read got = read(
      "\xEF\xBB\xBF"
      "Comment;Toxicity;Lang\r\n\"a;b\";0,75;fr\r\n\r\nc;N/A;\r\n");
  ASSERT_EQ(got.comments.size(), 2U) << got.failure << got.first_bad;
  EXPECT_EQ(got.comments[0].text, "a;b");
  EXPECT_EQ(got.comments[0].perspective[toxicity], 0.75);
  EXPECT_EQ(got.comments[0].language, "fr");
  EXPECT_EQ(got.comments[1].text, "c");
  EXPECT_FALSE(got.comments[1].perspective[toxicity]);
}

TEST(Csv, ReadsTabsAndColumnsThatAreNamed) {
  Fields fields;
  fields.text = {"Words"};
  fields.perspective[toxicity] = {"p_tox"};
  const Read got = read("words\tp_tox\ttoxicity\nsome, \"quoted\" words\t0.5\t0.9\n", fields);
  ASSERT_EQ(got.comments.size(), 1U) << got.failure << got.first_bad;
  EXPECT_EQ(got.comments[0].text, "some, \"quoted\" words");
  EXPECT_EQ(got.comments[0].perspective[toxicity], 0.5);
}

TEST(Csv, LeavesOutWhatIsNoScoreAndSaysWhere) {
  const Read got = read("text,toxicity\nfine,0.5\nwrong,7\nwrong,much\nnan,nan\n,\n");
  EXPECT_EQ(got.comments.size(), 2U);
  EXPECT_EQ(got.bad_lines, 3U);
  EXPECT_EQ(got.first_bad, "line 3: TOXICITY: expected a score from 0 to 1, found \"7\"");
}

TEST(Csv, CountsLinesThroughQuotedOnes) {
  const Read got = read("text,toxicity\n\"one\ntwo\nthree\",0.1\nfour,2\n");
  EXPECT_EQ(got.comments.size(), 1U);
  EXPECT_TRUE(got.first_bad.starts_with("line 5: ")) << got.first_bad;
}

TEST(Csv, SaysWhereAQuoteIsMissing) {
  EXPECT_EQ(read("text,toxicity\nok,0.1\n\"never closed,0.5\nmore,0.5\n").failure,
            "line 3: a quote opens a field in the record that begins here, and none closes it");
}

TEST(Csv, EndsWhereARecordHasNoEndOfItsOwn) {
  std::string endless = "text,toxicity\n\"";
  for (int i = 0; i < 30'000; ++i) endless += "forty bytes of a comment without its end\n";
  const Read got = read(endless + "\",0.5\n");
  EXPECT_TRUE(got.failure.starts_with("line 2: the record that begins here has more than 1048576 bytes"))
      << got.failure;
  EXPECT_TRUE(got.comments.empty());
}

TEST(Csv, ReplacesWhatIsNoUtf8) {
  const Read got = read("text,toxicity\nna\xEFve,0.5\n");
  ASSERT_EQ(got.comments.size(), 1U);
  EXPECT_EQ(got.comments[0].text, "na\xEF\xBF\xBDve");
}

TEST(Csv, NamesTheColumnsThatItFound) {
  const Read got = read("id,message\n1,hello\n");
  EXPECT_TRUE(got.failure.find("found id, message; name them with --text and --score") != std::string::npos)
      << got.failure;
}

TEST(JsonLines, ReadsCommentsAndScoresInEveryUsualPlace) {
  const Read got = read(
      R"({"id":"1","text":"a","toxicity":0.1})"
      "\n\n"
      R"({"comment":{"text":"b"},"attributeScores":{"TOXICITY@6":{"summaryScore":{"value":0.2}},"INSULT":{"summaryScore":{"value":0.3}}}})"
      "\n"
      R"({"text":"c","perspective":{"TOXICITY":0.4},"moderato":{"TOXICITY":0.6},"language":"fr"})"
      "\n"
      R"({"comment":"d","TOXICITY":"0.5","perspective.INSULT":0.7,"INSULT":null})"
      "\n"
      R"({"text":"e","refused":"COMMENT_EMPTY"})");
  ASSERT_EQ(got.comments.size(), 5U) << got.failure << got.first_bad;
  EXPECT_EQ(got.comments[0].perspective[toxicity], 0.1);
  EXPECT_EQ(got.comments[1].text, "b");
  EXPECT_EQ(got.comments[1].perspective[toxicity], 0.2);
  EXPECT_EQ(got.comments[1].perspective[insult], 0.3);
  EXPECT_EQ(got.comments[2].perspective[toxicity], 0.4);
  EXPECT_EQ(got.comments[2].moderato[toxicity], 0.6);
  EXPECT_EQ(got.comments[2].language, "fr");
  EXPECT_EQ(got.comments[3].perspective[toxicity], 0.5);
  EXPECT_EQ(got.comments[3].perspective[insult], 0.7);
  EXPECT_EQ(got.comments[4].refused, "COMMENT_EMPTY");
  EXPECT_EQ(got.bad_lines, 0U);
}

TEST(JsonLines, LeavesOutWhatIsNoComment) {
  std::string deep = R"({"text":"deep","x":)";
  for (int i = 0; i < 10'000; ++i) deep += '[';
  const Read got = read(R"({"text":"fine"})"
                        "\n{\"text\":\n[1]\n{\"n\":1}\n{\"text\":\"x\",\"toxicity\":1.5}\n{\"text\":\"\xFF\"}\n" +
                        deep + "\n{\"text\":\"" + std::string(1'100'000, 'x') + "\"}\n" + R"({"text":"fine too"})");
  EXPECT_EQ(got.comments.size(), 2U);
  EXPECT_EQ(got.bad_lines, 7U);
  EXPECT_TRUE(got.first_bad.starts_with("line 2: no JSON")) << got.first_bad;
  EXPECT_EQ(got.failure, "");
}

TEST(Input, SaysWhatToDoAboutOtherFiles) {
  EXPECT_TRUE(read("[{\"text\":\"a\"}]").failure.find("jq -c '.[]'") != std::string::npos);
  EXPECT_TRUE(read(std::string{"\xFF\xFEt\0e\0x\0t\0", 10}).failure.find("iconv") != std::string::npos);
}

TEST(Input, TakesAnEmptyFileForNoComments) {
  for (const char* nothing : {"", "\n\n", "\xEF\xBB\xBF"}) {
    const Read got = read(nothing);
    EXPECT_TRUE(got.comments.empty());
    EXPECT_EQ(got.failure, "");
  }
}

class PairsFileTest : public ::testing::Test {
 protected:
  static ScoredComment comment(const std::string& text, const std::string& language = "") {
    ScoredComment comment{
        .id = "i", .text = text, .language = language, .perspective = {}, .moderato = {}, .refused = {}};
    comment.perspective[toxicity] = 0.25;
    comment.moderato[insult] = 0.123456789;
    return comment;
  }

  TemporaryFolder folder;
  std::string name = folder.path() / "pairs.jsonl";
};

TEST_F(PairsFileTest, KnowsWhatItHolds) {
  {
    auto pairs = PairsFile::open(name);
    ASSERT_TRUE(pairs);
    EXPECT_FALSE(pairs->has(comment("a")));
    ASSERT_TRUE(pairs->append(comment("a")));
    ASSERT_TRUE(pairs->append(comment("line\nbreak \"quoted\"", "fr")));
  }
  auto pairs = PairsFile::open(name);
  ASSERT_TRUE(pairs);
  EXPECT_EQ(pairs->size(), 2U);
  EXPECT_TRUE(pairs->has(comment("a")));
  EXPECT_TRUE(pairs->has(comment("line\nbreak \"quoted\"", "fr")));
  EXPECT_FALSE(pairs->has(comment("a", "fr")));  // asked in another language, it may score otherwise
  const auto file = File::open_for_reading(name);
  auto source = CommentSource::open(*file, {});
  const auto read = source->next();
  ASSERT_TRUE(read);
  EXPECT_EQ(read->perspective[toxicity], 0.25);
  EXPECT_EQ(read->moderato[insult], 0.123457);
}

TEST_F(PairsFileTest, IsForItsOwnerAlone) {
  ASSERT_TRUE(PairsFile::open(name));
  EXPECT_EQ(std::filesystem::status(name).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(PairsFileTest, CutsOffALineThatWasNotFinished) {
  name = folder.write("pairs.jsonl", pair_line(comment("a")) + R"({"text":"b","persp)");
  auto pairs = PairsFile::open(name);
  ASSERT_TRUE(pairs) << pairs.error().message;
  EXPECT_EQ(pairs->size(), 1U);
  ASSERT_TRUE(pairs->append(comment("b")));
  EXPECT_EQ(std::filesystem::file_size(name), pair_line(comment("a")).size() + pair_line(comment("b")).size());
}

TEST_F(PairsFileTest, EndsALineThatLacksOnlyItsEnd) {
  const std::string line = pair_line(comment("a"));
  name = folder.write("pairs.jsonl", line.substr(0, line.size() - 1));
  auto pairs = PairsFile::open(name);
  ASSERT_TRUE(pairs) << pairs.error().message;
  EXPECT_TRUE(pairs->has(comment("a")));
  EXPECT_EQ(std::filesystem::file_size(name), line.size());
}

TEST_F(PairsFileTest, LeavesAnothersFileAlone) {
  for (const std::string& other :
       {std::string{"text,toxicity\nhello,0.5\n"}, std::string{"{\"text\":\"a\"}\n{\"n\":1}\n"},
        std::string{"a letter, without an end of its line"}, std::string{"text\nhello"}}) {
    name = folder.write("pairs.jsonl", other);
    const auto pairs = PairsFile::open(name);
    ASSERT_FALSE(pairs);
    EXPECT_EQ(std::filesystem::file_size(name), other.size());
  }
}

TEST_F(PairsFileTest, IsOpenInOneProgramOnly) {
  const auto pairs = PairsFile::open(name);
  ASSERT_TRUE(pairs);
  const auto again = PairsFile::open(name);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, "cli.in_use");
}

}  // namespace
}  // namespace moderato::cli::testing
