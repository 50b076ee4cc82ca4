#include "reading.hpp"

#include <algorithm>
#include <stdexcept>

#include "instant.hpp"

namespace moderato::membership {
namespace {

bool contains(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

std::string lower(std::string_view text) {
  std::string folded{text};
  for (char& letter : folded)
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  return folded;
}

Reading::Reading(Options& options) {
  for (const std::string& role : options.list("staff_roles", {"staff", "editor", "moderator"}))
    staff_roles_.push_back(lower(role));
  for (std::size_t i = 0; i < status_count; ++i) {
    const std::string name{to_string(static_cast<Status>(i))};
    const std::string option = "status_map." + name;
    for (const std::string& word : options.list(option)) {
      const std::string folded = lower(word);
      for (std::size_t other = 0; other < i; ++other)
        if (contains(words_[other], folded))
          options.refuse(option, "lists \"" + word + "\", which status_map." +
                                     std::string{to_string(static_cast<Status>(other))} + " lists too");
      words_[i].push_back(folded);
    }
  }
  // The four words stand for themselves unless the operator maps them elsewhere.
  for (std::size_t i = 0; i < status_count; ++i) {
    const std::string_view name = to_string(static_cast<Status>(i));
    const bool mapped =
        std::any_of(words_.begin(), words_.end(), [&](const auto& words) { return contains(words, name); });
    if (!mapped) words_[i].emplace_back(name);
  }
}

Member Reading::member(const Row& row) const {
  Member member;
  if (!row.status) return member;
  const std::string status = lower(*row.status);
  const auto known =
      std::find_if(words_.begin(), words_.end(), [&](const auto& words) { return contains(words, status); });
  if (known == words_.end())
    throw std::runtime_error("the status \"" + *row.status +
                             "\" is none of active, lapsed, banned, unknown; say what it means with status_map");
  member.status = static_cast<Status>(known - words_.begin());
  if (row.expires_at && !row.expires_at->empty()) {
    const auto expires = parse_instant(*row.expires_at);
    if (!expires)
      throw std::runtime_error("expires_at \"" + *row.expires_at + "\" is neither an RFC 3339 time nor Unix seconds");
    member.expires = *expires;
  }
  member.staff = std::any_of(row.roles.begin(), row.roles.end(),
                             [&](const std::string& role) { return contains(staff_roles_, lower(role)); });
  return member;
}

}  // namespace moderato::membership
