#include <algorithm>
#include <vector>

#include "config/load.hpp"

namespace moderato {
namespace {

// Case and the kind of dash are what people get wrong without noticing.
std::string alike(std::string_view name) {
  std::string out{name};
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (c == '-') c = '_';
  }
  return out;
}

// Damerau-Levenshtein distance in its restricted form (optimal string alignment): insertions, deletions, replacements
// and swaps of neighbours, no part edited twice.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

}  // namespace

std::string nearest_name(std::string_view name, const std::vector<std::string>& known) {
  constexpr std::size_t most_edits = 3;
  const std::string* nearest = nullptr;
  std::size_t nearest_distance = most_edits + 1;
  for (const std::string& candidate : known) {
    // One edit in three letters is a slip; more is another word.
    const std::size_t bound = std::min(most_edits, candidate.size() / 3);
    if (name.size() > candidate.size() + bound || candidate.size() > name.size() + bound) continue;
    const std::size_t edits = distance(alike(name), alike(candidate));
    if (edits > bound || edits >= nearest_distance) continue;
    nearest = &candidate;
    nearest_distance = edits;
  }
  return nearest ? *nearest : std::string{};
}

}  // namespace moderato
