#include <algorithm>
#include <boost/json.hpp>
#include <utility>

#include "cli/plugin_check/checks.hpp"
#include "comment/json_text.hpp"
#include "config/chains.hpp"
#include "config/wording.hpp"

namespace moderato::cli::plugin_check {
namespace {

std::string_view sanitizer_in(std::string_view build) {
  for (const std::string_view sanitizer : {"address sanitizer", "thread sanitizer"})
    if (build.find(sanitizer) != std::string_view::npos) return sanitizer;
  return "no sanitizer";
}

bool is_one_line(std::string_view text) {
  return !text.empty() && text.size() <= 200 && valid_utf8(text) == text &&
         std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

void look_at_names(const Trial& trial, const moderato_plugin_v1& table, std::vector<Line>& lines) {
  const std::string fix = "give it to MODERATO_FILTER";
  if (!is_filter_name(table.name))
    lines.push_back(failed("handshake", "the name " + in_quotes(table.name), std::string{filter_name_form}, fix));
  if (!is_filter_name(trial.name))
    lines.push_back(failed("handshake", "the file's name " + in_quotes(trial.name),
                           std::string{filter_name_form} + ": a chain names the file", "rename the file"));
  else if (table.name != trial.name)
    lines.push_back({"handshake", State::warning,
                     "the filter " + in_quotes(table.name) + " in a file named " + in_quotes(trial.name),
                     "one name: a chain names the file, and reasons name the filter", "rename one of them"});
  if (!is_one_line(table.version))
    lines.push_back(failed("handshake", "the version " + in_quotes(table.version), "a line", fix));
  if (!is_one_line(table.summary))
    lines.push_back(failed("handshake", "the summary " + in_quotes(table.summary), "a line", fix));
}

void look_at_build(const moderato_plugin_v1& table, std::vector<Line>& lines) {
  const std::string_view built = table.build != nullptr ? table.build : "";
  if (!is_one_line(built))
    lines.push_back({"handshake", State::warning, "no word about what it was built with",
                     "compiler and version, for those who look for a fault", "set `build`, or use MODERATO_FILTER"});
  if (sanitizer_in(built) != sanitizer_in(detail::build))
    lines.push_back(failed("handshake", "it is built with " + std::string{sanitizer_in(built)},
                           "what this Moderato is built with: " + std::string{sanitizer_in(detail::build)},
                           "build both the same way"));
  constexpr std::uint32_t known =
      MODERATO_CONCURRENT | MODERATO_REMEMBERS | MODERATO_WANTS_CONTEXT | MODERATO_WANTS_THREAD;
  if ((table.flags & ~known) != 0)
    lines.push_back({"handshake", State::warning, "flags that this Moderato does not know: it leaves them alone",
                     "those of moderato/abi.h", "see whether this Moderato is older than the plugin"});
}

std::string traits_of(std::uint32_t flags) {
  std::string traits;
  for (const auto& [flag, name] :
       {std::pair{MODERATO_CONCURRENT, "concurrent"}, std::pair{MODERATO_REMEMBERS, "remembers"},
        std::pair{MODERATO_WANTS_CONTEXT, "wants context"}, std::pair{MODERATO_WANTS_THREAD, "wants threads"}})
    if ((flags & flag) != 0) traits += std::string{", "} + name;
  return traits;
}

}  // namespace

Outcome check_handshake(const Trial& trial, std::span<Progress, most_threads> progress) {
  Outcome outcome;
  const auto loaded = [&] {
    const InCall call{progress[0], Call::load};
    return Plugin::load(trial.file);
  }();
  if (!loaded) {
    outcome.lines.push_back(failed("handshake", loaded.error().message, "a plugin that moderatod loads", {}));
    outcome.facts["code"] = loaded.error().code;
    return outcome;
  }
  const moderato_plugin_v1& table = (*loaded)->table();
  look_at_names(trial, table, outcome.lines);
  look_at_build(table, outcome.lines);
  const std::string version = std::to_string(table.abi_major) + "." + std::to_string(table.abi_minor);
  const std::string built = table.build != nullptr ? table.build : "unknown";
  if (outcome.lines.empty())
    outcome.lines.push_back(ok("handshake", std::string{table.name} + " " + table.version + ", ABI " + version +
                                                ", built by " + built + traits_of(table.flags)));
  outcome.facts = {{"name", valid_utf8(table.name)},       {"version", valid_utf8(table.version)},
                   {"summary", valid_utf8(table.summary)}, {"abi", version},
                   {"build", valid_utf8(built)},           {"hash", (*loaded)->content_hash()}};
  return outcome;
}

}  // namespace moderato::cli::plugin_check
