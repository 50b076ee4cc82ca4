// The end of a ledger is found, wherever it is.
#include "feed/newest.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace moderato::gateway {
namespace {

// A ledger that ends at `last`, and answers as the daemon does.
Page after(Seq seq, std::int64_t last) {
  Page page{{}, seq, false};
  if (seq.value < last) page.messages.push_back({Topic::held, {seq.value + 1}, "{}", R"({"decided_at":"then"})"});
  return page;
}

TEST(NewestSearch, FindsTheEndWithFewQuestions) {
  for (std::int64_t last = 0; last < 200; ++last) {
    NewestSearch search;
    while (!search.found()) search.hear(after(search.ask_after(), last));
    EXPECT_EQ(search.found()->seq, Seq{last});
    EXPECT_EQ(search.found()->decided_at, last == 0 ? "" : "then");
  }
  NewestSearch search;
  int questions = 0;
  for (; !search.found(); ++questions) search.hear(after(search.ask_after(), 1'000'000));
  EXPECT_EQ(search.found()->seq, Seq{1'000'000});
  EXPECT_LE(questions, 45);
}

TEST(NewestSearch, EndsWhileTheLedgerGrows) {
  NewestSearch search;
  std::int64_t last = 1'000;
  for (int questions = 0; !search.found(); ++questions) {
    ASSERT_LT(questions, 100);
    search.hear(after(search.ask_after(), last += 3));
  }
  EXPECT_GE(search.found()->seq, Seq{1'000});
}

TEST(NewestSearch, EndsWhateverIsAnswered) {
  NewestSearch search;
  Page last{{}, {}, false};
  last.messages.push_back({Topic::held, {std::numeric_limits<std::int64_t>::max()}, "{}", "{}"});
  for (int questions = 0; !search.found(); ++questions) {
    ASSERT_LT(questions, 200);
    search.hear(questions == 0 ? last : Page{{}, {}, false});
  }
}

}  // namespace
}  // namespace moderato::gateway
