#include "cli/line_io.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <csignal>

#include "program.hpp"

namespace moderato::cli {
namespace {

std::vector<Line> read_all(const std::string& content, std::size_t longest) {
  const testing::TemporaryFolder folder;
  const auto file = File::open_for_reading(folder.write("lines", content));
  LineReader reader{file->fd(), longest};
  std::vector<Line> lines;
  while (auto line = reader.next()) lines.push_back(std::move(*line));
  EXPECT_FALSE(reader.failure());
  EXPECT_EQ(reader.bytes(), content.size());
  return lines;
}

TEST(LineReaderTest, ReadsLinesWithAndWithoutAnEnd) {
  const auto lines = read_all("one\n\nthree", 100);
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0].text, "one");
  EXPECT_EQ(lines[1].text, "");
  EXPECT_EQ(lines[2].text, "three");
  EXPECT_EQ(lines[2].number, 3U);
  EXPECT_EQ(read_all("one\n", 100).size(), 1U);
  EXPECT_TRUE(read_all("", 100).empty());
}

TEST(LineReaderTest, KeepsLongLinesInPartAndGoesOn) {
  const auto lines = read_all(std::string(1'000'000, 'x') + "\nshort\n", 10);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].text.size(), 11U);
  EXPECT_EQ(lines[0].size, 1'000'000U);
  EXPECT_EQ(lines[1].text, "short");
}

TEST(LineReaderTest, ReadsLinesAcrossItsBuffer) {
  std::string content;
  for (int i = 0; i < 100'000; ++i) content += "line " + std::to_string(i) + "\n";
  const auto lines = read_all(content, 100);
  ASSERT_EQ(lines.size(), 100'000U);
  for (std::size_t i = 0; i < lines.size(); ++i) ASSERT_EQ(lines[i].text, "line " + std::to_string(i));
}

TEST(LineReaderTest, IsReadyWhenALineIs) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe(ends.data()), 0);
  const File from{ends[0]};
  LineReader reader{ends[0], 100};
  {
    const File to{ends[1]};
    EXPECT_FALSE(reader.ready());
    ASSERT_TRUE(write_all(to.fd(), "a\nb\n"));
    EXPECT_TRUE(reader.ready());
    EXPECT_EQ(reader.next()->text, "a");
    EXPECT_TRUE(reader.ready());
    EXPECT_EQ(reader.next()->text, "b");
    EXPECT_FALSE(reader.ready());
  }
  EXPECT_TRUE(reader.ready());  // to say that it ended
  EXPECT_FALSE(reader.next());
  EXPECT_TRUE(reader.ended());
}

TEST(LineReaderTest, NamesTheFileItCantRead) {
  const auto file = File::open_for_reading("/no/such/file");
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().code, "cli.cannot_read");
  EXPECT_NE(file.error().message.find("/no/such/file"), std::string::npos);
}

TEST(WriteAllTest, SaysThatItWasClosed) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe(ends.data()), 0);
  const File to{ends[1]};
  ::close(ends[0]);
  const auto before = std::signal(SIGPIPE, SIG_IGN);
  const auto written = write_all(to.fd(), "text");
  std::signal(SIGPIPE, before);
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, "cli.closed");
}

}  // namespace
}  // namespace moderato::cli
