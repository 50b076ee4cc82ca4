// A ledger that can't be read: what comes meanwhile is refused or kept, never lost and never taken for new.
#include "daemon/admission.hpp"

#include <gtest/gtest.h>
#include <spdlog/sinks/null_sink.h>
#include <spdlog/spdlog.h>

#include <stdexcept>
#include <thread>
#include <vector>

namespace moderato {
namespace {

// Knows nobody, and fails as told.
class FakeLedger final : public LedgerReader {
 public:
  explicit FakeLedger(const bool& broken) : broken_(broken) {}
  std::optional<Known> find(std::string_view, std::string_view) override {
    if (broken_) throw std::runtime_error("disk I/O error");
    return std::nullopt;
  }
  std::optional<Record> read(Seq) override { return std::nullopt; }
  std::vector<Record> history(std::string_view, std::string_view, std::size_t) override { return {}; }
  Page feed(Seq, std::span<const std::string>, std::size_t) override { return {}; }
  Page held(std::string_view, Seq, std::size_t) override { return {}; }
  Page authored(std::string_view, std::string_view, Seq, std::size_t) override { return {}; }
  void replay(Seq, const std::function<bool(Record)>&) override {}
  Seq replay_start(Time, std::int64_t) override { return {}; }
  ArticlePage articles(std::int64_t, std::size_t) override { return {}; }
  std::optional<Article> article(std::string_view, std::string_view) override { return std::nullopt; }
  Totals totals() override { return {}; }

 private:
  const bool& broken_;
};

class AdmissionTest : public ::testing::Test {
 protected:
  AdmissionTest() {
    desk_.emplace(Shares::Limits{10, 10}, ids_, std::make_unique<FakeLedger>(broken_), counters_, workers_,
                  std::make_shared<Logger>(
                      std::make_shared<spdlog::logger>("none", std::make_shared<spdlog::sinks::null_sink_mt>())));
  }
  static CommentFrame comment(const std::string& id) {
    return parse_comment(R"({"id":")" + id + R"(","article":"a","author":{"id":"u"},"text":"hello"})", {}).value();
  }
  std::vector<WorkerTask> taken() {
    WorkQueue::Taken taken;
    workers_.take(taken);
    return std::move(taken.tasks);
  }
  // Asks as the intake does, until it is open again.
  void until_open() {
    while (desk_->closed() != nullptr) std::this_thread::yield();
  }

  bool broken_ = true;
  IdTable ids_;  // has read no index: asks the ledger for every new id
  Counters counters_;
  WorkQueue workers_{1};
  std::optional<AdmissionDesk> desk_;
};

TEST_F(AdmissionTest, OfTheDeskIsRefusedAndMayComeAgain) {
  CommentFrame sent = comment("c1");
  const auto refused = desk_->take(std::move(sent), ReturnAddress{"client"});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "ledger.unavailable");
  EXPECT_EQ(counters_.in_flight, 0U);
  ASSERT_NE(desk_->closed(), nullptr);
  EXPECT_EQ(desk_->closed()->code, "ledger.unavailable");
  EXPECT_NE(counters_.ledger.why().find("disk I/O error"), std::string::npos);
  broken_ = false;
  until_open();
  ASSERT_TRUE(desk_->take(std::move(sent), ReturnAddress{"client"}));  // untouched so far
  desk_->flush();
  EXPECT_EQ(counters_.in_flight, 1U);
  const auto tasks = taken();
  ASSERT_EQ(tasks.size(), 1U);
  EXPECT_EQ(std::get<std::unique_ptr<Submission>>(tasks[0])->admission.kind, Admission::Kind::fresh);
}

TEST_F(AdmissionTest, OfTheQueueIsKeptUntilItCanBeTaken) {
  ASSERT_TRUE(desk_->take(comment("c1"), std::nullopt));
  for (int look = 0; look < 1'000; ++look) ASSERT_NE(desk_->closed(), nullptr);
  EXPECT_TRUE(taken().empty());

  broken_ = false;
  until_open();
  EXPECT_EQ(counters_.in_flight, 1U);
  EXPECT_EQ(taken().size(), 1U);
}

}  // namespace
}  // namespace moderato
