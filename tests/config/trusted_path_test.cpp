#include "config/trusted_path.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "support/temporary_folder.hpp"

namespace moderato {
namespace {

namespace fs = std::filesystem;
using ::testing::EndsWith;
using ::testing::HasSubstr;

class TrustedPath : public ::testing::Test {
 protected:
  TrustedPath() {
    fs::create_directory(folder_);
    std::ofstream{file_} << "code";
  }
  static std::string doubt(const fs::path& path, uid_t us = ::geteuid()) {
    const auto found = doubt_about(path, us);
    return found ? found->sentence : "";
  }
  static void set_mode(const fs::path& path, mode_t mode) { ASSERT_EQ(::chmod(path.c_str(), mode), 0) << path; }

  const testing::TemporaryFolder temporary_;
  const fs::path folder_ = temporary_.path() / "plugins";
  const fs::path file_ = folder_ / "a.so";
};

TEST_F(TrustedPath, IsOneOnlyWeCanChange) {
  EXPECT_EQ(doubt(file_), "");
  EXPECT_EQ(doubt(temporary_.path() / "plugins/../plugins/./a.so"), "");
  EXPECT_EQ(doubt("/usr/bin/env"), "");
}

TEST_F(TrustedPath, IsNotOneEverybodyMayWrite) {
  for (const fs::path& part : {file_, folder_, temporary_.path()}) {
    set_mode(part, 0707);
    EXPECT_EQ(doubt(file_), "everybody may write " + part.string() + ": chmod o-w " + part.string());
    set_mode(part, 0700);
  }
  EXPECT_EQ(doubt(file_), "");
}

TEST_F(TrustedPath, MayLeadThroughAFolderWhereEachDeletesOnlyTheirOwn) {
  set_mode(folder_, 01777);
  EXPECT_EQ(doubt(file_), "");
  set_mode(file_, 01707);
  EXPECT_THAT(doubt(file_), HasSubstr("everybody may write " + file_.string()))
      << "a file's sticky bit protects nothing";
}

TEST_F(TrustedPath, IsNotOneAGroupMayWrite) {
  constexpr gid_t of_many = 1;  // daemon
  if (::chown(folder_.c_str(), static_cast<uid_t>(-1), of_many) != 0) GTEST_SKIP() << "takes root";
  set_mode(folder_, 0770);
  EXPECT_EQ(doubt(file_), "a group may write " + folder_.string() + ": chmod g-w " + folder_.string());
}

TEST_F(TrustedPath, MayBeWrittenByTheGroupThatIsItsOwnersAlone) {
  if (::chown(folder_.c_str(), static_cast<uid_t>(-1), 0) != 0 || ::geteuid() != 0) GTEST_SKIP() << "takes root";
  set_mode(folder_, 0770);
  EXPECT_EQ(doubt(file_), "");
}

TEST_F(TrustedPath, IsNotAnotherUsers) {
  if (::geteuid() != 0) {
    EXPECT_THAT(doubt(file_, ::geteuid() + 1), HasSubstr(", who could change it: chown "));
    return;
  }
  constexpr uid_t other = 61'234;
  ASSERT_EQ(::chown(folder_.c_str(), other, 0), 0);
  EXPECT_EQ(doubt(file_),
            folder_.string() + " belongs to user 61234, who could change it: chown root " + folder_.string());
  EXPECT_EQ(doubt(file_, other), "");
}

TEST_F(TrustedPath, FollowsLinksAndLooksAtBothSides) {
  const fs::path elsewhere = temporary_.path() / "elsewhere";
  fs::create_directory(elsewhere);
  fs::create_directory_symlink("../plugins", elsewhere / "by_name");
  fs::create_directory_symlink(folder_, elsewhere / "by_path");
  for (const char* link : {"by_name", "by_path"}) {
    const fs::path file = elsewhere / link / "a.so";
    EXPECT_EQ(doubt(file), "");
    for (const fs::path& part : {elsewhere, folder_}) {
      set_mode(part, 0707);
      EXPECT_THAT(doubt(file), EndsWith("chmod o-w " + part.string()));
      set_mode(part, 0700);
    }
  }
  fs::create_symlink("loop.so", folder_ / "loop.so");
  EXPECT_THAT(doubt(folder_ / "loop.so"), HasSubstr("symbolic links"));
}

TEST_F(TrustedPath, MustBeThere) {
  EXPECT_EQ(doubt(folder_ / "none.so"),
            (folder_ / "none.so").string() + " can't be looked at: No such file or directory");
}

}  // namespace
}  // namespace moderato
