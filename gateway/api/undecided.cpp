#include "api/undecided.hpp"

namespace moderato::gateway::api {
namespace {

std::string key_of(std::string_view site, std::string_view id) {
  return std::string{site}.append("/").append(id);  // a site has no slash
}

}  // namespace

std::optional<Undecided::Hold> Undecided::enter(std::string_view site, std::string_view id, Entry entry) {
  std::string key = key_of(site, id);
  const std::lock_guard lock{mutex_};
  Counted& found = entries_[key];
  if (found.count == 0)
    found.entry = std::move(entry);
  else if (found.entry.author != entry.author)
    return std::nullopt;
  ++found.count;
  return std::optional<Hold>{std::in_place, *this, std::move(key)};
}

std::optional<Undecided::Entry> Undecided::find(std::string_view site, std::string_view id) const {
  const std::lock_guard lock{mutex_};
  const auto found = entries_.find(key_of(site, id));
  return found == entries_.end() ? std::nullopt : std::optional{found->second.entry};
}

void Undecided::leave(const std::string& key) {
  const std::lock_guard lock{mutex_};
  const auto found = entries_.find(key);
  if (found != entries_.end() && --found->second.count == 0) entries_.erase(found);
}

}  // namespace moderato::gateway::api
