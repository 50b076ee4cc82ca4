#include "daemon/work_queue.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <string>
#include <thread>
#include <vector>

namespace moderato {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::nanoseconds;

WorkerTask comment(const std::string& article, int number) {
  const std::string frame = R"({"id":")" + article + "." + std::to_string(number) + R"(","article":")" + article +
                            R"(","author":{"id":"p"},"text":"t"})";
  return std::make_unique<Submission>(
      Submission{.comment = parse_comment(frame, {}).value(), .admission = {}, .caller = {}});
}

// Each of an article of its own.
void push(WorkQueue& queue, int comments) {
  std::vector<WorkerTask> tasks;
  for (int i = 0; i < comments; ++i) tasks.push_back(comment(std::to_string(i), 0));
  queue.push_all(tasks);
  EXPECT_TRUE(tasks.empty());
}

std::size_t take(WorkQueue& queue) {
  WorkQueue::Taken taken;
  queue.take(taken);
  const std::size_t count = taken.tasks.size();
  queue.give_back(taken, {});
  return count;
}

// Comments that took so long each, until this shows.
void get_used_to(WorkQueue& queue, nanoseconds each) {
  for (int i = 0; i < 100; ++i) {
    push(queue, 8);
    for (WorkQueue::Taken taken; queue.take(taken), !taken.tasks.empty();)
      queue.give_back(taken, each * static_cast<int>(taken.tasks.size()));
  }
}

TEST(WorkQueue, FewThatTakeNoTimeAreWithOneWorkerAndManyAreShared) {
  WorkQueue queue{2};
  get_used_to(queue, microseconds{20});
  push(queue, 40);
  EXPECT_EQ(take(queue), 40U);
  push(queue, 400);
  EXPECT_EQ(take(queue), 200U);
}

TEST(WorkQueue, NobodyTakesMoreThanIsJudgedInAMoment) {
  WorkQueue queue{1};
  get_used_to(queue, microseconds{20});
  push(queue, 1'000);
  EXPECT_NEAR(static_cast<double>(take(queue)), 250, 2);
}

TEST(WorkQueue, EachWorkerHasOneOfThoseThatTakeLong) {
  WorkQueue queue{64};
  push(queue, 64);
  EXPECT_EQ(take(queue), 1U) << "as long as nothing is known";
  get_used_to(queue, microseconds{20});
  push(queue, 64);
  EXPECT_EQ(take(queue), 2U) << "any of them may take longer than those before";
  get_used_to(queue, milliseconds{300});
  push(queue, 64);
  EXPECT_EQ(take(queue), 1U);
}

TEST(WorkQueue, EndsWhenItIsClosedAndEmpty) {
  WorkQueue queue{1};
  push(queue, 1);
  queue.close();
  EXPECT_TRUE(queue.wait());
  WorkQueue::Taken taken;
  queue.take(taken);
  EXPECT_EQ(taken.tasks.size(), 1U);
  queue.give_back(taken, {});
  EXPECT_FALSE(queue.wait());
}

TEST(WorkQueue, KeepsTheOrderOfEveryArticleForManyWorkers) {
  constexpr int articles = 5;
  constexpr int each = 2'000;
  WorkQueue queue{3};
  // With the article that they belong to: with one worker at a time, so no lock.
  std::map<std::string, int, std::less<>> next;
  for (int i = 0; i < articles; ++i) next["a" + std::to_string(i)] = 0;
  std::vector<std::thread> workers;
  for (int i = 0; i < 3; ++i)
    workers.emplace_back([&] {
      WorkQueue::Taken taken;
      while (queue.wait()) {
        queue.take(taken);
        for (const WorkerTask& task : taken.tasks) {
          const CommentFrame& done = std::get<std::unique_ptr<Submission>>(task)->comment;
          int& number = next.find(done.article)->second;
          EXPECT_EQ(done.id, std::string{done.article} + "." + std::to_string(number++));
        }
        queue.give_back(taken, {});
      }
    });
  for (int number = 0; number < each; ++number) {
    std::vector<WorkerTask> tasks;
    for (const auto& [article, done] : next) tasks.push_back(comment(article, number));
    queue.push_all(tasks);
  }
  queue.close();
  for (std::thread& worker : workers) worker.join();
  for (const auto& [article, done] : next) EXPECT_EQ(done, each) << article;
}

}  // namespace
}  // namespace moderato
