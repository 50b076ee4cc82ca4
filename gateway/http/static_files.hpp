// Files that are sent from memory. What is not in the table does not exist: no path of a request reaches a disk.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "comment/result.hpp"
#include "http/content.hpp"

namespace moderato::gateway::http {

// Filled before it is used; then any thread may ask.
class StaticFiles {
 public:
  // `name` is the path below wherever the table is mounted: "pages/console.html". The type follows from its ending.
  void add(std::string_view name, std::string content);
  // All regular files below a folder. Error: http.cannot_read, also for a file of more than 16 MB.
  Result<void> load(const std::filesystem::path& folder);

  // Null when there is no such file.
  [[nodiscard]] const Content* find(std::string_view name) const;

 private:
  std::map<std::string, Content, std::less<>> files_;
};

// "text/html; charset=utf-8" for "index.html"; "application/octet-stream" for what is not known.
[[nodiscard]] std::string_view type_of(std::string_view name);

}  // namespace moderato::gateway::http
