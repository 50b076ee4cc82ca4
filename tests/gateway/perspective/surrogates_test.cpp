// Half characters are made whole ones, and nothing else is touched.
#include "perspective/surrogates.hpp"

#include <gtest/gtest.h>

namespace moderato::gateway::perspective {
namespace {

std::string mended(std::string json) {
  mend_surrogates(json);
  return json;
}

TEST(Surrogates, AloneAreReplaced) {
  EXPECT_EQ(mended(R"("\ud83d")"), R"("\ufffd")");
  EXPECT_EQ(mended(R"("\uDE00x")"), R"("\ufffdx")");
  EXPECT_EQ(mended(R"("\ud83d\ud83d\ude00")"), R"("\ufffd\ud83d\ude00")");
  EXPECT_EQ(mended(R"("\ude00\ud83d")"), R"("\ufffd\ufffd")");
  EXPECT_EQ(mended(R"("\ud83dA\ude00")"), R"("\ufffdA\ufffd")");
}

TEST(Surrogates, InPairsStay) {
  EXPECT_EQ(mended(R"("\ud83d\ude00\uD83D\uDE00")"), R"("\ud83d\ude00\uD83D\uDE00")");
}

TEST(Surrogates, AreNotThoseThatAreEscaped) {
  EXPECT_EQ(mended(R"("\\ud83d")"), R"("\\ud83d")");
  EXPECT_EQ(mended(R"("\\\ud83d")"), R"("\\\ufffd")");
  EXPECT_EQ(mended(R"("\"\ud83d")"), R"("\"\ufffd")");
}

TEST(Surrogates, AreLookedForInWhatIsNoJson) {
  EXPECT_EQ(mended("\\"), "\\");
  EXPECT_EQ(mended(R"(\u)"), R"(\u)");
  EXPECT_EQ(mended(R"(\ud83)"), R"(\ud83)");
  EXPECT_EQ(mended(R"(\ud83d\u)"), R"(\ufffd\u)");
  EXPECT_EQ(mended(R"(\u-123\ud83g)"), R"(\u-123\ud83g)");
  EXPECT_EQ(mended(""), "");
}

}  // namespace
}  // namespace moderato::gateway::perspective
