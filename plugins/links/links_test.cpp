// The filter as the daemon calls it: options and defaults.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "moderato/testing.hpp"

namespace moderato::links {
namespace {

using testing::Filter;
using List = std::vector<std::string>;

TEST(Links, HoldsALinkByANewAuthorAndPassesProse) {
  Filter filter;
  EXPECT_EQ(filter.check({.text = "See https://example.com"}).code, "links.new_author");
  EXPECT_EQ(filter.check({.text = "No link. None."}).action, Action::pass);
  EXPECT_EQ(filter.check({.text = ""}).action, Action::pass);
}

TEST(Links, TakesItsOptions) {
  Filter filter{{{"max", 1},
                 {"new_author_approved", 0},
                 {"deny", List{"bad.org"}},
                 {"allow", List{"mysite.org"}},
                 {"shorteners", List{"go.example"}},
                 {"protect", List{"paypal.com"}},
                 {"only_allowed", false},
                 {"too_many", "reject"},
                 {"new_author", "hold"},
                 {"denied", "hold"},
                 {"not_allowed", "hold"},
                 {"shortener", "reject"},
                 {"ip_address", "reject"},
                 {"misleading", "reject"},
                 {"look_alike", "reject"}}};
  const auto check = [&](const char* text) {
    const Finding found = filter.check({.text = text});
    return found.code + " " + std::string{to_string(found.action)};
  };
  EXPECT_EQ(check("a.com"), " pass");
  EXPECT_EQ(check("mysite.org www.mysite.org a.com"), " pass");
  EXPECT_EQ(check("a.com b.com"), "links.too_many reject");
  EXPECT_EQ(check("bad.org"), "links.denied hold");
  EXPECT_EQ(check("http://go.example/1"), "links.shortener reject");
  EXPECT_EQ(check("http://1.2.3.4"), "links.ip_address reject");
  EXPECT_EQ(check("http://a@b.com"), "links.misleading reject");
  EXPECT_EQ(check("http://paypa1.com"), "links.look_alike reject");
}

TEST(Links, HoldsOtherDomainsWhenOnlyAllowedOnesAre) {
  Filter filter{{{"only_allowed", true}, {"allow", List{"mysite.org"}}}};
  EXPECT_EQ(filter.check({.text = "a.com"}).code, "links.not_allowed");
}

TEST(Links, RefusesWhatIsNoDomain) {
  for (const char* option : {"deny", "allow", "shorteners", "protect"})
    for (const char* entry :
         {"https://example.com", "example.com/path", "exam ple.com", "", "a..b", "example.com:80", "*.example.com"})
      EXPECT_THROW(Filter(testing::Settings{{option, List{entry}}}), std::invalid_argument) << option << " " << entry;
  EXPECT_NO_THROW(
      Filter(testing::Settings{{"deny", List{"example.com", "bücher.de", "xyz", "10.0.0.1", "Example.ORG."}}}));
}

TEST(Links, RefusesLimitsOutOfRange) {
  EXPECT_THROW(Filter(testing::Settings{{"max", -1}}), std::invalid_argument);
  EXPECT_THROW(Filter(testing::Settings{{"max", 1001}}), std::invalid_argument);
  EXPECT_THROW(Filter(testing::Settings{{"new_author_approved", -1}}), std::invalid_argument);
  EXPECT_THROW(Filter(testing::Settings{{"denied", "maybe"}}), std::invalid_argument);
}

}  // namespace
}  // namespace moderato::links
