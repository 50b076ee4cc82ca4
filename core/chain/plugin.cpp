#include "chain/plugin.hpp"

#include <dlfcn.h>
#include <unistd.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <boost/dll/shared_library.hpp>
#include <cstddef>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>

#include "config/load.hpp"
#include "config/trusted_path.hpp"

namespace moderato {
namespace {

// A folder only this process can enter, gone with the object.
class PrivateFolder {
 public:
  PrivateFolder() : path_((std::filesystem::temp_directory_path() / "moderato-XXXXXX").string()) {
    if (::mkdtemp(path_.data()) == nullptr) path_.clear();
  }
  ~PrivateFolder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  PrivateFolder(const PrivateFolder&) = delete;
  PrivateFolder& operator=(const PrivateFolder&) = delete;
  [[nodiscard]] std::filesystem::path path() const { return path_; }

 private:
  std::string path_;
};

Error error(std::string code, const std::filesystem::path& file, const std::string& what) {
  return {std::move(code), file.string() + ": " + what};
}

// Whoever may write the library, or swap it in one of its folders, may run code as the daemon.
std::optional<Error> refused_for_its_place(const std::filesystem::path& file) {
  const auto doubt = doubt_about(file);
  if (!doubt) return std::nullopt;
  switch (doubt->kind) {
    case Doubt::Kind::cannot_read:
      return error("plugin.cannot_read", file, "not loaded: " + doubt->sentence);
    case Doubt::Kind::owned_by_others:
      return error("plugin.owned_by_others", file, "not loaded: " + doubt->sentence);
    case Doubt::Kind::writable_by_others:
      return error("plugin.writable_by_others", file, "not loaded: " + doubt->sentence);
  }
  return std::nullopt;
}

std::string hash_of(std::string_view content) {
  std::array<char, 17> hex{};
  const auto hash = static_cast<unsigned long long>(XXH3_64bits(content.data(), content.size()));
  std::snprintf(hex.data(), hex.size(), "%016llx", hash);
  return hex.data();
}

Result<std::string> read_plugin(const std::filesystem::path& file) {
  if (auto refused = refused_for_its_place(file)) return *refused;
  std::ifstream in{file, std::ios::binary};
  std::string content{std::istreambuf_iterator<char>{in}, {}};
  if (!in) return error("plugin.cannot_read", file, "can't be read");
  return content;
}

// The runtime of a sanitizer ends the process that it is loaded into, where it was not there from the beginning.
std::optional<Error> refused_for_its_sanitizer(std::string_view content, const std::filesystem::path& file) {
  for (const auto& [symbol, name] : {std::pair{"__asan_init", "address"}, std::pair{"__tsan_init", "thread"}})
    if (content.find(symbol) != std::string_view::npos && ::dlsym(RTLD_DEFAULT, symbol) == nullptr)
      return error(
          "plugin.wrong_sanitizer", file,
          "is built with the " + std::string{name} + " sanitizer, and Moderato is not; build both the same way");
  return std::nullopt;
}

// Boost's error code says only that it failed; the loader has the sentence.
std::string reason_of_the_loader(const boost::dll::fs::error_code& failed) {
  const char* const reason = ::dlerror();
  return reason != nullptr ? reason : failed.message();
}

class LoadedPlugin final : public Plugin {
 public:
  LoadedPlugin(std::filesystem::path file, std::string hash, boost::dll::shared_library library)
      : file_(std::move(file)),
        hash_(std::move(hash)),
        library_(std::move(library)),
        table_(library_.get<const moderato_plugin_v1>(MODERATO_PLUGIN_SYMBOL)) {}

  [[nodiscard]] const moderato_plugin_v1& table() const override { return table_; }
  [[nodiscard]] const std::filesystem::path& file() const override { return file_; }
  [[nodiscard]] const std::string& content_hash() const override { return hash_; }

 private:
  std::filesystem::path file_;
  std::string hash_;
  boost::dll::shared_library library_;
  const moderato_plugin_v1& table_;
};

// Never unloaded: a library that is gone while something of it lives (a thread, a destructor, what its own libraries
// keep) takes the daemon with it. Boost has no name for that flag of dlopen(3).
constexpr auto how_to_load = static_cast<boost::dll::load_mode::type>(
    boost::dll::load_mode::rtld_now | boost::dll::load_mode::rtld_local | RTLD_NODELETE);

std::string version(unsigned major, unsigned minor) {
  return std::to_string(major) + "." + std::to_string(minor);
}

constexpr std::string_view rebuild = "; rebuild it against this Moderato's SDK headers";

}  // namespace

Result<void> check_handshake(const moderato_plugin_v1& table, const std::filesystem::path& file) {
  if (table.magic != MODERATO_ABI_MAGIC)
    return error("plugin.wrong_magic", file,
                 "\"" MODERATO_PLUGIN_SYMBOL
                 "\" does not begin with Moderato's magic number, so it is no filter; "
                 "name the filter with MODERATO_FILTER");
  const std::string built = table.build != nullptr ? " (built by " + std::string{table.build} + ")" : "";
  if (table.abi_major != MODERATO_ABI_MAJOR)
    return error("plugin.wrong_abi", file,
                 "field abi_major: expected ABI " + version(MODERATO_ABI_MAJOR, MODERATO_ABI_MINOR) + ", found " +
                     version(table.abi_major, table.abi_minor) + built + std::string{rebuild});
  // Tables only grow, by a minor version. What came after 1.0 is read only where the size covers it.
  constexpr std::size_t smallest = offsetof(moderato_plugin_v1, forget);
  if (table.size < smallest)
    return error("plugin.wrong_abi", file,
                 "field size: expected at least " + std::to_string(smallest) + " bytes, found " +
                     std::to_string(table.size) + built + std::string{rebuild});
  if (table.name == nullptr || table.version == nullptr || table.summary == nullptr || table.create == nullptr ||
      table.destroy == nullptr || table.check == nullptr)
    return error("plugin.wrong_abi", file,
                 "name, version, summary, create, destroy and check must be set, and one is not; use MODERATO_FILTER, "
                 "or fill the table of moderato/abi.h");
  return {};
}

Result<std::string> hash_of_plugin(const std::filesystem::path& file) {
  const auto content = read_plugin(file);
  if (!content) return content.error();
  return hash_of(*content);
}

Result<std::shared_ptr<const Plugin>> Plugin::load(const std::filesystem::path& file,
                                                   std::span<const std::shared_ptr<const Plugin>> loaded) {
  const auto read = read_plugin(file);
  if (!read) return read.error();
  const std::string& content = *read;

  std::string hash = hash_of(content);
  for (const auto& plugin : loaded)
    if (plugin->content_hash() == hash && plugin->file() == file) return plugin;
  if (auto refused = refused_for_its_sanitizer(content, file)) return *refused;
  // The loader keeps what is loaded under its path, so every copy has a path of its own. Once mapped, it needs no file.
  const PrivateFolder folder;
  const std::filesystem::path copy = folder.path() / (file.stem().string() + "-" + hash + ".so");
  std::ofstream out{copy, std::ios::binary};
  if (!out.write(content.data(), static_cast<std::streamsize>(content.size())) || !out.flush())
    return error("plugin.cannot_load", file, "can't be copied to " + copy.string());
  boost::dll::fs::error_code failed;
  boost::dll::shared_library library;
  library.load(copy, how_to_load, failed);
  if (failed)
    return error("plugin.cannot_load", file,
                 "can't be loaded: " + reason_of_the_loader(failed) +
                     " (where programs may not run from the temporary folder, set TMPDIR to one where they may)");
  if (!library.has(MODERATO_PLUGIN_SYMBOL))
    return error("plugin.no_symbol", file,
                 "exports no \"" MODERATO_PLUGIN_SYMBOL "\", so it is no filter; name the filter with MODERATO_FILTER");
  auto plugin = std::make_shared<LoadedPlugin>(file, std::move(hash), std::move(library));
  if (auto shaken = check_handshake(plugin->table(), file); !shaken) return shaken.error();
  return std::shared_ptr<const Plugin>{std::move(plugin)};
}

std::vector<std::filesystem::path> list_plugins(std::span<const std::filesystem::path> folders) {
  std::vector<std::filesystem::path> found;
  for (const std::filesystem::path& folder : folders) {
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator{folder, ignored})
      if (entry.path().extension() == ".so") found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.stem() < b.stem(); });
  return found;
}

Result<std::filesystem::path> find_plugin(std::string_view name, std::span<const std::filesystem::path> folders) {
  if (name.find('/') != std::string_view::npos)
    return Error{"plugin.bad_name", "\"" + std::string{name} + "\" is no plugin's name: it must not have a slash"};
  std::string searched;
  for (const std::filesystem::path& folder : folders) {
    std::filesystem::path file = folder / (std::string{name} + ".so");
    std::error_code ignored;
    if (std::filesystem::is_regular_file(file, ignored)) return file;
    searched += (searched.empty() ? "" : ", ") + folder.string();
  }
  std::vector<std::string> there;
  for (const auto& file : list_plugins(folders)) there.push_back(file.stem().string());
  const std::string near = nearest_name(name, there);
  return Error{"plugin.not_found", "no plugin \"" + std::string{name} + "\" in " + searched +
                                       (near.empty() ? "" : "; did you mean \"" + near + "\"?")};
}

}  // namespace moderato
