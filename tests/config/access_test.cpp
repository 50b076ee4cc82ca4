#include "config/access.hpp"

#include "given.hpp"

namespace moderato::config_test {
namespace {

using ::testing::ElementsAre;

// Made for this test, and used nowhere.
constexpr std::string_view client_key = "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7";

std::string with_key(std::string_view toml) {
  return with_chain("[access]\ncurve_key = {file = \"server.key\"}\n" + std::string{toml});
}

TEST(Access, IsReadFromTheFile) {
  const Settings settings =
      settings_of(with_key("[access.client.web-1]\nkey = \"" + std::string{client_key} +
                           "\"\nroles = [\"submit\", \"feed\"]\n"
                           "[feed]\npublish = {bind = \"tcp://*:1\", connect = \"tcp://broker:2\", "
                           "server_key = \"" +
                           std::string{client_key} + "\"}"));
  ASSERT_TRUE(settings.access.curve_key);
  EXPECT_EQ(settings.access.curve_key->kind, SecretSource::Kind::file);
  EXPECT_EQ(settings.access.curve_key->name, "etc/server.key");
  Roles roles;
  roles.add(Role::submit);
  roles.add(Role::feed);
  EXPECT_EQ(settings.access.clients, (std::vector<ClientSettings>{{"web-1", std::string{client_key}, roles}}));
  EXPECT_EQ(settings.feed.publish.server_key, client_key);
  EXPECT_FALSE(roles.has(Role::operate));
  EXPECT_FALSE(roles.has(Role::review));
}

struct AccessMistake {
  const char* toml;
  const char* problem;
};

class AccessMistakes : public ::testing::TestWithParam<AccessMistake> {};

TEST_P(AccessMistakes, AreNamed) {
  EXPECT_THAT(problems_of(with_key(GetParam().toml)), ElementsAre(GetParam().problem));
}

constexpr AccessMistake access_mistakes[] = {
    {"curve_kye = 1", "3:1: access.curve_kye: unknown, expected curve_key or client; did you mean curve_key?"},
    {"[access.client.web]\nroles = [\"feed\"]",
     "3:1: access.client.web.key: expected the client's public key, found none"},
    {"[access.client.web]\nkey = \"abc\"\nroles = [\"feed\"]",
     "4:7: access.client.web.key: expected a key of 40 characters, as \"moderato keys\" makes them, found 3 that are "
     "none"},
    {"[access.client.web]\nkey = \"%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%\"\nroles = [\"feed\"]",
     "4:7: access.client.web.key: expected a key of 40 characters, as \"moderato keys\" makes them, found 40 that are "
     "none"},
    {"[access.client.web]\nkey = \"rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7\"",
     "3:1: access.client.web.roles: expected at least one of submit, feed, operate or review, found none"},
    {"[access.client.web]\nkey = \"rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7\"\nroles = [\"submit\", \"reviw\"]",
     R"(5:20: access.client.web.roles: expected submit, feed, operate or review, found "reviw"; did you mean review?)"},
    {"[access.client.\"web site\"]\nkey = \"rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7\"\nroles = [\"feed\"]",
     R"(3:16: access.client: expected a name of 1 to 64 letters, digits, "_", "-" or ".", found "web site")"},
    {"[access.client.a]\nkey = \"rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7\"\nroles = \"feed\"\n"
     "[access.client.b]\nkey = \"rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7\"\nroles = \"feed\"",
     R"(7:7: access.client.b.key: expected a key of its own, found that of "a")"},
    {"[control]\nendpoint.connect = \"tcp://broker:1\"",
     R"(4:20: control.endpoint.connect: expected an address on this machine, such as "tcp://127.0.0.1:5871" or )"
     R"("ipc://path", or server_key beside connect, since what travels to and from other machines could be read and )"
     R"(forged, found "tcp://broker:1")"},
    {"[control]\nendpoint = {bind = \"tcp://*:1\", server_key = \"rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7\"}",
     "4:46: control.endpoint.server_key: expected connect beside it: it is the key of whom we call"},
};
INSTANTIATE_TEST_SUITE_P(All, AccessMistakes, ::testing::ValuesIn(access_mistakes), by_toml);

TEST(Access, NeedsTheDaemonsKeyBeforeAnythingElse) {
  EXPECT_THAT(
      problems_of(with_chain("[access.client.web]\nkey = \"" + std::string{client_key} + "\"\nroles = \"feed\"")),
      ElementsAre("1:1: access.client: expected access.curve_key beside it: without the daemon's key nobody is "
                  "asked for one"));
  EXPECT_THAT(
      problems_of(with_chain("[feed]\npublish = {connect = \"tcp://127.0.0.1:1\", server_key = \"" +
                             std::string{client_key} + "\"}")),
      ElementsAre("2:56: feed.publish.server_key: expected access.curve_key as well: we show it to whom we call"));
}

TEST(Access, DoesNotRepeatWhatMayBeASecret) {
  for (const char* written : {"\"secret!\"", "{text = \"secret!\"}", "{file = \"a\", env = \"secret!\"}", "7"})
    EXPECT_THAT(problems_of(with_chain("[access]\ncurve_key = " + std::string{written})),
                ElementsAre("2:13: access.curve_key: expected {env = \"NAME\"}, {file = \"path\"} or {credential = "
                            "\"name\"}"))
        << written;
}

}  // namespace
}  // namespace moderato::config_test
