// Names of comments and authors that come without any.
#include "akismet/pseudonyms.hpp"

#include <gtest/gtest.h>

#include "support/temporary_folder.hpp"

namespace moderato::gateway::akismet {
namespace {

class PseudonymsTest : public ::testing::Test {
 protected:
  Pseudonyms open(const char* file) const { return Pseudonyms::open(folder_.path() / file).value(); }

  moderato::testing::TemporaryFolder folder_;
  Check check_{.article = "a",
               .text = "Hello.",
               .author_name = "Ann",
               .author_email = "ann@private.example",
               .author_ip = "203.0.113.77"};
};

TEST_F(PseudonymsTest, AreTheSameAgainAfterARestart) {
  EXPECT_EQ(open("a").comment("s", check_), open("a").comment("s", check_));
  EXPECT_EQ(open("a").author("s", check_), open("a").author("s", check_));
  EXPECT_EQ(open("a").token("k"), open("a").token("k"));
}

TEST_F(PseudonymsTest, AreOthersUnderAnotherKey) {
  EXPECT_NE(open("a").comment("s", check_), open("b").comment("s", check_));
  EXPECT_NE(open("a").author("s", check_), open("b").author("s", check_));
}

TEST_F(PseudonymsTest, OfACommentAreByWhatARetryAndAReportRepeat) {
  const Pseudonyms names = open("a");
  const std::string one = names.comment("s", check_);
  Check same = check_;
  same.author_ip = "198.51.100.1";
  same.author_url = "http://a.example";
  same.reporter = "paul";
  same.created_at += std::chrono::hours{1};
  same.author_email = "Ann@Private.example";
  same.text = "<p>Hello.</p>\n";
  EXPECT_EQ(names.comment("s", same), one);
  EXPECT_NE(names.comment("t", check_), one);
  for (const auto part : {&Check::article, &Check::text, &Check::author_email, &Check::user}) {
    Check other = check_;
    other.*part = "other";
    EXPECT_NE(names.comment("s", other), one);
  }
}

TEST_F(PseudonymsTest, OfAnAuthorAreByTheBestThatIsKnown) {
  const Pseudonyms names = open("a");
  Check check = check_;
  check.user = "17";
  EXPECT_EQ(names.author("s", check), "user-17");
  check.user.clear();
  const std::string by_mail = names.author("s", check);
  EXPECT_TRUE(by_mail.starts_with("guest-"));
  EXPECT_EQ(by_mail.find("ann"), std::string::npos);
  EXPECT_NE(names.author("t", check), by_mail);
  check.author_name = "Bob";
  EXPECT_EQ(names.author("s", check), by_mail);
  check.author_email.clear();
  const std::string by_name = names.author("s", check);
  EXPECT_NE(by_name, by_mail);
  check.author_name.clear();
  EXPECT_NE(names.author("s", check), by_name);
}

}  // namespace
}  // namespace moderato::gateway::akismet
