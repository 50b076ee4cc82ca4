// Sentences with numbers, signs and street words in them that tell nobody's data.
#include <gtest/gtest.h>

#include "moderato/testing.hpp"

namespace moderato {
namespace {

class InnocentSentence : public ::testing::TestWithParam<const char*> {};

TEST_P(InnocentSentence, Passes) {
  testing::Filter filter;
  const Finding finding = filter.check({.text = GetParam()});
  EXPECT_EQ(finding.action, Action::pass) << finding.message << "\n" << GetParam();
}

INSTANTIATE_TEST_SUITE_P(
    Privacy, InnocentSentence,
    ::testing::Values(
        // Dates, times and years.
        "It was on 2023-11-05 at 12:30, or 05.11.2023 as we write it.", "01-02-2023 15:30 and again 01.02.2023 16.45",
        "The years 2010-2020 were a 10-year span, 1990/91 was not.", "From 01.02.2023-05.02.2023 we were away.",
        "2019 2020 2021 2022 2023 all had one.", "Open 0900-1730, on Sundays 1000-1400.",
        "In 2008 Wall Street crashed.", "2023-11-05T12:30:45.123456+01:00",
        "In der Goethestraße 2019 war das noch anders.",
        // Scores, prices and quantities.
        "They won 3-2, 110-108 and 21:19.", "It costs $1,234,567.89 or 1.234.567,89 €.",
        "Prices rose 12.5 % to 1 000 000 euros.", "The debt is 31 415 926 535 897 dollars.",
        "£10000000000 and $2125551234 and €0612345678 wasted",
        "It grew by +500 000 000 euros, +3.14159 and +12345678 users.",
        "Populations: 212 000 0000, 330 million, 8 000 000 000.",
        "pi is 3.14159265358979323846 and e is 2.71828182845904", "the lottery drew 03 07 12 24 31",
        "or 03 07 12 24 31 45 with the extra", "Odds are 1 in 139 838 160.", "48.137154, 11.576124 and -0.127758",
        // Laws, versions and identifiers.
        "§ 823 Abs. 1 BGB, Art. 5 (1) GG, 18 U.S.C. 1001, Art. 6 (a) z.B. oder u.a.",
        "BGH, III ZR 123/22, and No. 12-345 (1973)", "Version 10.15.7 build 19H2026 on 192.168.178.1:8080",
        "ISBN 978-3-16-148410-0, ISBN 0-306-40615-2, ISBN 0612345678", "Order 07123456789 never came.",
        "see https://example.com/2023/11/05/article-0612345678.html?id=4111111111111112",
        "commit 4111111111111111a and 1234567890123456", "card 4111 1111 1111 1112 is a wrong number",
        "DE89 3704 0044 0532 0130 01 has the wrong sum", "a UUID 123e4567-e89b-12d3-a456-426614174000",
        "The code is 06123456789012345678901234567890", "01067 10115 20095 are postcodes",
        "id=0171123456 v=07123456789",
        // Signs and the word "at".
        "@jane and @john_doe, look at that.", "Look at example.com or amazon dot com for more.",
        "I was at home. Then he came at me.", "follow @user@mastodon.social",
        "https://medium.com/@user/story and https://user@host.example/", "logo@2x.png is a picture",
        "npm i react@18.2.0", "We met (at) noon", "meet me @ noon", "3 @ $5 each", "a@b, x@y and @@@",
        "Look at gmail.com, it is down",
        // Street words.
        "the 9 Supreme Court justices, 500 High Street shops closed", "It has 4 Wheel Drive and a 2 way street.",
        "a 5 minute drive on a 10 mile road", "Bundesstraße 27 ist gesperrt, die Hauptstraße 2 Stunden lang.",
        "Tabellenplatz 3, Ausweg 1, Hering 5 Euro", "Il a 3 place de parking et 2 avenues.",
        "Calle 13 is a band, via Facebook 2 days ago", "Avenida Brasil, 5 mil personas", "via Twitter 5 hours",
        "7 places, 12 roads, 3 streets", "Wall Street and Downing Street", "look at example dot com",
        "I was @ example.com yesterday"));

}  // namespace
}  // namespace moderato
