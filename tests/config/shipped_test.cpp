// config/moderato.toml: what it says is what the code says without it, and what is built in.
#include <fstream>
#include <iterator>

#include "given.hpp"

namespace moderato::config_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Settings shipped() {
  Loaded loaded = load_settings(MODERATO_SHIPPED_TOML);
  if (const auto* problems = std::get_if<Problems>(&loaded))
    for (const Problem& problem : *problems) ADD_FAILURE() << problem.text();
  return std::get<Settings>(std::move(loaded));
}

TEST(Shipped, SaysTheDefaults) {
  const Settings said = shipped();
  const Settings meant;
  EXPECT_EQ(said.intake.queue.bind, meant.intake.queue.bind);
  EXPECT_EQ(said.intake.desk.bind, meant.intake.desk.bind);
  EXPECT_EQ(said.feed.publish.bind, meant.feed.publish.bind);
  EXPECT_EQ(said.control.endpoint.bind, meant.control.endpoint.bind);
  for (const Endpoints* endpoints : {&said.intake.queue, &said.intake.desk, &said.feed.publish, &said.control.endpoint})
    EXPECT_THAT(endpoints->connect, IsEmpty());
  EXPECT_EQ(said.intake.limits.text_bytes, meant.intake.limits.text_bytes);
  EXPECT_EQ(said.intake.limits.frame_bytes, meant.intake.limits.frame_bytes);
  EXPECT_EQ(said.intake.max_in_flight, meant.intake.max_in_flight);
  EXPECT_EQ(said.intake.max_per_client, meant.intake.max_per_client);
  EXPECT_EQ(said.intake.open_early, meant.intake.open_early);
  EXPECT_EQ(said.feed.max_queued, meant.feed.max_queued);
  EXPECT_EQ(said.ledger.path.filename(), meant.ledger.path);
  EXPECT_EQ(said.ledger.commit_rows, meant.ledger.commit_rows);
  EXPECT_EQ(said.monitor, meant.monitor);
  EXPECT_EQ(said.gateway.endpoint, meant.gateway.endpoint);
  EXPECT_EQ(said.gateway.read_model.filename(), meant.gateway.read_model);
  EXPECT_EQ(said.gateway.store.filename(), meant.gateway.store);
  EXPECT_EQ(said.gateway.casebook.filename(), meant.gateway.casebook);
  EXPECT_EQ(said.gateway.daemon, meant.gateway.daemon);
  EXPECT_EQ(said.gateway.trusted_proxies, meant.gateway.trusted_proxies);
  EXPECT_EQ(said.gateway.limits, meant.gateway.limits);
  EXPECT_EQ(said.gateway.http, meant.gateway.http);
  EXPECT_THAT(said.gateway.sites, IsEmpty());
  EXPECT_EQ(said.privacy, meant.privacy);
  EXPECT_EQ(said.log.format, meant.log.format);
  EXPECT_EQ(said.log.level, meant.log.level);
  EXPECT_EQ(said.log.comments, meant.log.comments);
  EXPECT_EQ(said.plugin_path, meant.plugin_path);
  EXPECT_EQ(said.workers, meant.workers);
  EXPECT_EQ(said.chain.stop_on_reject, meant.chain.stop_on_reject);
  EXPECT_THAT(said.sites, IsEmpty());
  std::vector<std::string> names;
  const FilterSettings usual;
  for (const FilterSettings& filter : said.chain.filters) {
    names.push_back(filter.name);
    EXPECT_EQ(filter.plugin, filter.name);
    EXPECT_EQ(filter.mode, usual.mode);
    EXPECT_EQ(filter.on_error, usual.on_error);
    EXPECT_EQ(filter.budget, usual.budget);
  }
  EXPECT_THAT(names, ElementsAre("membership", "duplicate", "civility"));
}

TEST(Shipped, SpellsOutEveryDefault) {
  const std::string_view toml = embedded_toml();
  for (const std::string_view key : {"workers",
                                     "queue",
                                     "desk",
                                     "max_text_bytes",
                                     "max_frame_bytes",
                                     "max_in_flight",
                                     "max_per_client",
                                     "open_early",
                                     "publish",
                                     "max_queued",
                                     "endpoint",
                                     "hang_after",
                                     "path",
                                     "commit_rows",
                                     "read_model",
                                     "store",
                                     "casebook",
                                     "format",
                                     "level",
                                     "comments",
                                     "filters",
                                     "stop_on_reject",
                                     "trusted_proxies",
                                     "comments_per_member",
                                     "comments_per_address",
                                     "reports_per_address",
                                     "decisions_per_address",
                                     "threads",
                                     "max_connections",
                                     "max_connections_per_address",
                                     "max_streams",
                                     "max_body_bytes"})
    EXPECT_NE(toml.find("\n" + std::string{key} + " = "), std::string_view::npos) << key;
}

TEST(Shipped, PlacesTheLedgerBesideTheFile) {
  EXPECT_EQ(shipped().ledger.path, std::filesystem::path{MODERATO_SHIPPED_TOML}.parent_path() / "ledger.db");
}

TEST(Embedded, IsTheShippedFile) {
  std::ifstream in{MODERATO_SHIPPED_TOML, std::ios::binary};
  EXPECT_EQ(embedded_toml(), std::string(std::istreambuf_iterator<char>{in}, {}));
}

TEST(Embedded, StartsAtTheCurrentFolder) {
  const Loaded loaded = load_embedded();
  const auto& settings = std::get<Settings>(loaded);
  EXPECT_EQ(settings.ledger.path, "ledger.db");
  EXPECT_EQ(settings.file, "");
  EXPECT_EQ(settings.chain.filters.size(), 3U);
}

}  // namespace
}  // namespace moderato::config_test
