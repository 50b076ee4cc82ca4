// What becomes of comments, and of the program, when that does what it should not.
#include "program_fixture.hpp"

namespace moderato::remote {
namespace {

using Trouble = ProgramTest;

TEST_F(Trouble, AtStartRefusesTheFilterWithTheProgramsLastWords) {
  EXPECT_EQ(refused("exit"),
            "its program ended by itself with exit code 3; it last wrote: there is no model / no model, no judgement");
  EXPECT_EQ(refused("close", "{}", {}), "its program closed its standard output");
  EXPECT_EQ(refused("hang", "{}", {{"start_timeout", std::string{"1s"}}}),
            "its program did not answer the greeting within 1 s (start_timeout)");
  EXPECT_EQ(refused("", R"({"protocol":2})"),
            "its program answered the greeting wrongly: it speaks protocol 2, this filter speaks protocol 1: install "
            "versions that fit");
  EXPECT_EQ(refused("", R"({"naem":"odd"})"), "its program answered the greeting wrongly: there is no field \"naem\"");
}

TEST_F(Trouble, WithOptionsIsNamed) {
  const auto with = [](const Settings& settings) -> std::string {
    try {
      const moderato::testing::Filter filter{settings};
      return "fine";
    } catch (const std::invalid_argument& why) {
      return why.what();
    }
  };
  using List = std::vector<std::string>;
  EXPECT_EQ(with({}), "program is missing: name the program to start, or the `endpoint` of one that runs already; ");
  EXPECT_EQ(with({{"command", List{"pyhton3"}}}),
            "command there is no program \"pyhton3\" in PATH: install it, or give its whole path; ");
  EXPECT_EQ(with({{"command", List{"./x"}}}),
            "command \"./x\" is relative to nothing: give its whole path, or use `program`; ");
  EXPECT_EQ(with({{"command", List{"/etc/passwd"}}}), "command /etc/passwd is no file that can be run; ");
  EXPECT_EQ(with({{"program", std::string{"/not/there"}}}),
            "program /not/there is no file, or Moderato's user can't see it; ");
  EXPECT_EQ(with({{"program", std::string{"/etc/passwd"}}}),
            "program /etc/passwd can't be run: chmod +x it, or say what runs it: command = [\"python3\"]; ");
  for (const char* elsewhere : {"tcp://192.0.2.1:5555", "tcp://127.example.org:5555", "tcp://*:5555", "5555"})
    EXPECT_EQ(with({{"endpoint", std::string{elsewhere}}}),
              "endpoint must be ipc://… or tcp://127.0.0.1:…: comments would leave this machine unencrypted; a tunnel "
              "(ssh -L) takes them to another; ");
  EXPECT_EQ(with({{"endpoint", std::string{"auto"}}}),
            "endpoint \"auto\" is for a program that Moderato starts: name it with `program`; ");
  EXPECT_EQ(with({{"command", List{"python3"}}, {"endpoint", std::string{"ipc:///tmp/x"}}}),
            "endpoint must be \"auto\" for a program that Moderato starts: two of them run while one replaces the "
            "other; ");
  EXPECT_EQ(with({{"command", List{"python3"}}, {"settings", std::string{"{"}}}).substr(0, 20), "settings is no JSON:");
  EXPECT_EQ(with({{"command", List{"python3"}}, {"settings", std::string{"[]"}}}),
            "settings must be a JSON object: '{\"least\": 20}'; ");
}

TEST_F(Trouble, EndsTheProgramAndNotTheFilter) {
  given();
  EXPECT_EQ(error("exit 3"), "its program ended by itself with exit code 3");
  wait_for_restart();
  EXPECT_TRUE(was_logged("its program ended by itself with exit code 3; starting it again"));
  EXPECT_TRUE(was_logged("its program runs again: odd 1"));
  EXPECT_EQ(error("kill"), "its program was ended by signal 9 (Killed)");
  wait_for_restart();
  EXPECT_TRUE(was_logged("was ended by signal 9 (Killed); starting it again in 100 ms"));
  EXPECT_EQ(error("mute"), "its program closed its standard output");
  wait_for_restart();
  EXPECT_EQ(error("endless"), "its program wrote a line of more than 1048576 bytes");
  wait_for_restart();
  EXPECT_EQ(error("flood"), "its program wrote 1000 messages in a row that are no answers");
  wait_for_restart();
}

TEST_F(Trouble, ThatIsSilenceCostsTheTimeoutAndThenTheProgram) {
  given("", "{}", {{"timeout_ms", 100}});
  const std::string first = pid();
  EXPECT_EQ(error("silent"), "its program did not answer within 100 ms");
  wait_for("an answer", [this] { return error("pass") == "none"; });
  EXPECT_EQ(pid(), first);  // one is no hang
  EXPECT_EQ(error("hang"), "its program did not answer within 100 ms");
  wait_for_end(first);
  wait_for_restart();
  EXPECT_TRUE(was_logged("its program has been silent for 1000 ms: it hangs; starting it again"));
}

TEST_F(Trouble, OfALateAnswerIsOver) {
  given("", "{}", {{"timeout_ms", 300}});
  EXPECT_EQ(error("late"), "its program did not answer within 300 ms");
  wait_for("an answer", [this] { return error("pass") == "none"; });
  EXPECT_TRUE(filter_->log().empty());
}

TEST_F(Trouble, OfOneThatReadsNothingBlocksNobody) {
  given("", R"({"remember":true})", {{"timeout_ms", 100}});
  const std::string first = pid();
  filter_->remember({.text = "hang", .json = frame("hang", "1")});
  const std::string much(20'000, 'x');
  // Far more than a pipe takes.
  for (int i = 0; i < 100; ++i) filter_->remember({.text = much, .json = frame(much, "1")});
  wait_for_end(first);
  wait_for_restart();
}

TEST_F(Trouble, WithAnAnswerIsTheErrorOfThatComment) {
  given();
  EXPECT_EQ(error(R"(answer {"action":"hodl"})"),
            "its program answered wrongly: \"action\": expected \"pass\", \"hold\", \"reject\" or \"approve\", found "
            "\"hodl\"");
  EXPECT_EQ(error(R"(answer {"action":"hold","code":"a","spans":[[0,1000]]})"),
            "its program answered wrongly: the span [0, 1000] ends outside the text");
  EXPECT_EQ(error("pass"), "none");
  EXPECT_TRUE(filter_->log().empty());
}

TEST_F(Trouble, WithWhatIsNoAnswerIsLoggedAndTheAnswerTaken) {
  given();
  EXPECT_EQ(error("stray"), "none");
  EXPECT_TRUE(
      was_logged("its program wrote what is no answer (it is no JSON object; what is for the log belongs on "
                 "stderr): a word for me alone"));
  EXPECT_EQ(error("unknown"), "none");
  EXPECT_TRUE(was_logged("its program wrote what is no answer (nobody asked, or it was answered before): "));
  EXPECT_EQ(error("twice"), "none");
  EXPECT_EQ(error("pass"), "none");
}

TEST_F(Trouble, OfALostAnswerSaysWhatWasWrittenInstead) {
  given("", "{}", {{"timeout_ms", 5'000}});
  std::vector<std::jthread> threads;
  for (const char* raw : {"nonsense", "{\"id\":", "[[[[", "7", "{\"id\":true}", "{\"answers\":[7]}"})
    threads.emplace_back([this, raw] {
      const std::string found = error(std::string{"raw "} + raw);
      EXPECT_TRUE(found.starts_with("its program did not answer within 5000 ms; it wrote what is no answer: "))
          << found;
    });
}

TEST_F(Trouble, EndsNoOneElseButEverythingThatTheProgramStarted) {
  given();
  const std::string first = pid();
  const std::string left = told("leave");
  filter_.reset();
  wait_for_end(first);
  wait_for_end(left);
}

TEST_F(Trouble, OfOneThatDoesNotWantToEndIsEnded) {
  given("stubborn");
  const std::string first = pid();
  filter_.reset();
  wait_for_end(first);
}

}  // namespace
}  // namespace moderato::remote
