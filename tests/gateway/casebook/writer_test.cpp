#include <gmock/gmock.h>
#include <sys/stat.h>

#include <thread>

#include "gateway/casebook/casebook.hpp"

namespace moderato::gateway::casebook {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

Case only(const Book& book, std::string_view id = "c1") {
  return book.reader.find("s", id).value();
}

TEST(CasebookWriter, KeepsWhatIsHeldAndWhy) {
  Book book;
  const auto applied = book.tell({.text = "Bäd words.", .score = 0.75});
  ASSERT_THAT(applied.changes, SizeIs(1));
  EXPECT_FALSE(applied.changes[0].was_held);
  EXPECT_EQ(applied.changes[0].state, State::held);
  const Case one = only(book);
  EXPECT_EQ(one.state, State::held);
  EXPECT_FALSE(one.published);
  EXPECT_EQ(one.text, "Bäd words.");
  EXPECT_EQ(one.article, "a");
  EXPECT_EQ(one.author_id, "ann");
  EXPECT_EQ(one.author_name, "Ann");
  EXPECT_EQ(one.score, 7'500);
  EXPECT_THAT(one.reasons, HasSubstr("words.bad"));
  EXPECT_THAT(one.scores, HasSubstr("7.5E-1"));
  EXPECT_EQ(one.decided_by, "");
  EXPECT_EQ(one.counts.held, 1);
  EXPECT_EQ(one.decided_at, start() + std::chrono::seconds{1});
}

TEST(CasebookWriter, StoresNoEmailAddress) {
  Book book;
  (void)book.tell({});
  EXPECT_THAT(book.bytes(), Not(HasSubstr("e@mail.example")));
}

TEST(CasebookWriter, MakesItsFileForItsUserAlone) {
  const Book book;
  struct stat status {};
  ASSERT_EQ(::stat(book.file.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST(CasebookWriter, FollowsAReview) {
  Book book;
  book.tell_all({{.topic = Topic::held}, {.topic = Topic::approved, .by = "mia"}});
  Case one = only(book);
  EXPECT_EQ(one.state, State::approved);
  EXPECT_TRUE(one.published);
  EXPECT_EQ(one.decided_by, "mia");
  EXPECT_EQ(one.note, "I say so.");
  EXPECT_THAT(one.reasons, HasSubstr("words.bad"));  // the filters' still
  EXPECT_EQ(one.counts.approved, 1);
  EXPECT_EQ(one.counts.held, 0);
  // An undone approval leaves it held, and is no publication any more.
  const auto undone = book.tell({.topic = Topic::withdrawn, .by = "mia", .code = "moderator.undo", .action = "hold"});
  EXPECT_EQ(undone.changes[0].state, State::held);
  one = only(book);
  EXPECT_EQ(one.state, State::held);
  EXPECT_FALSE(one.published);
  EXPECT_THAT(book.held(), ElementsAre("c1"));
}

TEST(CasebookWriter, AnEditThatIsHeldLeavesTheOlderRevisionStanding) {
  Book book;
  book.tell_all(
      {{.topic = Topic::approved, .text = "First."}, {.topic = Topic::held, .text = "Second.", .revision = 1}});
  const Case one = only(book);
  EXPECT_EQ(one.state, State::held);
  EXPECT_TRUE(one.published);
  EXPECT_EQ(one.text, "Second.");
  const auto history = book.reader.history("s", "c1");
  ASSERT_THAT(history, SizeIs(2));
  EXPECT_EQ(history[0].text, "First.");
  EXPECT_EQ(history[1].text, "Second.");
  EXPECT_THAT(book.words("first"), IsEmpty());
  EXPECT_THAT(book.words("second"), ElementsAre("c1"));
}

TEST(CasebookWriter, AWithdrawalIsNoLongerPublished) {
  Book book;
  book.tell_all({{.topic = Topic::approved}, {.topic = Topic::withdrawn, .by = "mia", .code = "moderator.reject"}});
  const Case one = only(book);
  EXPECT_EQ(one.state, State::withdrawn);
  EXPECT_FALSE(one.published);
  EXPECT_EQ(one.counts.rejected, 1);
}

TEST(CasebookWriter, WhatWasAppliedIsPassedOver) {
  Book book;
  const Message message = book.message({});
  EXPECT_THAT(book.writer.apply({&message, 1}).changes, SizeIs(1));
  EXPECT_THAT(book.writer.apply({&message, 1}).changes, IsEmpty());
  EXPECT_EQ(book.writer.position().seq, Seq{1});
}

TEST(CasebookWriter, CountsWhatCannotBeRead) {
  Book book;
  Message message = book.message({});
  message.comment = "no comment";
  EXPECT_EQ(book.writer.apply({&message, 1}).unreadable, 1U);
}

TEST(CasebookWriter, WhatIsErasedIsGoneFromAllFiles) {
  Book book;
  // Beside others, so that the index has pieces that hold them together.
  const auto tell_others = [&book](int from) {
    for (int page = 0; page < 6; ++page) {
      std::vector<Told> others;
      for (int i = 0; i < 50; ++i, ++from)
        others.push_back(
            {.id = "other" + std::to_string(from), .text = "Nothing of note, number " + std::to_string(from)});
      book.tell_all(others);
    }
  };
  tell_others(0);
  book.tell_all(
      {{.topic = Topic::held,
        .id = "x",
        .text = "qzvkwordone stays",
        .author = "zed",
        .name = "Zqjxname",
        .url = "https://qzvkpage.example/"},
       {.topic = Topic::held, .id = "x", .text = "qzvkwordtwo", .author = "zed", .name = "Zqjxname", .revision = 1},
       {.topic = Topic::rejected,
        .id = "x",
        .text = "qzvkwordtwo",
        .author = "zed",
        .name = "Zqjxname",
        .revision = 1,
        .by = "mia"}});
  tell_others(300);
  for (const char* word : {"qzvkwordone", "qzvkwordtwo", "Zqjxname", "zed"}) EXPECT_THAT(book.bytes(), HasSubstr(word));
  EXPECT_THAT(book.words("qzvk*"), ElementsAre("x"));

  const auto applied =
      book.tell({.topic = Topic::erased, .id = "x", .text = "", .author = "-", .name = "", .revision = 1});
  EXPECT_EQ(applied.changes.at(0).state, State::erased);
  while (!book.writer.tidy()) std::this_thread::yield();
  const Case one = only(book, "x");
  EXPECT_EQ(one.state, State::erased);
  EXPECT_EQ(one.text, "");
  EXPECT_FALSE(one.author);
  EXPECT_THAT(book.words("qzvk*"), IsEmpty());
  const std::string bytes = book.bytes();
  for (const char* word : {"qzvkword", "qzvkpage", "wordone", "wordtwo", "Zqjxname", "zqjxname", "zed"})
    EXPECT_THAT(bytes, Not(HasSubstr(word)));
  EXPECT_THAT(book.reader.history("s", "x"), SizeIs(4));
  EXPECT_EQ(book.reader.history("s", "x").at(0).text, std::nullopt);
}

TEST(CasebookWriter, ErasureGoesOnAfterARestart) {
  Book book;
  book.tell_all({{.id = "x", .text = "qzvkwordone"}, {.topic = Topic::erased, .id = "x", .text = "", .author = "-"}});
  Writer again = Writer::open(book.file).value();
  while (!again.tidy()) std::this_thread::yield();
  EXPECT_THAT(book.bytes(), Not(HasSubstr("qzvkword")));
}

TEST(CasebookWriter, AnAuthorWithOtherCommentsStays) {
  Book book;
  book.tell_all({{.id = "x"}, {.id = "y"}, {.topic = Topic::erased, .id = "x", .author = "-"}});
  const Case one = only(book, "y");
  EXPECT_EQ(one.counts.held, 1);
  EXPECT_EQ(book.reader.author(*one.author)->recent.size(), 1U);
}

TEST(CasebookWriter, TextsOfTheRejectedAreForgottenInTime) {
  Book book;
  book.tell_all({{.topic = Topic::rejected, .id = "x", .text = "qzvkwordone"},
                 {.topic = Topic::held, .id = "y", .text = "held"},
                 {.topic = Topic::rejected, .id = "z", .text = "young"}});
  EXPECT_EQ(book.writer.forget_rejected(start() + std::chrono::seconds{2}), 1U);
  EXPECT_EQ(book.writer.forget_rejected(start() + std::chrono::seconds{2}), 0U);
  while (!book.writer.tidy()) std::this_thread::yield();
  EXPECT_THAT(book.bytes(), Not(HasSubstr("qzvkword")));
  EXPECT_EQ(only(book, "x").text, "");
  EXPECT_EQ(only(book, "x").state, State::rejected);
  EXPECT_EQ(only(book, "z").text, "young");
  EXPECT_THAT(book.search({.author = "ann"}), ElementsAre("z", "y", "x"));
}

TEST(CasebookWriter, StartsAnew) {
  Book book;
  book.tell_all({{.id = "x", .text = "qzvkwordone"}});
  book.writer.start_anew();
  EXPECT_EQ(book.writer.position().seq, Seq{});
  EXPECT_FALSE(book.reader.find("s", "x"));
  EXPECT_THAT(book.words("qzvkwordone"), IsEmpty());
  book.seq = 0;
  (void)book.tell({.id = "y", .text = "qzvkwordone"});
  EXPECT_THAT(book.words("qzvkwordone"), ElementsAre("y"));
}

TEST(CasebookWriter, AFileOfAnotherProgramIsRefused) {
  const testing::TemporaryFolder folder;
  const auto file = folder.path() / "other.db";
  std::ofstream{file} << "This is no database, and nobody should take it for one. " << std::string(4'096, 'x');
  EXPECT_EQ(Writer::open(file).error().code, "casebook.not_ours");
}

}  // namespace
}  // namespace moderato::gateway::casebook
