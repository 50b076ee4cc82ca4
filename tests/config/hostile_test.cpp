// Files that no one meant as a configuration.
#include <fstream>
#include <random>

#include "config/nesting.hpp"
#include "given.hpp"

namespace moderato::config_test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::testing::StartsWith;

std::string repeated(std::string_view text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

TEST(Hostile, HugeFileIsRefused) {
  EXPECT_THAT(problems_of(repeated("# nothing\n", 200'000)), ElementsAre(StartsWith("0:0: larger than 1 MiB")));
}

TEST(Hostile, ManyUnknownKeysAreEachReported) {
  std::string toml;
  for (int i = 0; i < 20'000; ++i) toml += "key" + std::to_string(i) + " = 1\n";
  EXPECT_THAT(problems_of(with_chain(toml)), SizeIs(20'000));
}

TEST(Hostile, LongNamesAreCut) {
  const auto problems =
      problems_of(with_chain("[log]\n" + std::string(500'000, 'x') + " = 1\nlevel = \"" + repeated("é", 1000) + "\""));
  ASSERT_THAT(problems, SizeIs(2));
  EXPECT_EQ(problems[0], "2:1: log." + std::string(60, 'x') + "…: unknown, expected format, level or comments");
  EXPECT_THAT(problems[1], HasSubstr("found \"" + repeated("é", 30) + "…\""));
}

TEST(Hostile, DeepKeysAreRefusedBeforeTheyAreParsed) {
  EXPECT_THAT(problems_of("\n é." + repeated("a.", 400'000) + "a = 1"),
              ElementsAre("2:33: expected a key of at most 16 parts, found more"));
  EXPECT_THAT(problems_of("[" + repeated("a.", 400'000) + "a]"),
              ElementsAre("1:33: expected a key of at most 16 parts, found more"));
  EXPECT_THAT(problems_of("a = " + repeated("[", 400'000)),
              ElementsAre("1:37: expected lists and tables at most 32 deep, found deeper"));
  EXPECT_THAT(problems_of(repeated("a={", 300'000)),
              ElementsAre("1:99: expected lists and tables at most 32 deep, found deeper"));
}

TEST(Hostile, NestingIsNotLookedForInStringsAndComments) {
  const std::string dots(100, '.');
  const std::string brackets(100, '[');
  for (const std::string quote : {"\"", "'", "\"\"\"", "'''"})
    EXPECT_FALSE(find_deep_nesting("a = " + quote + dots + brackets + quote + "\n")) << quote;
  EXPECT_FALSE(find_deep_nesting("# " + dots + brackets + "\na = 1"));
  EXPECT_FALSE(find_deep_nesting("a = \"\\\"" + dots + "\""));
  EXPECT_FALSE(find_deep_nesting("a = \"\"\"" + dots + "\"\"\"\"\"\n"));
  // Behind a string it is looked for again, however the string ends.
  const std::string deep = repeated("b.", 20) + "b=1";
  for (const std::string before : {"\"x\"", "''", "\"\"\"x\"\"\"\"\"", "'''x''''", "\"\\\\\""})
    EXPECT_TRUE(find_deep_nesting("a = [{c=" + before + "," + deep + "}]")) << before;
  EXPECT_TRUE(find_deep_nesting("a = \"never closed\n" + deep));
}

TEST(Hostile, AsDeepAsAllowedIsRead) {
  const std::string key = repeated("a.", 12) + "a";
  settings_of("chain.filters = [\"f\"]\n[filter.f]\n" + key + " = " + repeated("[", 30) + repeated("]", 30));
}

TEST(Hostile, BinaryIsRefusedInOneLine) {
  std::mt19937 random{7};  // NOLINT: the same bytes each time
  std::uniform_int_distribution<int> byte{0, 255};
  for (int round = 0; round < 2'000; ++round) {
    std::string junk(static_cast<std::size_t>(1 + round % 300), '\0');
    for (char& c : junk) c = static_cast<char>(byte(random));
    const auto problems = problems_of(junk);
    ASSERT_FALSE(problems.empty());
    for (const std::string& line : problems)
      for (const char c : line) ASSERT_GE(static_cast<unsigned char>(c), 0x20) << line;
  }
}

TEST(Hostile, DamagedShippedFileNeverCrashes) {
  std::mt19937 random{11};  // NOLINT: the same damage each time
  const std::string shipped{embedded_toml()};
  std::size_t refused = 0;
  for (int round = 0; round < 1'000; ++round) {
    std::string toml = shipped;
    for (int edit = 0; edit < 3; ++edit) {
      const std::size_t at = random() % toml.size();
      switch (random() % 3) {
        case 0:
          toml[at] = static_cast<char>(random());
          break;
        case 1:
          toml.erase(at, random() % 40);
          break;
        default:
          toml.insert(at, toml.substr(random() % toml.size(), random() % 40));
          break;
      }
    }
    refused += problems_of(toml).empty() ? 0U : 1U;
  }
  EXPECT_GT(refused, 100U);
}

TEST(Hostile, FileThatIsNotThereIsNamed) {
  const std::filesystem::path missing = std::filesystem::path{::testing::TempDir()} / "no-such-moderato.toml";
  const Loaded loaded = load_settings(missing);
  EXPECT_EQ(std::get<Problems>(loaded).at(0).text(), missing.string() + ": can't be read: No such file or directory");
}

TEST(Hostile, FolderIsNoFile) {
  const Loaded loaded = load_settings(::testing::TempDir());
  EXPECT_EQ(std::get<Problems>(loaded).at(0).text(), ::testing::TempDir() + ": expected a file, found a folder");
}

TEST(Hostile, EndlessFileIsRefused) {
  const Loaded loaded = load_settings("/dev/zero");
  EXPECT_THAT(std::get<Problems>(loaded).at(0).text(), StartsWith("/dev/zero: larger than 1 MiB"));
}

}  // namespace
}  // namespace moderato::config_test
