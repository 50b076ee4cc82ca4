// The weights of spans, from a filter in C++ through the C table to a plugin's own test.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "moderato/testing.hpp"

namespace {

// Marks every byte of the text that is a digit; a digit before the "/" is a weight as well.
class Weighing final : public moderato::Filter {
 public:
  explicit Weighing(moderato::Options& /*options*/) {}

  moderato::Finding check(const moderato::Comment& comment) override {
    moderato::Finding finding = moderato::Finding::hold("test.digits", "Has digits.");
    const std::string_view text = comment.text();
    for (std::uint32_t at = 0; at < text.size(); ++at) {
      if (text[at] < '0' || text[at] > '9') continue;
      finding.spans.push_back({at, at + 1});
      if (at < text.find('/')) finding.weights.push_back(static_cast<float>(text[at] - '0') / 4);
    }
    return finding;
  }
};

using moderato::testing::CouldNotJudge;
using moderato::testing::Filter;

TEST(Weights, ComeWithTheirSpans) {
  const moderato::Finding found = Filter{}.check({.text = "1 and 5"});
  EXPECT_EQ(found.spans, (std::vector<moderato::Span>{{0, 1}, {6, 7}}));
  EXPECT_EQ(found.weights, (std::vector<float>{0.25F, 1.25F}));
}

TEST(Weights, MayBeLeftOut) {
  const moderato::Finding found = Filter{}.check({.text = "/1 and 5"});
  EXPECT_EQ(found.spans.size(), 2U);
  EXPECT_TRUE(found.weights.empty());
}

TEST(Weights, AreOnePerSpan) {
  try {
    Filter{}.check({.text = "1/5"});
    ADD_FAILURE() << "was taken";
  } catch (const CouldNotJudge& error) {
    EXPECT_STREQ(error.what(), "gave 1 weights for 2 spans");
  }
}

TEST(Weights, AreNotThereInAFindingThatIsTooShortForThem) {
  const float weight = 1;
  moderato_finding finding{};
  finding.weights = &weight;
  const std::size_t last = offsetof(moderato_finding, weights) + sizeof finding.weights;
  for (std::size_t size = 0; size < last; ++size) {
    finding.size = size;
    EXPECT_EQ(moderato::abi::weights(finding), nullptr) << size;
  }
  for (const std::size_t size : {last, sizeof finding, sizeof finding + 8}) {  // of this version and of later ones
    finding.size = size;
    EXPECT_EQ(moderato::abi::weights(finding), &weight);
  }
}

TEST(FollowsParent, IsFalseInAFindingThatIsTooShortForIt) {
  moderato_finding finding{};
  finding.follows_parent = 1;
  finding.size = offsetof(moderato_finding, follows_parent);
  EXPECT_FALSE(moderato::abi::follows_parent(finding));
  finding.size = sizeof finding;
  EXPECT_TRUE(moderato::abi::follows_parent(finding));
}

}  // namespace

MODERATO_FILTER(Weighing, "weighing", "1.0", "For tests")
