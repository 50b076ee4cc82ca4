// Every kind of mistake in the settings, with its place and its words.
#include "config/web_origin.hpp"
#include "given.hpp"

namespace moderato::config_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Mistake {
  const char* toml;
  const char* problem;
};

class Mistakes : public ::testing::TestWithParam<Mistake> {};

TEST_P(Mistakes, NamesPlaceExpectedAndFound) {
  EXPECT_THAT(problems_of(with_chain(GetParam().toml)), ElementsAre(GetParam().problem));
}

constexpr Mistake values[] = {
    {"workers = \"two\"", R"(1:11: workers: expected an integer from 0 to 1024, found "two")"},
    {"workers = -1", "1:11: workers: expected an integer from 0 to 1024, found -1"},
    {"\n  workers = 1.5", "2:13: workers: expected an integer from 0 to 1024, found 1.5"},
    {"workers = []", "1:11: workers: expected an integer from 0 to 1024, found a list"},
    {"workers = 2026-01-01", "1:11: workers: expected an integer from 0 to 1024, found a date"},
    {"workers = 08:00:00", "1:11: workers: expected an integer from 0 to 1024, found a time"},
    {"plugin_path = [\"ok\", 7]", "1:22: plugin_path: expected a string, found 7"},
    {"plugin_path = true", "1:15: plugin_path: expected a string or a list of strings, found true"},
    {"plugin_path = \"\"", R"(1:15: plugin_path: expected a folder, found "")"},
    {"intake = 5", "1:10: intake: expected a table, found 5"},
    {"[intake]\nmax_text_bytes = 0", "2:18: intake.max_text_bytes: expected an integer from 1 to 16777216, found 0"},
    {"[intake]\nmax_frame_bytes = 1",
     "2:19: intake.max_frame_bytes: expected an integer from 256 to 67108864, found 1"},
    {"[intake]\nmax_text_bytes = 300_000",
     "2:18: intake.max_text_bytes: expected max_text_bytes to be at most max_frame_bytes, found 300000 and 262144"},
    {"[intake]\nmax_frame_bytes = 1_000",
     "2:19: intake.max_frame_bytes: expected max_text_bytes to be at most max_frame_bytes, found 20000 and 1000"},
    {"[intake]\nmax_in_flight = 0", "2:17: intake.max_in_flight: expected an integer from 1 to 100000000, found 0"},
    {"[feed]\nmax_queued = false", "2:14: feed.max_queued: expected an integer from 1 to 100000000, found false"},
    {"[ledger]\npath = \"\"", R"(2:8: ledger.path: expected a path, found "")"},
    {"[ledger]\npath = \"a\\u0000b\"", R"(2:8: ledger.path: expected a path, found "a\x00b")"},
    {"[ledger]\ncommit_rows = 0", "2:15: ledger.commit_rows: expected an integer from 1 to 1000000, found 0"},
    {"[monitor]\nhang_after = 60",
     R"(2:14: monitor.hang_after: expected a time span such as "250ms", "90s", "5m", "12h" or "30d" from 100ms to 1d, )"
     R"(found 60)"},
    {"[monitor]\nendpoint = 5875", "2:12: monitor.endpoint: expected a string, found 5875"},
    {"[monitor]\nendpoint = \"5875\"",
     R"(2:12: monitor.endpoint: expected an address and a port, such as "127.0.0.1:5875" or "[::1]:5875", or "" for none, )"
     R"(found "5875")"},
    {"[monitor]\nendpoint = \"127.0.0.1:99999\"",
     R"(2:12: monitor.endpoint: expected an address and a port, such as "127.0.0.1:5875" or "[::1]:5875", or "" for none, )"
     R"(found "127.0.0.1:99999")"},
    {"[monitor]\nendpoint = \"0.0.0.0:9\"",
     R"(2:12: monitor.endpoint: expected an address of this machine alone, such as "127.0.0.1:9" (nobody is asked who )"
     R"(they are there: let others in by a tunnel or a proxy that asks), found "0.0.0.0:9")"},
    {"[monitor]\nendpoint = \"[2001:db8::1]:9\"",
     R"(2:12: monitor.endpoint: expected an address of this machine alone, such as "127.0.0.1:9" (nobody is asked who )"
     R"(they are there: let others in by a tunnel or a proxy that asks), found "[2001:db8::1]:9")"},
    {"[gateway]\nendpoint = \"localhost:80\"",
     R"(2:12: gateway.endpoint: expected an address in numbers and a port, such as "127.0.0.1:5876" or "[::1]:5876", )"
     R"(found "localhost:80")"},
    {"[gateway]\nread_model = \"\"", R"(2:14: gateway.read_model: expected a path, found "")"},
    {"[gateway]\ndaemon.desk = \"tcp://*:1\"",
     R"(2:15: gateway.daemon.desk: expected a host to connect to; "*" is for bind, found "tcp://*:1")"},
    {"[gateway]\ndaemon.control = \"inproc://x\"",
     R"(2:18: gateway.daemon.control: expected an address that another process can call: tcp:// or ipc://, )"
     R"(found "inproc://x")"},
    {"[gateway]\ntrusted_proxies = [\"127.0.0.1\", \"10.0.0.0/33\"]",
     R"(2:33: gateway.trusted_proxies: expected an address or a network such as "127.0.0.1" or "10.0.0.0/8", )"
     R"(found "10.0.0.0/33")"},
    {"[gateway.limits]\ncomments_per_member = -1",
     "2:23: gateway.limits.comments_per_member: expected an integer from 0 to 1000000, found -1"},
    {"[gateway.http]\nmax_streams = 16384",
     "2:15: gateway.http.max_streams: expected max_streams to be less than max_connections, found 16384 and 16384"},
    {"[gateway.site.\"a/b\"]",
     R"(1:15: gateway.site: expected a name of 1 to 64 bytes without "/" and control characters, found "a/b")"},
    {"[gateway.site.a]\nmax_age = \"2d\"",
     R"(2:11: gateway.site.a.max_age: expected a time span such as "250ms", "90s", "5m", "12h" or "30d" from 0s to 1d, )"
     R"(found "2d")"},
    {"[gateway.site.a]\norigins = \"https://www.example.org/\"",
     R"(2:11: gateway.site.a.origins: expected an origin as browsers send it, such as "https://www.example.org", )"
     R"(without a path or a slash, found "https://www.example.org/")"},
    {"[gateway.site.a]\norigins = \"https://www.example.org:443\"",
     R"(2:11: gateway.site.a.origins: expected an origin as browsers send it, such as "https://www.example.org", )"
     R"(without the port that goes without saying, found "https://www.example.org:443")"},
    {"[gateway.site.a]\norigins = [\"https://WWW.example.org\"]",
     R"(2:12: gateway.site.a.origins: expected an origin as browsers send it, such as "https://www.example.org", )"
     R"(in lower case, found "https://WWW.example.org")"},
    {"[gateway.site.a]\norigins = \"*\"",
     R"(2:11: gateway.site.a.origins: expected an origin as browsers send it, such as "https://www.example.org", )"
     R"(found "*")"},
    {"[gateway.site.a.key.web]\nroles = \"submit\"",
     "1:1: gateway.site.a.key.web.hash: expected the SHA-256 of the key, found none"},
    {"[gateway.site.a.key.web]\nroles = \"submit\"\nhash = \"the-key-itself\"",
     "3:8: gateway.site.a.key.web.hash: expected 64 hex digits in lower case: the SHA-256 of the key "
     "(printf %s KEY | sha256sum)"},
    {"[gateway.site.a.key.web]\nroles = \"submit\"\nkey = \"the-key-itself\"",
     R"(3:7: gateway.site.a.key.web.key: expected {env = "NAME"}, {file = "path"} or {credential = "name"})"},
    {"[gateway.site.a.key.web]\nroles = \"submt\"\nkey = { env = \"KEY\" }",
     R"(2:9: gateway.site.a.key.web.roles: expected submit, articles, perspective or akismet, found "submt"; did you mean submit?)"},
    {"[gateway.site.a.key.web]\nkey = { env = \"KEY\" }",
     "1:1: gateway.site.a.key.web.roles: expected at least one of submit, articles, perspective or akismet, found "
     "none"},
    {"[gateway.site.a.key.\"w b\"]",
     R"(1:21: gateway.site.a.key: expected a name of 1 to 64 letters, digits, "_", "-" or ".", found "w b")"},
    {"[gateway.site.a]\norigin = \"https://a.example\"",
     "2:1: gateway.site.a.origin: unknown, expected origins, max_age, key, tokens, reject_reasons, perspective, "
     "akismet or coral; did you mean origins?"},
    {"[privacy.retention]\nip = 30",
     R"(2:6: privacy.retention.ip: expected a time span such as "250ms", "90s", "5m", "12h" or "30d" from 1s to 36500d, )"
     R"(found 30)"},
    {"[privacy.retention]\nname = \"1d\"",
     "2:1: privacy.retention.name: unknown, expected ip, email, token or rejected_text"},
    {"[log]\nformat = \"jsn\"",
     R"(2:10: log.format: expected "auto", "text" or "json", found "jsn"; did you mean "json"?)"},
    {"[log]\nlevel = \"loud\"", R"(2:9: log.level: expected "debug", "info", "warning" or "error", found "loud")"},
    {"[log]\nlevel = 3", R"(2:9: log.level: expected "debug", "info", "warning" or "error", found 3)"},
    {"[log]\ncomments = \"yes\"", R"(2:12: log.comments: expected true or false, found "yes")"},
};
INSTANTIATE_TEST_SUITE_P(Values, Mistakes, ::testing::ValuesIn(values), by_toml);

constexpr Mistake misnamed[] = {
    {"worker = 1",
     "1:1: worker: unknown, expected workers, plugin_path, access, intake, feed, control, ledger, monitor, gateway, "
     "privacy, "
     "log, "
     "chain, "
     "filter or site; "
     "did "
     "you mean workers?"},
    {"[intak]",
     "1:2: intak: unknown, expected workers, plugin_path, access, intake, feed, control, ledger, monitor, gateway, "
     "privacy, "
     "log, chain, "
     "filter or site; "
     "did "
     "you mean intake?"},
    {"[gateway]\nread-model = \"x\"",
     "2:1: gateway.read-model: unknown, expected endpoint, read_model, store, casebook, daemon, trusted_proxies, "
     "limits, http, tokens, reject_reasons, site or webhook; did you mean read_model?"},
    {"[gateway]\ndaemon.fed = \"tcp://127.0.0.1:1\"",
     "2:8: gateway.daemon.fed: unknown, expected desk, feed or control; did you mean feed?"},
    {"[log]\ncolour = true", "2:1: log.colour: unknown, expected format, level or comments"},
    {"[log]\n  Level = \"info\"", "2:3: log.Level: unknown, expected format, level or comments; did you mean level?"},
    {"[log]\n\"le\\u001bvel\" = 1",
     R"(2:1: log."le\x1bvel": unknown, expected format, level or comments; did you mean level?)"},
    {"[control]\nendpont = { bind = \"inproc://x\" }",
     "2:1: control.endpont: unknown, expected endpoint; did you mean endpoint?"},
    {"[feed]\npublish = { bind = \"inproc://x\", conect = \"inproc://y\" }",
     "2:34: feed.publish.conect: unknown, expected server_key, bind, ipc_mode or connect; did you mean connect?"},
};
INSTANTIATE_TEST_SUITE_P(Names, Mistakes, ::testing::ValuesIn(misnamed), by_toml);

constexpr Mistake addresses[] = {
    {"[feed]\npublish = \"tcp://127.0.0.1:1\"", R"(2:11: feed.publish: expected a table, found "tcp://127.0.0.1:1")"},
    {"[feed]\npublish = {}", "2:11: feed.publish: expected bind or connect with an address, found neither"},
    {"[feed]\npublish = { bind = [] }", "2:11: feed.publish: expected bind or connect with an address, found neither"},
    {"[feed]\npublish = { bind = 5873 }",
     "2:20: feed.publish.bind: expected a string or a list of strings, found 5873"},
    {"[feed]\npublish.bind = \"localhost:5873\"",
     R"(2:16: feed.publish.bind: expected an address such as "tcp://127.0.0.1:5871", "ipc://path" or "inproc://name", )"
     R"(found "localhost:5873")"},
    {"[feed]\npublish.bind = \"tcp://127.0.0.1\"",
     R"(2:16: feed.publish.bind: expected tcp://host:port, with a port, found "tcp://127.0.0.1")"},
    {"[feed]\npublish.bind = [\"ipc://x\", \"tcp://:5\"]",
     R"(2:28: feed.publish.bind: expected a host before the port, as in "tcp://127.0.0.1:5871", found "tcp://:5")"},
    {"[feed]\npublish.bind = \"tcp://::1:5\"",
     R"(2:16: feed.publish.bind: expected an IPv6 address in brackets, as in "tcp://[::1]:5871", found "tcp://::1:5")"},
    {"[feed]\npublish.bind = \"tcp://[::1]\"",
     R"(2:16: feed.publish.bind: expected tcp://host:port, with a port, found "tcp://[::1]")"},
    {"[feed]\npublish.bind = \"tcp://*:65536\"",
     R"(2:16: feed.publish.bind: expected a port from 1 to 65535, or "*" for any free one, found "tcp://*:65536")"},
    {"[feed]\npublish.connect = \"tcp://host:0\"",
     R"(2:19: feed.publish.connect: expected a port from 1 to 65535 to connect to, found "tcp://host:0")"},
    {"[feed]\npublish.connect = \"tcp://*:5\"",
     R"(2:19: feed.publish.connect: expected a host to connect to; "*" is for bind, found "tcp://*:5")"},
    {"[feed]\npublish.connect = \"tcp://host:http\"",
     R"(2:19: feed.publish.connect: expected a port from 1 to 65535, found "tcp://host:http")"},
    {"[feed]\npublish = { bind = \"ipc://x\", ipc_mode = \"0640x\" }",
     R"(2:42: feed.publish.ipc_mode: expected a file's mode with which its owner can read and write, such as "0600" or )"
     R"("0660", found "0640x")"},
    {"[feed]\npublish = { bind = \"ipc://x\", ipc_mode = \"0060\" }",
     R"(2:42: feed.publish.ipc_mode: expected a file's mode with which its owner can read and write, such as "0600" or )"
     R"("0660", found "0060")"},
    {"[feed]\npublish = { bind = \"ipc://x\", ipc_mode = \"4660\" }",
     R"(2:42: feed.publish.ipc_mode: expected a file's mode with which its owner can read and write, such as "0600" or )"
     R"("0660", found "4660")"},
    {"[feed]\npublish = { bind = \"tcp://127.0.0.1:*\", ipc_mode = \"0660\" }",
     R"(2:52: feed.publish.ipc_mode: expected an ipc:// address to bind beside it: it is the mode of that file, found )"
     R"("0660")"},
    {"[feed]\npublish.bind = \"ipc://\"", R"(2:16: feed.publish.bind: expected a path after ipc://, found "ipc://")"},
    {"[feed]\npublish.bind = \"inproc://\"",
     R"(2:16: feed.publish.bind: expected a name after inproc://, found "inproc://")"},
    {"[feed]\npublish.bind = \"tcp://a b:5\"",
     R"(2:16: feed.publish.bind: expected an address such as "tcp://127.0.0.1:5871", "ipc://path" or "inproc://name", )"
     R"(found "tcp://a b:5")"},
    {"[feed]\npublish.bind = \"tcp://127.0.0.1:5871\"",
     R"(2:16: feed.publish.bind: expected an address of its own (the default of intake.queue has this one), )"
     R"(found "tcp://127.0.0.1:5871")"},
    {"[intake]\nqueue.bind = \"tcp://127.0.0.1:5874\"",
     R"(2:14: intake.queue.bind: expected an address of its own (the default of control.endpoint has this one), )"
     R"(found "tcp://127.0.0.1:5874")"},
    {"[intake]\nqueue.bind = \"inproc://q\"\ndesk.bind = [\"inproc://d\", \"inproc://q\"]",
     R"(3:28: intake.desk.bind: expected an address of its own (intake.queue.bind has this one), found "inproc://q")"},
};
INSTANTIATE_TEST_SUITE_P(Addresses, Mistakes, ::testing::ValuesIn(addresses), by_toml);

TEST(Problems, AreAllReportedInTheOrderOfTheFile) {
  EXPECT_THAT(
      problems_of("wrkers = 1\n"
                  "[log]\n"
                  "level = \"inf\"\n"
                  "color = 1\n"
                  "[intake]\n"
                  "desk.bind = \"tcp://x\"\n"
                  "[ledger]\n"
                  "commit_rows = \"many\"\n"
                  "[chain]\n"
                  "filters = [\"a\", \"a\"]\n"
                  "[site.\"x/y\"]\n"),
      ElementsAre(
          "1:1: wrkers: unknown, expected workers, plugin_path, access, intake, feed, control, ledger, monitor, "
          "gateway, privacy, log, chain, "
          "filter or site; did you mean workers?",
          R"(3:9: log.level: expected "debug", "info", "warning" or "error", found "inf"; did you mean "info"?)",
          "4:1: log.color: unknown, expected format, level or comments",
          R"(6:13: intake.desk.bind: expected tcp://host:port, with a port, found "tcp://x")",
          R"(8:15: ledger.commit_rows: expected an integer from 1 to 1000000, found "many")",
          R"(10:17: chain.filters: expected each filter once, found "a" again)",
          R"(11:7: site: expected a name of 1 to 64 bytes without "/" and control characters, found "x/y")"));
}

TEST(Problems, ReadLikeCompilersWriteThem) {
  const Loaded loaded = parse_settings(with_chain("workers = -1"), "/etc/moderato/moderato.toml");
  EXPECT_EQ(std::get<Problems>(loaded).at(0).text(),
            "/etc/moderato/moderato.toml:1:11: workers: expected an integer from 0 to 1024, found -1");
}

TEST(Problems, OfTheSyntaxAreToldInTheWordsOfTheParser) {
  EXPECT_THAT(problems_of("[log]\nlevel = \n"),
              ElementsAre("2:9: not valid TOML: Error while parsing key-value pair: expected value, saw '\\n'"));
  EXPECT_THAT(
      problems_of("[log]\n[log]\n"),
      ElementsAre("2:1: not valid TOML: Error while parsing table header: cannot redefine existing table 'log'"));
}

TEST(Problems, ColumnsCountCharacters) {
  EXPECT_THAT(problems_of(with_chain("[log]\n\"é\" = 1")),
              ElementsAre(R"(2:1: log."é": unknown, expected format, level or comments)"));
  EXPECT_THAT(problems_of(with_chain("plugin_path = [\"é\", 1]")),
              ElementsAre("1:21: plugin_path: expected a string, found 1"));
}

TEST(Settings, AreReadFromTheFile) {
  const Settings settings = settings_of(R"(
workers = 3
plugin_path = ["plugins", "/opt/filters"]
[intake]
queue = { bind = ["tcp://localhost:*", "ipc://run/queue"], connect = "tcp://127.0.0.2:1" }
desk = { connect = ["tcp://[::1]:65535"] }
max_text_bytes = 10
max_frame_bytes = 1_000
max_in_flight = 5
[feed]
publish = { bind = "ipc:///run/feed", ipc_mode = "0660" }
max_queued = 6
[control]
endpoint.bind = "inproc://control"
[ledger]
path = "../data/l.db"
commit_rows = 7
[log]
format = "json"
level = "error"
comments = true
[chain]
filters = "a"
stop_on_reject = false
)");
  EXPECT_EQ(settings.file, file);
  EXPECT_EQ(settings.workers, 3U);
  EXPECT_THAT(settings.plugin_path, ElementsAre("etc/plugins", "/opt/filters"));
  EXPECT_THAT(settings.intake.queue.bind, ElementsAre("tcp://localhost:*", "ipc://etc/run/queue"));
  EXPECT_THAT(settings.intake.queue.connect, ElementsAre("tcp://127.0.0.2:1"));
  EXPECT_THAT(settings.intake.desk.bind, IsEmpty());
  EXPECT_THAT(settings.intake.desk.connect, ElementsAre("tcp://[::1]:65535"));
  EXPECT_EQ(settings.intake.limits.text_bytes, 10U);
  EXPECT_EQ(settings.intake.limits.frame_bytes, 1'000U);
  EXPECT_EQ(settings.intake.max_in_flight, 5U);
  EXPECT_THAT(settings.feed.publish.bind, ElementsAre("ipc:///run/feed"));
  EXPECT_EQ(settings.feed.publish.ipc_mode, 0660U);
  EXPECT_EQ(settings.intake.queue.ipc_mode, 0600U);
  EXPECT_EQ(settings.feed.max_queued, 6U);
  EXPECT_THAT(settings.control.endpoint.bind, ElementsAre("inproc://control"));
  EXPECT_EQ(settings.ledger.path, "data/l.db");
  EXPECT_EQ(settings.ledger.commit_rows, 7U);
  EXPECT_EQ(settings.log.format, LogFormat::json);
  EXPECT_EQ(settings.log.level, Level::error);
  EXPECT_TRUE(settings.log.comments);
  EXPECT_EQ(settings.chain.filters.size(), 1U);
  EXPECT_FALSE(settings.chain.stop_on_reject);
}

TEST(Settings, MayBindAnyFreePortManyTimes) {
  settings_of(
      with_chain("[intake]\nqueue.bind = \"tcp://127.0.0.1:*\"\ndesk.bind = \"tcp://127.0.0.1:*\"\n"
                 "[feed]\npublish.bind = \"tcp://127.0.0.1:0\"\n[control]\nendpoint.bind = \"tcp://127.0.0.1:0\""));
}

TEST(Settings, MayPutTheMonitorAnywhereOnThisMachineOrNowhere) {
  for (const std::string_view endpoint : {"127.0.0.1:0", "127.9.9.9:80", "[::1]:65535", ""}) {
    const Settings settings = settings_of(with_chain("monitor.endpoint = \"" + std::string{endpoint} + "\""));
    EXPECT_EQ(settings.monitor.endpoint, endpoint);
  }
}

TEST(Settings, LetTheGatewayCallWhereTheDaemonListens) {
  const Settings said =
      settings_of(with_chain("[intake]\ndesk.bind = \"ipc://run/desk\"\n[feed]\npublish.bind = \"tcp://127.0.0.1:0\"\n"
                             "[control]\nendpoint.bind = \"tcp://[::1]:9\""));
  EXPECT_EQ(said.gateway.daemon, (DaemonAddresses{"ipc://etc/run/desk", "", "tcp://[::1]:9"}));
  EXPECT_EQ(said.gateway.read_model, "etc/gateway.db");
  EXPECT_EQ(said.gateway.store, "etc/gateway-store.db");
  EXPECT_EQ(said.gateway.casebook, "etc/gateway-casebook.db");
  EXPECT_EQ(settings_of(with_chain("")).gateway.daemon, DaemonAddresses{});
}

TEST(Settings, TellTheGatewayOfSites) {
  const Settings said =
      settings_of(with_chain("[gateway.limits]\ncomments_per_member = 0\n"
                             "[gateway.site.\"news.example\"]\nmax_age = \"30s\"\n"
                             "origins = [\"https://www.example.org\", \"http://[::1]:8080\", \"http://localhost:*\"]\n"
                             "[gateway.site.\"news.example\".key.web]\nroles = [\"articles\", \"submit\"]\n"
                             "hash = \"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\"\n"
                             "[gateway.site.other.key.web]\nkey = { file = \"web.key\" }\nroles = \"perspective\"\n"
                             "requests_per_minute = 600\n"
                             "[gateway.site.other.tokens]\nkey_file = \"token.key\"\n"));
  EXPECT_EQ(said.gateway.limits.comments_per_member, 0);
  EXPECT_EQ(said.gateway.limits.reports_per_address, GatewayLimits{}.reports_per_address);
  EXPECT_EQ(said.gateway.tokens, nullptr);
  ASSERT_EQ(said.gateway.sites.size(), 2U);
  const GatewaySite& news = said.gateway.sites[0];
  EXPECT_EQ(news.name, "news.example");
  EXPECT_EQ(news.max_age, std::chrono::seconds{30});
  EXPECT_EQ(news.origins.size(), 3U);
  EXPECT_EQ(news.keys.at(0).roles, (std::vector{SiteRole::articles, SiteRole::submit}));
  EXPECT_EQ(std::get<std::string>(news.keys[0].key).size(), 64U);
  EXPECT_EQ(news.tokens, nullptr);
  const GatewaySite& other = said.gateway.sites[1];
  EXPECT_EQ(std::get<SecretSource>(other.keys.at(0).key).name, "etc/web.key");
  EXPECT_EQ(other.keys[0].roles, std::vector{SiteRole::perspective});
  EXPECT_EQ(other.keys[0].requests_per_minute, 600);
  EXPECT_EQ(news.keys[0].requests_per_minute, 0);
  EXPECT_NE(other.tokens, nullptr);
}

TEST(WebOrigin, OfThisMachineMayHaveAnyPort) {
  EXPECT_TRUE(allows_web_origin("http://localhost:*", "http://localhost"));
  EXPECT_TRUE(allows_web_origin("http://localhost:*", "http://localhost:8080"));
  for (const char* other : {"http://localhost.evil.example", "https://localhost:1", "http://localhost:80.evil.example",
                            "http://localhost:", "null", ""})
    EXPECT_FALSE(allows_web_origin("http://localhost:*", other)) << other;
  EXPECT_TRUE(allows_web_origin("https://a.example", "https://a.example"));
  EXPECT_FALSE(allows_web_origin("https://a.example", "https://a.example:8443"));
}

TEST(Settings, LetTheGatewayCallElsewhere) {
  const Settings said =
      settings_of(with_chain("[gateway]\nendpoint = \"0.0.0.0:80\"\nread_model = \"/var/x.db\"\nstore = \"/var/y.db\"\n"
                             "daemon = { desk = \"tcp://comments.example:1\", feed = \"ipc://feed\" }\n"));
  EXPECT_EQ(said.gateway.daemon,
            (DaemonAddresses{"tcp://comments.example:1", "ipc://etc/feed", "tcp://127.0.0.1:5874"}));
  EXPECT_EQ(said.gateway.endpoint, "0.0.0.0:80");
  EXPECT_EQ(said.gateway.read_model, "/var/x.db");
  EXPECT_EQ(said.gateway.store, "/var/y.db");
}

TEST(Settings, DoNotExpandTheEnvironment) {
  EXPECT_EQ(settings_of(with_chain("ledger.path = \"$HOME/~/${HOME}\"")).ledger.path, "etc/$HOME/~/${HOME}");
}

}  // namespace
}  // namespace moderato::config_test
