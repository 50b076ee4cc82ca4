// What a filter asks for in its options: noted while it is created, so that nobody has to write it down.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "moderato/filter.hpp"

namespace moderato::cli::plugin_check {

struct AskedOption {
  std::string name;
  std::string type;                // "integer", "one of"
  std::string fallback;            // as an operator would write it; empty where the plugin has its own
  std::string range;               // "1 to 100", or the choices
  std::vector<std::string> wrong;  // TOML values that must be refused
  std::string mistake;             // of the plugin: a range that has nothing in it, a fallback outside
};

[[nodiscard]] boost::json::object to_object(const AskedOption& option);

// Passes a filter's questions on to the host, and notes each option once. For one creation; what it is given outlives
// it.
class AskedOptions {
 public:
  // `filter`: the name it has in the configuration.
  AskedOptions(const moderato_options& host, const moderato_plugin_v1& plugin, std::string filter);
  AskedOptions(const AskedOptions&) = delete;
  AskedOptions& operator=(const AskedOptions&) = delete;

  // For `create`.
  [[nodiscard]] const moderato_options& raw() const { return raw_; }
  [[nodiscard]] const std::vector<AskedOption>& all() const { return asked_; }
  // The plugin that these are for, as it was loaded.
  [[nodiscard]] const moderato_plugin_v1& plugin() const { return plugin_; }
  [[nodiscard]] const std::string& filter() const { return filter_; }

 private:
  struct Getters;
  // Null when it was noted before.
  AskedOption* note(moderato_string name, std::string_view type);

  const moderato_options& host_;
  const moderato_plugin_v1& plugin_;
  std::string filter_;
  moderato_options raw_{};
  std::vector<AskedOption> asked_;
};

}  // namespace moderato::cli::plugin_check
