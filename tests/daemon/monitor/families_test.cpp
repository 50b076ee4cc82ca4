// Metrics in Prometheus' text format.
#include "daemon/monitor/families.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace moderato {
namespace {

using ::testing::HasSubstr;

TEST(Families, SayWhatTheyAreOnceAndThenTheirValues) {
  Families all;
  all.counter("seen_total", "What was seen.", 3, {{"site", "a"}});
  all.gauge("depth", "How deep.", 1.5);
  all.counter("seen_total", "", 4'000'000'000, {{"site", "b"}});
  EXPECT_EQ(all.text(),
            "# HELP seen_total What was seen.\n"
            "# TYPE seen_total counter\n"
            "seen_total{site=\"a\"} 3\n"
            "seen_total{site=\"b\"} 4000000000\n"
            "# HELP depth How deep.\n"
            "# TYPE depth gauge\n"
            "depth 1.5\n");
}

// A site's name comes from whoever sends comments.
TEST(Families, EscapeLabels) {
  Families all;
  all.gauge("g", "h", 1, {{"site", "a\"b\\c\nd"}});
  EXPECT_THAT(all.text(), HasSubstr(R"(g{site="a\"b\\c\nd"} 1)"));
}

TEST(Families, HistogramsAreCumulativeAndInSeconds) {
  Histogram times;
  times.add(std::chrono::microseconds{1});
  times.add(std::chrono::microseconds{1'500}, 2);
  times.add(std::chrono::minutes{5});
  Families all;
  all.histogram("t_seconds", "h", times.snapshot(), {{"stage", "s"}});
  const std::string text = all.text();
  EXPECT_THAT(text, HasSubstr("t_seconds_count{stage=\"s\"} 4\n"));
  EXPECT_THAT(text, HasSubstr("t_seconds_sum{stage=\"s\"} 300.003001\n"));
  EXPECT_THAT(text, HasSubstr("t_seconds_bucket{stage=\"s\",le=\"1e-06\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("t_seconds_bucket{stage=\"s\",le=\"0.001\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("t_seconds_bucket{stage=\"s\",le=\"0.0015\"} 3\n"));
  EXPECT_THAT(text, HasSubstr("t_seconds_bucket{stage=\"s\",le=\"60\"} 3\n"));
  EXPECT_THAT(text, HasSubstr("t_seconds_bucket{stage=\"s\",le=\"+Inf\"} 4\n"));
}

}  // namespace
}  // namespace moderato
