// [gateway.site."NAME".akismet]: what it says, and every mistake in it.
#include "config/akismet_settings.hpp"

#include "given.hpp"

namespace moderato::config_test {
namespace {

using ::testing::ElementsAre;

TEST(Akismet, IsReadForItsSite) {
  const Settings settings =
      settings_of(with_chain("[gateway.site.blog.akismet]\nheld = \"ham\"\ncallbacks = [\"https://blog.example.org\"]\n"
                             "recheck_after = \"2d\"\ndiscard_from = 1.5\n[gateway.site.other]\n"));
  ASSERT_EQ(settings.gateway.sites.size(), 2U);
  ASSERT_TRUE(settings.gateway.sites[0].akismet);
  EXPECT_EQ(*settings.gateway.sites[0].akismet,
            (AkismetSettings{AkismetHeld::ham, {"https://blog.example.org"}, std::chrono::days{2}, 1.5}));
  EXPECT_FALSE(settings.gateway.sites[1].akismet);
}

TEST(Akismet, HasDefaults) {
  const Settings settings = settings_of(with_chain("[gateway.site.blog.akismet]\n"));
  EXPECT_EQ(*settings.gateway.sites.at(0).akismet, AkismetSettings{});
}

struct AkismetMistake {
  const char* toml;
  const char* problem;
};
class AkismetMistakes : public ::testing::TestWithParam<AkismetMistake> {};

TEST_P(AkismetMistakes, NamePlaceExpectedAndFound) {
  EXPECT_THAT(problems_of(with_chain(std::string{"[gateway.site.b.akismet]\n"} + GetParam().toml)),
              ElementsAre(GetParam().problem));
}

const AkismetMistake akismet_mistakes[] = {
    {"held = \"hold\"", "2:8: gateway.site.b.akismet.held: expected \"moderate\", \"spam\" or \"ham\", found \"hold\""},
    {"callbacks = [\"https://blog.example.org/\"]",
     "2:14: gateway.site.b.akismet.callbacks: expected an origin as browsers send it, such as "
     "\"https://www.example.org\", without a path or a slash, found \"https://blog.example.org/\""},
    {"callbacks = \"blog.example.org\"",
     "2:13: gateway.site.b.akismet.callbacks: expected an origin as browsers send it, such as "
     "\"https://www.example.org\", found \"blog.example.org\""},
    {"recheck_after = \"10s\"",
     "2:17: gateway.site.b.akismet.recheck_after: expected a time span such as \"250ms\", \"90s\", \"5m\", \"12h\" or "
     "\"30d\" from 1m to 3650d, found \"10s\""},
    {"discard_from = -1", "2:16: gateway.site.b.akismet.discard_from: expected a number from 0 to 2, found -1"},
    {"hold = \"ham\"",
     "2:1: gateway.site.b.akismet.hold: unknown, expected held, callbacks, recheck_after or discard_from; did you mean "
     "held?"},
};
INSTANTIATE_TEST_SUITE_P(All, AkismetMistakes, ::testing::ValuesIn(akismet_mistakes), by_toml);

}  // namespace
}  // namespace moderato::config_test
