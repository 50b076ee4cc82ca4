// Folding allocates nothing once its buffers have grown. A program of its own: it counts every operator new.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "moderato/text/fold.hpp"
#include "random_text.hpp"
#include "support/allocations.hpp"

namespace moderato::text {
namespace {

std::vector<std::string> many_texts() {
  RandomText random{9};
  std::vector<std::string> texts{"plain words, nothing else",
                                 "f u c k  y o u",
                                 "sooooo m0ney f*ck",
                                 "frее Βad",
                                 "한국어",
                                 "\u1112\u1161\u11ab",
                                 "ﷺﷺﷺ",
                                 "a😂b👍🏽c",
                                 "\xff\xfe",
                                 ""};
  for (int i = 0; i < 2'000; ++i)
    texts.push_back(random.word() + random.symbol() + random.letter() + random.separator() + random.spaced_letters() +
                    random.emoji() + random.invisible_character() + random.broken());
  return texts;
}

TEST(FoldAllocation, NoneOnceTheBuffersHaveGrown) {
  const Folder folder;
  Folded out;
  const auto texts = many_texts();
  for (const std::string& text : texts) folder.fold(text, out);
  const std::size_t before = allocations();
  for (const std::string& text : texts) {
    folder.fold(text, out);
    folder.fold_text(text, out);
  }
  EXPECT_EQ(allocations() - before, 0U);
}

// What the test above rests on.
TEST(FoldAllocation, IsCounted) {
  const Folder folder;
  const std::size_t before = allocations();
  Folded out;
  folder.fold("a text that needs more room than a string has in itself", out);
  EXPECT_GE(allocations() - before, 3U);
}

}  // namespace
}  // namespace moderato::text
