// Ways to look at the queue or the search that moderators keep under a name.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "comment/result.hpp"
#include "store/store.hpp"

namespace moderato::gateway::console {

struct View {
  std::string name;
  std::string owner;
  bool shared = false;
  std::string query;  // JSON
};

// Thread-safe. Uses a disk. What goes wrong with the file is a sqlite::Failure, thrown.
class Views {
 public:
  static constexpr std::size_t most = 100;  // of one owner

  // Errors: those of open_store.
  [[nodiscard]] static Result<std::unique_ptr<Views>> open(const std::filesystem::path& store);

  // Their own and those that are shared, by name.
  [[nodiscard]] std::vector<View> seen_by(std::string_view who);
  // Replaces the owner's of this name. Error: view.too_many.
  [[nodiscard]] Result<void> put(const View& view);
  // Their own of this name; where they have none and `any_shared`, one that is shared. Whether there was one.
  bool drop(std::string_view name, std::string_view who, bool any_shared);

 private:
  explicit Views(sqlite::Database database);

  std::mutex mutex_;
  sqlite::Database database_;
  sqlite::Statement get_, put_, count_, drop_, drop_shared_;
};

}  // namespace moderato::gateway::console
