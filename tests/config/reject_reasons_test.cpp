// reject_reasons, of [gateway] and of a site.
#include "config/reject_reasons.hpp"

#include "config/gateway_settings.hpp"
#include "given.hpp"

namespace moderato::config_test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(RejectReasons, AreReadForAllAndForASite) {
  const GatewaySettings gateway =
      settings_of(with_chain("[gateway]\nreject_reasons = [\"Off topic.\"]\n"
                             "[gateway.site.blog]\nreject_reasons = [\"Hors sujet.\", \"Publicité.\"]\n"
                             "[gateway.site.other]\n"))
          .gateway;
  EXPECT_THAT(gateway.reject_reasons, ElementsAre("Off topic."));
  EXPECT_THAT(gateway.sites.at(0).reject_reasons, ElementsAre("Hors sujet.", "Publicité."));
  EXPECT_THAT(gateway.sites.at(1).reject_reasons, IsEmpty());
}

TEST(RejectReasons, AreSentencesThatADecisionCanHold) {
  const std::string longest(longest_reject_reason, 'x');
  const std::string toml =
      "[gateway]\nreject_reasons = [\"" + longest + "\",\n \"" + longest + "x\",\n \"\",\n \" \\n\"]\n";
  EXPECT_THAT(
      problems_of(with_chain(toml)),
      ElementsAre("3:2: gateway.reject_reasons: expected a sentence of at most 2000 bytes, found 2001 bytes",
                  "4:2: gateway.reject_reasons: expected a sentence of at most 2000 bytes, found an empty one",
                  "5:2: gateway.reject_reasons: expected a sentence of at most 2000 bytes, found an empty one"));
}

}  // namespace
}  // namespace moderato::config_test
