// Personal data that must be found, each with exactly the bytes it takes.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "moderato/testing.hpp"

namespace moderato {
namespace {

struct Case {
  const char* code;
  const char* text;  // what is to be found stands between « and »
};

void PrintTo(const Case& given, std::ostream* to) {
  *to << given.text;
}

class PersonalData : public ::testing::TestWithParam<Case> {};

TEST_P(PersonalData, IsFoundToTheByte) {
  std::string text = GetParam().text;
  std::vector<Span> expected;
  for (auto at = text.find("«"); at != text.npos; at = text.find("«")) {
    text.erase(at, 2);
    const auto end = text.find("»", at);
    text.erase(end, 2);
    expected.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)});
  }
  testing::Filter filter;
  const Finding finding = filter.check({.text = text});
  EXPECT_EQ(finding.action, Action::hold);
  EXPECT_EQ(finding.code, GetParam().code);
  EXPECT_EQ(finding.spans, expected);
  for (const Span& span : finding.spans)
    EXPECT_EQ(finding.message.find(text.substr(span.begin, span.end - span.begin)), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(
    Email, PersonalData,
    ::testing::Values(Case{"privacy.email", "Write to «jane.doe@example.com»."},
                      Case{"privacy.email", "<«a.b+c_d%e-f@mail.example.co.uk»>"},
                      Case{"privacy.email", "«JANE@EXAMPLE.ORG», «john@example.org»"},
                      Case{"privacy.email", "mailto:«jane@example.com»?subject=x"},
                      Case{"privacy.email", "https://x.example/?mail=«jane@example.com»&b=1"},
                      Case{"privacy.email", "https://x.example/?mail=«jane%40example.com»&b=1"},
                      Case{"privacy.email", "«name (at) example (dot) com», please"},
                      Case{"privacy.email", "«name [at] example.com»"}, Case{"privacy.email", "«name(at)example.com»"},
                      Case{"privacy.email", "«name {at} example [dot] co [dot] uk»"},
                      Case{"privacy.email", "«name@example (punkt) de»"},
                      Case{"privacy.email", "«name (ät) example.de»"},
                      Case{"privacy.email", "mail «jane at gmail dot com» now"},
                      Case{"privacy.email", "mail «jane @ gmail.com» now"},
                      Case{"privacy.email", "«jane＠example．com»"}, Case{"privacy.email", "«jane@\u200bexample.com»"},
                      Case{"privacy.email", "请联系«jane@example.com»谢谢"},
                      Case{"privacy.email", "«jürgen@müller.de»"}, Case{"privacy.email", "«0612345678@free.fr»"}));

INSTANTIATE_TEST_SUITE_P(
    Phone, PersonalData,
    ::testing::Values(
        Case{"privacy.phone", "Call «+49 30 1234567»."}, Case{"privacy.phone", "«+49 (0) 30 / 123 45-67»"},
        Case{"privacy.phone", "tel:«+4915112345678»"}, Case{"privacy.phone", "«0049 171 1234567»"},
        Case{"privacy.phone", "«+1 212-555-0123» ok"}, Case{"privacy.phone", "«+44 20 7946 0958»"},
        Case{"privacy.phone", "«+44 (0)20 7946 0958»"}, Case{"privacy.phone", "«+33 6 12 34 56 78»"},
        Case{"privacy.phone", "«+8613812345678»"}, Case{"privacy.phone", "«+353 86 123 4567»"},
        Case{"privacy.phone", "«(212) 555-0123»"}, Case{"privacy.phone", "call «212-555-0123» 3 times"},
        Case{"privacy.phone", "«1-800-555-0199»"}, Case{"privacy.phone", "«212.555.0123»."},
        Case{"privacy.phone", "«212 555 0123»"}, Case{"privacy.phone", "«020 7946 0958»"},
        Case{"privacy.phone", "(«07700 900123»)"}, Case{"privacy.phone", "«07700900123»"},
        Case{"privacy.phone", "«0161 496 0000»"}, Case{"privacy.phone", "Tel.: «030/1234567»"},
        Case{"privacy.phone", "Tel.-Nr. «030/1234567»"}, Case{"privacy.phone", "«(030) 1234567»"},
        Case{"privacy.phone", "«0171 1234567», oder «089 / 12 34 56»"}, Case{"privacy.phone", "«01711234567»"},
        Case{"privacy.phone", "«01 99 00 12 34» ou «06.12.34.56.78»"}, Case{"privacy.phone", "«0612345678»"},
        Case{"privacy.phone", "«０３０　１２３４５６７»"}, Case{"privacy.phone", "«030‑1234567»"}));

INSTANTIATE_TEST_SUITE_P(
    Account, PersonalData,
    ::testing::Values(
        Case{"privacy.iban", "«DE89 3704 0044 0532 0130 00» bitte"},
        Case{"privacy.iban", "IBAN:«DE89370400440532013000»"}, Case{"privacy.iban", "«gb82 west 1234 5698 7654 32»"},
        Case{"privacy.iban", "«FR14 2004 1010 0505 0001 3M02 606»"}, Case{"privacy.iban", "«NO93-8601-1117-947»"},
        Case{"privacy.iban", "«ＤＥ８９ 3704 0044 0532 0130 00»"}, Case{"privacy.card", "«4111 1111 1111 1111»"},
        Case{"privacy.card", "my card «4111-1111-1111-1111», exp. 12/27"}, Case{"privacy.card", "«5555555555554444»"},
        Case{"privacy.card", "«3782 822463 10005»"}, Case{"privacy.card", "«6011 1111 1111 1117»"},
        Case{"privacy.card", "«4222222222222»"}, Case{"privacy.card", "«４１１１ １１１１ １１１１ １１１１»"}));

INSTANTIATE_TEST_SUITE_P(Address, PersonalData,
                         ::testing::Values(Case{"privacy.address", "He lives at «221B Baker Street», London."},
                                           Case{"privacy.address", "«1600 Pennsylvania Avenue» NW"},
                                           Case{"privacy.address", "«350 5th Ave»."},
                                           Case{"privacy.address", "she lives at «12 baker street»"},
                                           Case{"privacy.address", "«7 Privet Drive», Little Whinging"},
                                           Case{"privacy.address", "«3 Mill Close», Oxford"},
                                           Case{"privacy.address", "Er wohnt «Hauptstraße 12»."},
                                           Case{"privacy.address", "«Berliner Str. 5a», 2. Stock"},
                                           Case{"privacy.address", "in der «Goethestrasse 7» wohnt er"},
                                           Case{"privacy.address", "«Feldweg 3», 12345 Dorf"},
                                           Case{"privacy.address", "«12 rue de la Paix»"},
                                           Case{"privacy.address", "«3 bis, avenue Victor Hugo», Paris"},
                                           Case{"privacy.address", "il habite «12 rue de la paix» à Paris"},
                                           Case{"privacy.address", "«Calle Mayor 12», Madrid"},
                                           Case{"privacy.address", "«Avenida de la Constitución, 3»"},
                                           Case{"privacy.address", "abita in «Via Garibaldi 5»"},
                                           Case{"privacy.address", "«Piazza della Repubblica, 10», Roma"}));

}  // namespace
}  // namespace moderato
