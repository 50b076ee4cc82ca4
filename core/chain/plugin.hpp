// A plugin library, loaded with Boost.DLL and checked before any of its code is called.
//
// It is loaded from a copy in memory named by its content's hash, so that a rebuilt plugin at the same path really is
// the new one, and replacing the file under a running daemon does no harm.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "comment/result.hpp"
#include "moderato/abi.h"

namespace moderato {

// Its code stays loaded for good. Immutable; thread-safe.
class Plugin {
 public:
  // Takes one of `loaded` where it has the same content: what was loaded once need not be loaded again. Errors:
  // plugin.cannot_read, plugin.owned_by_others and plugin.writable_by_others (trusted_path.hpp; the message says which
  // part of the path, and how to mend it), plugin.wrong_sanitizer, plugin.cannot_load, plugin.no_symbol,
  // plugin.wrong_magic, plugin.wrong_abi (it says which field, what was expected, what was found, and how to rebuild).
  static Result<std::shared_ptr<const Plugin>> load(const std::filesystem::path& file,
                                                    std::span<const std::shared_ptr<const Plugin>> loaded = {});
  virtual ~Plugin() = default;

  [[nodiscard]] virtual const moderato_plugin_v1& table() const = 0;
  [[nodiscard]] virtual const std::filesystem::path& file() const = 0;
  [[nodiscard]] virtual const std::string& content_hash() const = 0;  // 16 hex digits
};

// The hash of what is in the file now, as Plugin::content_hash gives it. Errors as for Plugin::load.
[[nodiscard]] Result<std::string> hash_of_plugin(const std::filesystem::path& file);

// Whether a table found in `file` is one this host can call; an error says why not.
[[nodiscard]] Result<void> check_handshake(const moderato_plugin_v1& table, const std::filesystem::path& file);

// Finds NAME.so in the folders, in order. The error names the folders and the nearest plugin that is there.
[[nodiscard]] Result<std::filesystem::path> find_plugin(std::string_view name,
                                                        std::span<const std::filesystem::path> folders);

// Every plugin in the folders, by name.
[[nodiscard]] std::vector<std::filesystem::path> list_plugins(std::span<const std::filesystem::path> folders);

}  // namespace moderato
