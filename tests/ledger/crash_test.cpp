// A process killed in the middle of its commits leaves whole commits only, and all that it said were done.
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>

#include "ledger_fixture.hpp"

namespace moderato {
namespace {

constexpr int batch = 50;

// Commits batch after batch, forever, and tells the pipe of each.
[[noreturn]] void commit_until_killed(const std::filesystem::path& file, int pipe) {
  IdTable ids;
  auto writer = LedgerWriter::open(file, ids, {.index_batch = 200});
  if (!writer) _exit(1);
  std::vector<Record> records(batch);
  for (;;) {
    Seq seq = (*writer)->next();
    for (Record& record : records) {
      record = decision(seq, {.id = std::to_string(seq.value)}, Action::hold);
      ++seq.value;
    }
    if (!(*writer)->commit(records, {})) _exit(2);
    if (write(pipe, "c", 1) != 1) _exit(3);
  }
}

TEST(CrashTest, LeavesWholeCommitsOnly) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "ledger.db";
  std::int64_t told = 0;
  for (int round = 0; round < 8; ++round) {
    std::array<int, 2> pipe{};
    ASSERT_EQ(::pipe(pipe.data()), 0);
    const pid_t child = fork();
    if (child == 0) {
      close(pipe[0]);
      commit_until_killed(file, pipe[1]);
    }
    close(pipe[1]);
    // Killed after some commits, wherever it then is; what it told of until the kill counts.
    char byte = 0;
    for (int commits = 0; commits < 5 + 7 * round && read(pipe[0], &byte, 1) == 1; ++commits) ++told;
    kill(child, SIGKILL);
    while (read(pipe[0], &byte, 1) == 1) ++told;
    close(pipe[0]);
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status)) << "the child ended by itself: " << WEXITSTATUS(status);

    IdTable ids;
    auto writer = LedgerWriter::open(file, ids, {.index_batch = 200});
    ASSERT_TRUE(writer) << writer.error().message;
    const std::int64_t rows = (*writer)->next().value - 1;
    EXPECT_EQ(rows % batch, 0);
    EXPECT_GE(rows, told * batch);
    told = rows / batch;  // the last commit may have been done and not told of

    auto reader = LedgerReader::open(file, ids);
    ASSERT_TRUE(reader);
    std::int64_t seen = 0;
    (*reader)->replay({1}, [&](const Record& record) {
      EXPECT_EQ(record.seq.value, ++seen);
      EXPECT_TRUE((*reader)->find("default", std::to_string(record.seq.value))) << record.seq.value;
      return true;
    });
    EXPECT_EQ(seen, rows);
    EXPECT_EQ((*reader)->totals().held, rows);
  }
}

}  // namespace
}  // namespace moderato
