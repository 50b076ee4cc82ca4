// What becomes of readers' reports.
#include "reports/reports.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/temporary_folder.hpp"

namespace moderato::gateway {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace std::chrono_literals;

constexpr Time noon{std::chrono::sys_days{std::chrono::year{2026} / 11 / 29} + 12h};

ReporterId reader(std::uint8_t number) {
  return {number};
}

class ReportsTest : public ::testing::Test {
 protected:
  Report report(ReportReason reason, const std::string& note, std::chrono::seconds later = 0s) {
    return {reason, note, noon + later};
  }

  testing::TemporaryFolder folder_;
  Reports reports_ = Reports::open(folder_.path() / "store.db").value();
};

TEST_F(ReportsTest, AreToldNewestFirst) {
  EXPECT_TRUE(reports_.add("s", "c1", reader(1), report(ReportReason::spam, "")));
  EXPECT_TRUE(reports_.add("s", "c1", reader(2), report(ReportReason::abuse, "Again.", 1s)));
  EXPECT_TRUE(reports_.add("s", "c1", reader(3), report(ReportReason::other, "", 2s)));
  EXPECT_TRUE(reports_.add("t", "c1", reader(1), report(ReportReason::illegal, "")));
  const auto open = reports_.open_of("s", "c1", 2);
  EXPECT_EQ(open.count, 3U);
  EXPECT_THAT(open.newest, ElementsAre(report(ReportReason::other, "", 2s), report(ReportReason::abuse, "Again.", 1s)));
  EXPECT_THAT(reports_.open_of("s", "c2", 2).newest, IsEmpty());
}

TEST_F(ReportsTest, OfOneReaderCountOnce) {
  EXPECT_TRUE(reports_.add("s", "c1", reader(1), report(ReportReason::spam, "First.")));
  EXPECT_FALSE(reports_.add("s", "c1", reader(1), report(ReportReason::abuse, "Second.", 1s)));
  EXPECT_TRUE(reports_.add("s", "c2", reader(1), report(ReportReason::spam, "", 2s)));
  EXPECT_THAT(reports_.open_of("s", "c1", 9).newest, ElementsAre(report(ReportReason::spam, "First.")));
  EXPECT_THAT(reports_.reported(std::nullopt, 9),
              ElementsAre(Reports::Reported{"s", "c1", 1, noon}, Reports::Reported{"s", "c2", 1, noon + 2s}));
}

TEST_F(ReportsTest, AreListedBySite) {
  reports_.add("s", "c1", reader(1), report(ReportReason::spam, "", 1s));
  reports_.add("t", "c2", reader(1), report(ReportReason::spam, ""));
  EXPECT_THAT(reports_.reported("s", 9), ElementsAre(Reports::Reported{"s", "c1", 1, noon + 1s}));
  EXPECT_EQ(reports_.reported(std::nullopt, 9).size(), 2U);
  EXPECT_THAT(reports_.reported(std::nullopt, 1), ElementsAre(Reports::Reported{"t", "c2", 1, noon}));
}

TEST_F(ReportsTest, AreSettledForGood) {
  reports_.add("s", "c1", reader(1), report(ReportReason::spam, "My neighbour."));
  reports_.add("s", "c2", reader(1), report(ReportReason::spam, ""));
  reports_.settle("s", "c1");
  EXPECT_EQ(reports_.open_of("s", "c1", 9).count, 0U);
  EXPECT_FALSE(reports_.add("s", "c1", reader(1), report(ReportReason::spam, "Still.")));
  EXPECT_EQ(reports_.open_of("s", "c1", 9).count, 0U);
  EXPECT_TRUE(reports_.add("s", "c1", reader(2), report(ReportReason::abuse, "")));
  EXPECT_EQ(reports_.open_of("s", "c1", 9).count, 1U);
  EXPECT_EQ(reports_.open_of("s", "c2", 9).count, 1U);
}

TEST_F(ReportsTest, GoWithAnErasedComment) {
  reports_.add("s", "c1", reader(1), report(ReportReason::spam, ""));
  reports_.forget("s", "c1");
  EXPECT_EQ(reports_.open_of("s", "c1", 9).count, 0U);
  EXPECT_TRUE(reports_.add("s", "c1", reader(1), report(ReportReason::spam, "")));
}

TEST_F(ReportsTest, OutliveTheProgram) {
  reports_.add("s", "c1", reader(1), report(ReportReason::off_topic, "Far off."));
  reports_ = Reports::open(folder_.path() / "store.db").value();
  EXPECT_THAT(reports_.open_of("s", "c1", 9).newest, ElementsAre(report(ReportReason::off_topic, "Far off.")));
}

TEST(ReportReason, IsWrittenAsItIsRead) {
  for (const auto reason :
       {ReportReason::abuse, ReportReason::spam, ReportReason::illegal, ReportReason::off_topic, ReportReason::other})
    EXPECT_EQ(report_reason_from(to_string(reason)), reason);
  EXPECT_EQ(report_reason_from("Spam"), std::nullopt);
}

TEST(Reporters, AreTheSameForADayAndNoLonger) {
  Reporters reporters;
  const auto now = reporters.id_of("s", "address 192.0.2.1", noon);
  EXPECT_EQ(reporters.id_of("s", "address 192.0.2.1", noon + 11h), now);
  EXPECT_NE(reporters.id_of("s", "address 192.0.2.2", noon), now);
  EXPECT_NE(reporters.id_of("t", "address 192.0.2.1", noon), now);
  EXPECT_NE(reporters.id_of("s", "address 192.0.2.1", noon + 12h), now);
  EXPECT_NE(reporters.id_of("s", "address 192.0.2.1", noon), now) << "the key is gone";
  EXPECT_NE(Reporters{}.id_of("s", "address 192.0.2.1", noon), now);
}

}  // namespace
}  // namespace moderato::gateway
