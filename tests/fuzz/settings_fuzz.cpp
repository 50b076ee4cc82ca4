// Any bytes are a configuration, or get problems that say where and why, each on a line of its own.
#include <string_view>

#include "comment/json_text.hpp"
#include "config/load.hpp"
#include "config/option_table.hpp"
#include "fuzz.hpp"

namespace {

using moderato::Problem;
using moderato::fuzz::require;

void check(const moderato::Problems& problems) {
  for (const Problem& problem : problems) {
    const std::string text = problem.text();
    require(!problem.message.empty(), "a problem without a word");
    require(moderato::valid_utf8(text) == text, "a problem that is no UTF-8");
    for (const char c : text)
      require(static_cast<unsigned char>(c) >= 0x20 && c != 0x7F, "a problem with a control character: " + text);
  }
}

// As a filter reads them: whatever the options hold, each getter answers.
void read_options(const moderato::FilterSettings& filter) {
  static const std::filesystem::path shared_data = ".";
  moderato::OptionReader reader{*filter.options, shared_data};
  const moderato_options& options = reader.raw();
  const auto name = [](std::string_view text) { return moderato::abi::string(text); };
  const std::int64_t whole = options.integer(options.host, name("whole"), 1, 0, 10);
  require(whole >= 0 && whole <= 10, "a whole number out of range");
  const double share = options.number(options.host, name("hold.TOXICITY"), 0.5, 0, 1);
  require(share >= 0 && share <= 1, "a number out of range");
  (void)options.boolean(options.host, name("yes"), 0);
  (void)options.string(options.host, name("query"), name("none"));
  const moderato_string choices[] = {name("sqlite"), name("token")};
  require(options.choice(options.host, name("source"), 1, choices, 2) < 2, "a choice that is none");
  options.list(
      options.host, name("names"), [](void*, moderato_string) {}, nullptr);
  (void)options.path(options.host, name("database"), name("members.db"));
  require(options.duration(options.host, name("window"), 5, 0, 1'000'000) >= 0, "a duration out of range");
  check(reader.finish());
  require(moderato::changed_options(*filter.options, *filter.options).empty(), "options that differ from themselves");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto loaded = moderato::parse_settings({reinterpret_cast<const char*>(data), size}, "fuzz.toml");
  if (const auto* problems = std::get_if<moderato::Problems>(&loaded)) {
    require(!problems->empty(), "refused without a reason");
    check(*problems);
    return 0;
  }
  const auto& settings = std::get<moderato::Settings>(loaded);
  require(!settings.chain.filters.empty(), "a chain without filters");
  for (const auto& filter : settings.chain.filters) read_options(filter);
  for (const auto& site : settings.sites)
    for (const auto& filter : site.chain.filters) read_options(filter);
  return 0;
}
