// Header fields of a message: names without regard to case, values that can't break out of their line.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace moderato::gateway::http {

// Whether two header names, or other words of HTTP, are the same but for case (ASCII).
[[nodiscard]] bool same_word(std::string_view a, std::string_view b);
// Without spaces and tabs at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);

// In the order in which they were added. For tens of fields: each look-up reads them all.
class Headers {
 public:
  using Entry = std::pair<std::string, std::string>;

  // Replaces what the name had. Throws std::invalid_argument for a name that is no token, or a value with CR, LF, NUL
  // or another control character: such a value would become a header, or a body, of its own.
  void set(std::string_view name, std::string_view value);
  // As `set`, but what the name had stays and comes first in a list: "a, b" (RFC 9110, 5.3); cookies with "; ".
  void add(std::string_view name, std::string_view value);

  [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
  [[nodiscard]] auto begin() const { return entries_.begin(); }
  [[nodiscard]] auto end() const { return entries_.end(); }

 private:
  Entry* entry(std::string_view name);

  std::vector<Entry> entries_;
};

}  // namespace moderato::gateway::http
