#include "cli/plugin_check/given_options.hpp"

#include <algorithm>

#include "comment/json_text.hpp"
#include "config/wording.hpp"

namespace moderato::cli::plugin_check {
namespace {

constexpr std::string_view command_line = "the command line";

// JSON's strings are TOML's as well.
std::string quoted(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

// "hold.INSULT" as TOML has it, each part in quotes.
std::string toml_key(std::string_view name) {
  std::string key;
  while (true) {
    const std::size_t dot = name.find('.');
    key += quoted(name.substr(0, dot));
    if (dot == std::string_view::npos) return key;
    key += '.';
    name.remove_prefix(dot + 1);
  }
}

Document parsed(std::string_view toml, Problems& problems) {
  Report report{std::string{command_line}};
  Document document = parse_document(toml, report);
  problems = report.take();
  return document;
}

}  // namespace

GivenOptions::GivenOptions(const std::string& name) {
  data_.file = command_line;
  data_.shown = joined("filter", name);
}

std::optional<std::string> GivenOptions::write(std::string_view name, std::string_view value) {
  const std::string key = toml_key(name);
  Problems problems;
  const bool one_line = value.find('\n') == std::string_view::npos;  // behind a line break, more options could stand
  Document document = one_line ? parsed(key + " = " + std::string{value}, problems) : nullptr;
  if (document == nullptr) document = parsed(key + " = " + quoted(value), problems);
  if (document == nullptr) return problems.empty() ? "is no option" : problems.front().message;
  const auto top = name.substr(0, name.find('.'));
  if (const auto& keys = host_keys(); std::ranges::find(keys, top) != keys.end())
    return in_quotes(top) + " is Moderato's own, not the plugin's";
  Report report{std::string{command_line}};
  overlay(data_.entries, *document, data_.shown, report);
  written_.push_back(std::move(document));
  problems = report.take();
  return problems.empty() ? std::nullopt : std::optional{problems.front().message};
}

}  // namespace moderato::cli::plugin_check
