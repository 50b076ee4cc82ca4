// moderato ledger, on a ledger that a daemon made.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <csignal>
#include <filesystem>
#include <fstream>

#include "daemon_config.hpp"
#include "program.hpp"

namespace moderato::cli::testing {
namespace {

namespace json = boost::json;

class LedgerCommandTest : public ::testing::Test {
 protected:
  LedgerCommandTest() {
    std::string input = R"({"kind":"article","article":"a","title":"T"})"
                        "\n";
    for (int i = 0; i < 300; ++i) input += comment_line("c" + std::to_string(i), i % 2 == 0 ? "fine" : "hold it");
    EXPECT_EQ(cli({"--timeout", "60", "submit", "--quiet"}, input).exit, 0);
  }

  Outcome cli(std::vector<std::string> arguments, const std::string& input = "") const {
    arguments.insert(arguments.begin(), {"--config", config});
    return moderato(std::move(arguments), input);
  }
  void stop() {
    daemon.signal(SIGTERM);
    daemon.wait();
  }
  void damage() const {
    std::fstream file(ledger, std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(static_cast<std::streamoff>(std::filesystem::file_size(ledger) / 2 / 16'384 * 16'384));
    file << std::string(16'384, 'x');
  }
  [[nodiscard]] std::string path(const std::string& name) const { return (folder.path() / name).string(); }

  TemporaryFolder folder;
  std::string config = write_config(folder, R"(["ordinal"])");
  std::string ledger = path("ledger.db");
  Program daemon{MODERATOD, {"--config", config}};
};

TEST_F(LedgerCommandTest, ChecksBesideTheDaemon) {
  const Outcome outcome = cli({"ledger", "check"});
  EXPECT_EQ(outcome.exit, 0) << outcome.out << outcome.err;
  EXPECT_EQ(outcome.out, ledger + ": 300 decisions, 150 held. No damage found.\n");
  const auto object = json::parse(cli({"ledger", "check", "--json"}).out).as_object();
  EXPECT_TRUE(object.at("sound").as_bool());
  EXPECT_EQ(object.at("decisions").as_int64(), 300);
}

TEST_F(LedgerCommandTest, SaysWhatIsDamagedAndRepairsIt) {
  EXPECT_EQ(cli({"ledger", "repair"}).exit, 1);  // the daemon runs
  stop();
  damage();
  const Outcome check = cli({"ledger", "check"});
  EXPECT_EQ(check.exit, 1);
  EXPECT_NE(check.out.find("SQLite"), std::string::npos) << check.out;
  EXPECT_NE(check.out.find("moderato ledger repair"), std::string::npos) << check.out;
  const Outcome repair = cli({"ledger", "repair"});
  EXPECT_EQ(repair.exit, 0) << repair.err;
  EXPECT_NE(repair.out.find("Saved: "), std::string::npos) << repair.out;
  EXPECT_NE(repair.out.find("ledger.db.damaged-"), std::string::npos) << repair.out;
  EXPECT_EQ(cli({"ledger", "check"}).exit, 0);
  EXPECT_NE(cli({"ledger", "repair"}).out.find("Nothing was changed"), std::string::npos);
}

TEST_F(LedgerCommandTest, BacksUpBesideTheDaemon) {
  const Outcome backup = cli({"ledger", "backup", path("copy.db")});
  EXPECT_EQ(backup.exit, 0) << backup.err;
  EXPECT_NE(backup.out.find("300 decisions"), std::string::npos) << backup.out;
  EXPECT_EQ(cli({"ledger", "check", "--file", path("copy.db")}).exit, 0);
  EXPECT_EQ(cli({"ledger", "backup", path("copy.db")}).exit, 1);  // it is there already
  EXPECT_EQ(cli({"ledger", "backup"}).exit, 64);
}

TEST_F(LedgerCommandTest, ExportsAndImports) {
  const Outcome exported = cli({"ledger", "export"});
  EXPECT_EQ(exported.exit, 0) << exported.err;
  EXPECT_EQ(lines_of(exported.out).size(), 303U);
  const Outcome imported = cli({"ledger", "import", "--file", path("new.db")}, exported.out);
  EXPECT_EQ(imported.exit, 0) << imported.err;
  EXPECT_NE(imported.out.find("300 decisions and 1 article imported"), std::string::npos) << imported.out;
  EXPECT_EQ(cli({"ledger", "export", "--file", path("new.db")}).out, exported.out);
  const Outcome bad = cli({"ledger", "import", "--file", path("bad.db")}, exported.out.substr(0, 5'000));
  EXPECT_EQ(bad.exit, 65);
  EXPECT_NE(bad.err.find("line "), std::string::npos) << bad.err;
  EXPECT_FALSE(std::filesystem::exists(path("bad.db")));
}

TEST_F(LedgerCommandTest, SaysWhatIsWrongWithItsArguments) {
  EXPECT_EQ(cli({"ledger", "check", "--file", path("nowhere.db")}).exit, 66);
  EXPECT_EQ(cli({"ledger"}).exit, 64);
  EXPECT_EQ(cli({"ledger", "chek"}).exit, 64);
}

}  // namespace
}  // namespace moderato::cli::testing
