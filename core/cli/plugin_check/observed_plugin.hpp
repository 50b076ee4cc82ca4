// A plugin with an observer at its border: the daemon's own RunningFilter calls it as it calls any plugin, and what
// passes is looked at more strictly than the daemon does.
#pragma once

#include <memory>
#include <string>

#include "chain/plugin.hpp"
#include "cli/plugin_check/asked_options.hpp"

namespace moderato::cli::plugin_check {

// To be created with the options of AskedOptions only. An answer that is improper (proper.hpp), a second one, or an
// exception that comes out becomes an error of the filter. Immutable; as thread-safe as the plugin.
class ObservedPlugin final : public Plugin {
 public:
  explicit ObservedPlugin(std::shared_ptr<const Plugin> plugin);

  [[nodiscard]] const moderato_plugin_v1& table() const override { return table_; }
  [[nodiscard]] const std::filesystem::path& file() const override { return plugin_->file(); }
  [[nodiscard]] const std::string& content_hash() const override { return plugin_->content_hash(); }
  // As it was loaded.
  [[nodiscard]] const moderato_plugin_v1& original() const { return plugin_->table(); }

 private:
  std::shared_ptr<const Plugin> plugin_;
  moderato_plugin_v1 table_{};
};

}  // namespace moderato::cli::plugin_check
