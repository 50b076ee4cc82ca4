#include "daemon/process.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <cstdlib>

namespace moderato {
namespace {

// In a process of its own: it is about what comes before SQLite is used at all.
TEST(ProcessDeathTest, SqliteCountsNoMemory) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const auto memory_counted = [] {
    settle_process();
    sqlite3* database = nullptr;
    if (sqlite3_open(":memory:", &database) != SQLITE_OK) std::exit(2);
    const sqlite3_int64 counted = sqlite3_memory_used();
    sqlite3_close(database);
    std::exit(counted == 0 ? 0 : 1);
  };
  EXPECT_EXIT(memory_counted(), ::testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace moderato
