#include "config/secret.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>

#include "support/temporary_folder.hpp"

namespace moderato {
namespace {

using Kind = SecretSource::Kind;
using ::testing::HasSubstr;
using ::testing::Not;

class SecretTest : public ::testing::Test {
 protected:
  ~SecretTest() override {
    ::unsetenv("MODERATO_TEST_SECRET");
    ::unsetenv("CREDENTIALS_DIRECTORY");
  }
  static std::string read(Kind kind, const std::string& name) {
    const SecretSource source{kind, name, {"m.toml", 3, 5, "access.curve_key"}};
    const auto found = source.read();
    if (const auto* secret = std::get_if<Secret>(&found)) return secret->reveal();
    return std::get<Problem>(found).text();
  }
  std::string file(const std::string& content, mode_t mode) {
    std::string path = folder_.write("secret", content);
    ::chmod(path.c_str(), mode);
    return path;
  }

  testing::TemporaryFolder folder_;
};

TEST_F(SecretTest, ComesFromAFileWithoutItsLastLineBreak) {
  EXPECT_EQ(read(Kind::file, file("hush\n", 0600)), "hush");
  EXPECT_EQ(read(Kind::file, file("hush\r\n", 0640)), "hush");
  EXPECT_EQ(read(Kind::file, file(" two\nlines \n\n", 0400)), " two\nlines \n");
}

TEST_F(SecretTest, ComesFromTheEnvironment) {
  EXPECT_EQ(
      read(Kind::env, "MODERATO_TEST_SECRET"),
      "m.toml:3:5: access.curve_key: expected a secret in the environment variable \"MODERATO_TEST_SECRET\", which "
      "is not set");
  ::setenv("MODERATO_TEST_SECRET", "hush", 1);
  EXPECT_EQ(read(Kind::env, "MODERATO_TEST_SECRET"), "hush");
}

TEST_F(SecretTest, ComesFromACredentialOfSystemd) {
  EXPECT_THAT(read(Kind::credential, "secret"), HasSubstr("add LoadCredential=secret:PATH to the unit"));
  ::setenv("CREDENTIALS_DIRECTORY", folder_.path().c_str(), 1);
  EXPECT_THAT(read(Kind::credential, "secret"), HasSubstr("No such file"));
  file("hush", 0400);
  EXPECT_EQ(read(Kind::credential, "secret"), "hush");
}

TEST_F(SecretTest, IsNotTakenFromAFileThatOthersCanRead) {
  for (const mode_t mode : {0604, 0602, 0620, 0644}) {
    const std::string path = file("hush", mode);
    EXPECT_THAT(read(Kind::file, path), HasSubstr("which others can: chmod 600 " + path));
    EXPECT_THAT(read(Kind::file, path), Not(HasSubstr("hush")));
  }
}

TEST_F(SecretTest, IsNotTakenFromWhatIsNoFileWithOne) {
  EXPECT_THAT(read(Kind::file, (folder_.path() / "none").string()), HasSubstr("No such file or directory"));
  EXPECT_THAT(read(Kind::file, folder_.path().string()), HasSubstr("which is none"));
  EXPECT_THAT(read(Kind::file, file("\n", 0600)), HasSubstr("which is empty"));
  EXPECT_THAT(read(Kind::file, file(std::string(70'000, 'x'), 0600)), HasSubstr("which is larger"));
}

}  // namespace
}  // namespace moderato
