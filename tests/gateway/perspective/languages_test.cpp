// What is said of a text's language.
#include "perspective/languages.hpp"

#include <gtest/gtest.h>

namespace moderato::gateway::perspective {
namespace {

TEST(Languages, AreTold) {
  const Languages languages;
  EXPECT_EQ(languages.of("This is what I have been saying all the time."), "en");
  EXPECT_EQ(languages.of("C'est ce que je vous dis depuis le début, et vous le savez."), "fr");
  EXPECT_EQ(languages.of("Das ist ein sehr schöner Tag und ich gehe heute gerne spazieren."), "de");
  EXPECT_EQ(languages.of("Это очень хороший день, и я с удовольствием гуляю."), "ru");
}

TEST(Languages, AreNotTold) {
  const Languages languages;
  EXPECT_EQ(languages.of("xkcd"), std::nullopt);
  EXPECT_EQ(languages.of("😀 12345"), std::nullopt);
  EXPECT_EQ(languages.of(""), std::nullopt);
}

}  // namespace
}  // namespace moderato::gateway::perspective
