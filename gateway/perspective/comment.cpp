#include "perspective/comment.hpp"

#include "members/sites.hpp"

namespace moderato::gateway::perspective {
namespace {

constexpr std::string_view article = "perspective";
constexpr std::size_t id_bytes = 20;  // of the hash: enough that no two texts meet, also where somebody tries

}  // namespace

std::string comment_id(std::string_view site, std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  const KeyHash hash = key_hash(std::string{site}.append(1, '\0').append(text));
  std::string id = "perspective-";
  for (std::size_t i = 0; i < id_bytes; ++i) {
    id += digits[hash.at(i) >> 4U];
    id += digits[hash.at(i) & 0xFU];
  }
  return id;
}

boost::json::object comment_of(std::string_view site, std::string_view text) {
  const std::string id = comment_id(site, text);
  return {{"id", id},     {"site", site},    {"article", article}, {"author", {{"id", id}, {"name", "unknown"}}},
          {"text", text}, {"unlisted", true}};
}

}  // namespace moderato::gateway::perspective
