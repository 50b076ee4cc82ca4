// moderato plugins: what the daemon has loaded.
#include <unistd.h>

#include <iostream>

#include "cli/client.hpp"
#include "cli/command.hpp"
#include "cli/show.hpp"
#include "comment/json_fields.hpp"

namespace moderato::cli {
namespace {

namespace json = boost::json;

struct PluginsOptions {};

void show_plugin(const Painter& painter, const json::object& plugin) {
  const auto text = [&](std::string_view name) { return one_line(text_in(plugin, name), 400); };
  std::cout << painter.paint(text("name"), Colour::bold) << ' ' << text("version") << "  " << text("summary")
            << "\n  used as  ";
  std::string names;
  for (const json::value& name : list_in(plugin, "used_as"))
    if (name.is_string())
      names += (names.empty() ? "" : ", ") + one_line({name.get_string().data(), name.get_string().size()}, 64);
  std::cout << names << "\n  file     " << text("file") << "\n  hash     " << text("hash") << "\n  ABI      "
            << text("abi") << ", built by " << text("build") << '\n';
}

void show_plugins(const json::object& answer) {
  const Painter painter = Painter::for_output(STDOUT_FILENO);
  for (const json::value& value : list_in(answer, "plugins"))
    if (const json::object* plugin = value.if_object()) show_plugin(painter, *plugin);
}

ExitCode run(const Globals& globals, const PluginsOptions& /*options*/) {
  return ask_and_show(globals, {{"request", "plugins"}}, show_plugins);
}

void declare(Command& /*command*/, PluginsOptions& /*options*/) {}

}  // namespace

void add_plugins(Command& parent, Chosen& chosen) {
  add_command<PluginsOptions>(parent, chosen, "plugins", "List the filter plugins the daemon has loaded", &declare,
                              &run);
}

}  // namespace moderato::cli
