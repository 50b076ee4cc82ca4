#include "chain/threads.hpp"

#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <string>

namespace moderato {
namespace {

CommentFrame in_thread(const std::string& id, const std::string& parent = "", const std::string& article = "a") {
  return *parse_comment(R"({"author": {"id": "u"}, "text": "t", "id": ")" + id + R"(", "article": ")" + article + "\"" +
                            (parent.empty() ? "" : R"(, "parent": ")" + parent + "\"") + "}",
                        {});
}

class ThreadsTest : public ::testing::Test {
 protected:
  Threads make(std::size_t most = 1'000) {
    return Threads{{[this](std::string_view, std::string_view id) -> std::optional<ParentState> {
                      const auto known = states_.find(id);
                      return known == states_.end() ? std::nullopt : std::optional{known->second};
                    },
                    [this](std::string_view, std::string_view id) -> std::optional<Threads::Stored> {
                      ++reads_;
                      const auto known = stored_.find(id);
                      return known == stored_.end() ? std::nullopt : std::optional{known->second};
                    }},
                   recent_.emplace(most)};
  }
  void store(const std::string& id, std::optional<std::string> parent = {}, ParentState state = ParentState::approved) {
    states_[id] = state;
    stored_[id] = {"a", std::move(parent)};
  }
  // Judges it, as a worker does.
  static void judge(Threads& threads, const CommentFrame& frame, std::optional<Action> action) {
    moderato_comment raw{};
    threads.add(frame, threads.fill(frame, raw), action);
  }
  static moderato_comment filled(Threads& threads, const CommentFrame& frame) {
    moderato_comment raw{};
    kept_ = threads.fill(frame, raw);
    return raw;
  }

  std::map<std::string, ParentState, std::less<>> states_;
  std::map<std::string, Threads::Stored, std::less<>> stored_;
  int reads_ = 0;
  std::optional<RecentPlaces> recent_;
  static inline Threads::PlacePtr kept_;
};

TEST_F(ThreadsTest, SaysNothingOfAParentThatThereIsNot) {
  Threads threads = make();
  EXPECT_EQ(filled(threads, in_thread("1")).parent_state, MODERATO_PARENT_UNTOLD);
  EXPECT_EQ(filled(threads, in_thread("1")).depth, 0U);
  const moderato_comment raw = filled(threads, in_thread("2", "nowhere"));
  EXPECT_EQ(raw.parent_state, MODERATO_PARENT_UNKNOWN);
  EXPECT_EQ(raw.depth, 1U);
  EXPECT_EQ(raw.parent_article.data, nullptr);
}

TEST_F(ThreadsTest, KnowsWhatIsOnDisk) {
  store("top", {}, ParentState::withdrawn);
  store("under", "top", ParentState::held);
  Threads threads = make();
  moderato_comment raw = filled(threads, in_thread("3", "under"));
  EXPECT_EQ(raw.parent_state, MODERATO_PARENT_HELD);
  EXPECT_EQ(raw.depth, 2U);
  EXPECT_EQ(abi::view(raw.parent_article), "a");
  EXPECT_EQ(filled(threads, in_thread("4", "top")).parent_state, MODERATO_PARENT_WITHDRAWN);
  EXPECT_EQ(reads_, 2);  // each once
  states_["under"] = ParentState::approved;
  EXPECT_EQ(filled(threads, in_thread("3", "under")).parent_state, MODERATO_PARENT_APPROVED);
}

TEST_F(ThreadsTest, DoesNotTellWhereAnErasedCommentStood) {
  store("gone", {}, ParentState::erased);
  Threads threads = make();
  const moderato_comment raw = filled(threads, in_thread("3", "gone"));
  EXPECT_EQ(raw.parent_state, MODERATO_PARENT_ERASED);
  EXPECT_EQ(raw.parent_article.data, nullptr);
}

TEST_F(ThreadsTest, KnowsWhatIsOnItsWayToTheDisk) {
  Threads threads = make();
  judge(threads, in_thread("held"), Action::hold);
  judge(threads, in_thread("approved", "held", "b"), Action::approve);
  judge(threads, in_thread("rejected", "approved"), Action::reject);
  EXPECT_EQ(filled(threads, in_thread("x", "held")).parent_state, MODERATO_PARENT_HELD);
  const moderato_comment raw = filled(threads, in_thread("x", "approved"));
  EXPECT_EQ(raw.parent_state, MODERATO_PARENT_APPROVED);
  EXPECT_EQ(abi::view(raw.parent_article), "b");
  EXPECT_EQ(filled(threads, in_thread("x", "rejected")).parent_state, MODERATO_PARENT_REJECTED);
  EXPECT_EQ(filled(threads, in_thread("x", "rejected")).depth, 3U);
  // The disk knows better: a moderator may have decided since.
  states_["held"] = ParentState::approved;
  EXPECT_EQ(filled(threads, in_thread("x", "held")).parent_state, MODERATO_PARENT_APPROVED);
}

TEST_F(ThreadsTest, TellsThatAParentIsStillBeingJudged) {
  store("stored");
  Threads threads = make();
  judge(threads, in_thread("1"), std::nullopt);
  EXPECT_TRUE(threads.too_early(in_thread("2", "1")));
  threads.judged(in_thread("1").key(), Action::approve);
  EXPECT_FALSE(threads.too_early(in_thread("2", "1")));
  EXPECT_EQ(filled(threads, in_thread("2", "1")).parent_state, MODERATO_PARENT_APPROVED);
  (void)filled(threads, in_thread("3", "stored"));
  EXPECT_FALSE(threads.too_early(in_thread("3", "stored")));
  EXPECT_FALSE(threads.too_early(in_thread("3", "unknown")));
}

TEST_F(ThreadsTest, GoesNoFurtherUpThanTheDeepest) {
  for (std::uint32_t i = 1; i <= 2 * Threads::deepest; ++i)
    store(std::to_string(i), i == 1 ? std::nullopt : std::optional{std::to_string(i - 1)});
  Threads threads = make(10'000);
  EXPECT_EQ(filled(threads, in_thread("x", std::to_string(2 * Threads::deepest))).depth, Threads::deepest);
  EXPECT_LE(reads_, static_cast<int>(Threads::deepest));
  EXPECT_EQ(filled(threads, in_thread("x", "100")).depth, 100U);
  // And none of a circle, which edits can make.
  store("chicken", "egg");
  store("egg", "chicken");
  EXPECT_EQ(filled(threads, in_thread("x", "egg")).depth, Threads::deepest);
}

TEST_F(ThreadsTest, ForgetsTheOldest) {
  Threads threads = make(10);
  judge(threads, in_thread("first"), Action::approve);
  for (int i = 0; i < 20; ++i) judge(threads, in_thread(std::to_string(i)), Action::approve);
  EXPECT_EQ(filled(threads, in_thread("x", "first")).parent_state, MODERATO_PARENT_UNKNOWN);
  EXPECT_EQ(filled(threads, in_thread("x", "19")).parent_state, MODERATO_PARENT_APPROVED);
}

}  // namespace
}  // namespace moderato
