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
  void given(std::size_t batch, std::chrono::milliseconds longest_hold) {
    desk_ = std::make_unique<Desk>(10min, longest_hold);
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

  // Asks from a thread of its own, and returns once the question lies on the desk.
  void ask() {
    const std::size_t before = waiting_;
    threads_.emplace_back([this] {
      moderato_comment comment{};
      comment.size = sizeof comment;
      comment.id = abi::string("1");
      try {
        (void)desk_->judge(Comment{comment});
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
  void answer(std::uint64_t id) {
    std::vector<Answer> answers(1);
    answers[0].id = id;
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
