#include "http/static_files.hpp"

#include <array>
#include <stdexcept>
#include <utility>

#include "moderato/watched_files.hpp"

namespace moderato::gateway::http {
namespace {

constexpr std::size_t largest_file = 16U << 20U;

// What browsers ask for (IANA's registry of media types; fonts: RFC 8081; JavaScript: RFC 9239).
constexpr std::array<std::pair<std::string_view, std::string_view>, 16> types{{
    {"html", "text/html; charset=utf-8"},
    {"css", "text/css; charset=utf-8"},
    {"js", "text/javascript; charset=utf-8"},
    {"mjs", "text/javascript; charset=utf-8"},
    {"json", "application/json"},
    {"map", "application/json"},
    {"txt", "text/plain; charset=utf-8"},
    {"md", "text/markdown; charset=utf-8"},
    {"svg", "image/svg+xml"},
    {"png", "image/png"},
    {"jpg", "image/jpeg"},
    {"webp", "image/webp"},
    {"ico", "image/vnd.microsoft.icon"},
    {"woff2", "font/woff2"},
    {"webmanifest", "application/manifest+json"},
    {"xml", "application/xml"},
}};

}  // namespace

std::string_view type_of(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  const std::string_view ending = dot == std::string_view::npos ? std::string_view{} : name.substr(dot + 1);
  for (const auto& [each, type] : types)
    if (same_word(each, ending)) return type;
  return "application/octet-stream";
}

void StaticFiles::add(std::string_view name, std::string content) {
  files_.insert_or_assign(std::string{name}, Content::make(type_of(name), std::move(content)));
}

Result<void> StaticFiles::load(const std::filesystem::path& folder) try {
  for (const auto& entry : std::filesystem::recursive_directory_iterator{folder})
    if (entry.is_regular_file())
      add(entry.path().lexically_relative(folder).generic_string(), read_file(entry.path().string(), largest_file));
  return {};
} catch (const std::exception& error) {
  return Error{"http.cannot_read", error.what()};
}

const Content* StaticFiles::find(std::string_view name) const {
  const auto found = files_.find(name);
  return found == files_.end() ? nullptr : &found->second;
}

}  // namespace moderato::gateway::http
