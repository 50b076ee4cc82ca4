// The sentence that commenters read.
#pragma once

#include <span>
#include <string>

#include "lists.hpp"

namespace moderato::wordlist {

// Of entries that are in a text: each once, the first three by what is written in the list.
inline std::string named(std::span<const Hit> hits) {
  constexpr std::size_t most_named = 3;
  std::vector<const Entry*> entries;
  for (const Hit& hit : hits) {
    const bool known =
        std::ranges::any_of(entries, [&](const Entry* entry) { return entry->written == hit.entry->written; });
    if (!known) entries.push_back(hit.entry);
  }
  std::string text;
  for (std::size_t i = 0; i < entries.size() && i < most_named; ++i) {
    if (i > 0) text += i + 1 == entries.size() ? " and " : ", ";
    text += "\"" + entries[i]->written + "\"";
  }
  if (entries.size() > most_named) text += " and " + std::to_string(entries.size() - most_named) + " more";
  return text;
}

inline std::string wording(List list, std::span<const Hit> hits) {
  switch (list) {
    case List::banned:
      return "Not accepted here: " + named(hits) + ".";
    case List::suspect:
      return "A moderator reads comments with " + named(hits) + " before they appear.";
    case List::allowed:
      return {};
  }
  return {};
}

}  // namespace moderato::wordlist
