// The desk between those who ask and a program, which this test plays.
#include "desk.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <thread>

namespace moderato::remote {
namespace {

using namespace std::chrono_literals;
namespace json = boost::json;

class DeskTest : public ::testing::Test {
 protected:
  void given(std::size_t batch, std::chrono::milliseconds longest_hold, std::chrono::milliseconds timeout = 10min) {
    desk_ = std::make_unique<Desk>(timeout, longest_hold, 0ms);
    open(batch);
  }
  void open(std::size_t batch) {
    desk_->open({.name = "n",
                 .version = "1",
                 .span_unit = SpanUnit::bytes,
                 .context = {},
                 .remember = std::nullopt,
                 .batch = batch});
  }
  void TearDown() override {
    if (desk_) desk_->shut("was stopped");
  }

  static moderato_comment comment(const char* id) {
    moderato_comment comment{};
    comment.size = sizeof comment;
    comment.id = abi::string(id);
    return comment;
  }
  void expect(const std::vector<const char*>& ids) {
    std::vector<moderato_comment> raw;
    for (const char* id : ids) raw.push_back(comment(id));
    std::vector<Comment> comments;
    for (const moderato_comment& each : raw) comments.emplace_back(each);
    desk_->expect(comments);
    waiting_ = desk_->queued();
  }
  std::string judge(const char* id) {
    const moderato_comment raw = comment(id);
    return desk_->judge(Comment{raw}).code;
  }

  // Asks from a thread of its own, and returns once the question lies on the desk.
  void ask(const char* id = "1") {
    const std::size_t before = waiting_;
    threads_.emplace_back([this, id] {
      try {
        (void)judge(id);
      } catch (const std::runtime_error&) {  // at the end
      }
    });
    while (desk_->queued() == before) std::this_thread::yield();
    waiting_ = desk_->queued();
  }
  // How many comments the next message has; 0 when there is none.
  std::size_t next() {
    const auto message = desk_->next_message();
    waiting_ = desk_->queued();
    if (!message) return 0;
    const json::object object = json::parse(*message).get_object();
    return object.contains("comments") ? object.at("comments").as_array().size() : 1;
  }
  void answer(std::uint64_t id, const std::string& code = {}) {
    std::vector<Answer> answers(1);
    answers[0].id = id;
    answers[0].finding.code = code;
    EXPECT_EQ(desk_->take(std::move(answers)), 0U);
  }

  std::unique_ptr<Desk> desk_;
  std::size_t waiting_ = 0;
  std::vector<std::jthread> threads_;
};

TEST_F(DeskTest, OneByOneNobodyWaits) {
  given(0, 1h);
  for (int i = 0; i < 5; ++i) {
    ask();
    EXPECT_EQ(next(), 1U);
  }
}

TEST_F(DeskTest, UnderLoadOthersWaitForCompany) {
  given(3, 1h);
  for (int i = 0; i < 2; ++i) {
    ask();
    EXPECT_EQ(next(), 1U);
  }
  // Two messages are with the program.
  ask();
  EXPECT_EQ(next(), 0U);
  EXPECT_GT(desk_->doze(), 1min);
  ask();
  EXPECT_EQ(next(), 0U);
  answer(1);
  EXPECT_EQ(desk_->doze(), 0ms);
  EXPECT_EQ(next(), 2U);
  // There are enough for a message.
  for (int i = 0; i < 4; ++i) ask();
  EXPECT_EQ(next(), 3U);
  EXPECT_EQ(next(), 0U);
}

TEST_F(DeskTest, ButNotForLong) {
  given(3, 0ms);
  for (int i = 0; i < 4; ++i) {
    ask();
    EXPECT_EQ(next(), 1U);
  }
}

TEST_F(DeskTest, ExpectedOnesAreAskedAboutOnceAndEachFindsItsAnswer) {
  given(0, 1h);
  expect({"a", "b", "c"});
  for (int i = 0; i < 3; ++i) EXPECT_EQ(next(), 1U);
  answer(2, "of.b");
  answer(1, "of.a");
  EXPECT_EQ(judge("a"), "of.a");
  EXPECT_EQ(judge("b"), "of.b");
  std::jthread waits{[this] { EXPECT_EQ(judge("c"), "of.c"); }};
  answer(3, "of.c");
  waits.join();
  EXPECT_EQ(next(), 0U);
  ask("b");  // is another question by now
  EXPECT_EQ(next(), 1U);
}

TEST_F(DeskTest, ExpectedOnesGoTogether) {
  given(16, 1h);
  expect({"a", "b", "c"});
  EXPECT_EQ(next(), 3U);
}

TEST_F(DeskTest, OfExpectedOnesThatAreLongFewAreAskedAboutAtOnce) {
  given(0, 1h);
  const std::string text(600'000, 'x');
  moderato_comment raw = comment("a");
  raw.text = abi::string(text);
  desk_->expect(std::vector<Comment>(5, Comment{raw}));
  EXPECT_EQ(desk_->queued(), 2U);
}

TEST_F(DeskTest, ExpectedOnesAreAskedAgainWhereTheProgramEndedBeforeItsAnswer) {
  given(0, 1h);
  expect({"a", "b", "c"});
  EXPECT_EQ(next(), 1U);
  EXPECT_EQ(next(), 1U);
  answer(1, "of.a");
  desk_->shut("ended");
  expect({"d"});  // nobody is there to be asked
  EXPECT_EQ(waiting_, 0U);
  EXPECT_EQ(judge("a"), "of.a");
  EXPECT_THROW(judge("b"), std::runtime_error);
  open(0);
  for (const char* id : {"b", "c", "d"}) {
    ask(id);
    EXPECT_EQ(next(), 1U);
  }
}

TEST_F(DeskTest, ExpectedOnesForWhichNobodyCameAreGivenUp) {
  given(0, 1h, 0ms);
  expect({"a", "b"});
  EXPECT_EQ(next(), 1U);
  expect({"c"});
  EXPECT_EQ(desk_->queued(), 1U);
  answer(1);  // is late, not wrong
  EXPECT_EQ(next(), 1U);
  answer(2, "of.c");
  EXPECT_EQ(judge("c"), "of.c");
}

TEST_F(DeskTest, NobodyIsAskedAboutWhoIsNotThere) {
  given(0, 0ms);
  EXPECT_EQ(desk_->doze(), std::nullopt);
  ask();
  desk_->shut("ended");
  EXPECT_EQ(next(), 0U);
  EXPECT_THROW((void)desk_->judge(Comment{moderato_comment{}}), std::runtime_error);
}

}  // namespace
}  // namespace moderato::remote
