// moderato new-plugin: writes a filter of one's own, as a project that builds and passes its test as it is.
#include <array>
#include <filesystem>
#include <iostream>

#include "chain/plugin.hpp"
#include "cli/client.hpp"
#include "cli/command.hpp"
#include "cli/new_plugin/name.hpp"
#include "cli/new_plugin/project.hpp"
#include "cli/terminal.hpp"
#include "daemon/places.hpp"

namespace moderato::cli {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

struct NewPluginOptions {
  std::string name;
  std::string language = "c++";
  std::string into = ".";
};

// The folders of templates that make up a language's project.
struct Language {
  std::string_view name;
  std::array<std::string_view, 3> parts;
};
constexpr auto languages = std::to_array<Language>({
    {"c++", {"common", "cmake", "c++"}},
    {"c", {"common", "cmake", "c"}},
    {"rust", {"common", "rust", ""}},
    {"python", {"common", "python", ""}},
});

std::vector<std::string> names_of_languages() {
  std::vector<std::string> names;
  for (const Language& language : languages) names.emplace_back(language.name);
  return names;
}

Result<std::vector<fs::path>> templates_for(std::string_view name, const fs::path& all) {
  std::vector<fs::path> found;
  for (const Language& language : languages)
    if (language.name == name)
      for (const std::string_view part : language.parts)
        if (!part.empty()) found.push_back(all / part);
  for (const fs::path& each : found) {
    std::error_code ignored;
    if (!fs::is_directory(each, ignored))
      return Error{"cli.cannot_read", each.string() + " is not there: install the package moderato-dev"};
  }
  return found;
}

void show(const fs::path& folder, const std::vector<fs::path>& files) {
  std::cout << printable(folder.string()) << '\n';
  for (const fs::path& file : files) std::cout << "  " << file.string() << '\n';
  std::cout << "How to build, test, try and install it is in " << printable((folder / "README.md").string()) << '\n';
}

ExitCode run(const Globals& globals, const NewPluginOptions& options) {
  if (const std::string objection = objection_to(options.name); !objection.empty())
    return report(globals, {"cli.bad_name", objection});
  const Places places = places_of_this_program();
  if (const auto found = find_plugin(options.name, places.plugin_path))
    return report(globals, {"cli.bad_name", "there is a filter named \"" + options.name + "\" already, " +
                                                found->string() + "; choose another name"});
  const auto templates = templates_for(options.language, places.shared_data / "templates");
  if (!templates) return report(globals, templates.error());
  const fs::path folder = (fs::path{options.into} / options.name).lexically_normal();
  const auto files = write_project(folder, *templates, options.name);
  if (!files) return report(globals, files.error());
  if (globals.json) {
    json::array names;
    for (const fs::path& file : *files) names.emplace_back(file.string());
    std::cout << json::serialize(json::object{{"folder", folder.string()}, {"files", names}}) << '\n';
    return ExitCode::ok;
  }
  show(folder, *files);
  return ExitCode::ok;
}

void declare(Command& command, NewPluginOptions& options) {
  command.option("name", options.name, "What the filter is called: lower case letters, digits and single underscores")
      .required();
  command.option("--language", options.language, "What it is written in")
      .shows_default()
      .check(one_of(names_of_languages()));
  command.option("--into", options.into, "The folder that the project's folder is put into")
      .shows_default()
      .of_type("DIR");
  command.footer(
      "Example: moderato new-plugin shouting --language c\n"
      "Writes shouting/: a filter with one option, its test, a README, and a workflow for GitHub. Overwrites nothing.");
}

}  // namespace

void add_new_plugin(Command& parent, Chosen& chosen) {
  add_command<NewPluginOptions>(parent, chosen, "new-plugin", "Write the project of a new filter", &declare, &run);
}

}  // namespace moderato::cli
