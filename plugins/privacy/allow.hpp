// What may appear in comments, as the operator lists it: e-mail domains, and whole addresses and numbers.
//
// Case makes no difference, nor does what stands between the digits of a number. A domain allows those below it.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "find.hpp"

namespace moderato::privacy {

class Allow {
 public:
  explicit Allow(const std::vector<std::string>& entries) {
    for (const std::string& entry : entries) {
      const std::string folded = lower(Plain{entry}.text);
      emails_.insert(folded.starts_with('@') ? folded.substr(1) : folded);
      others_.insert(bare(folded));
    }
  }

  [[nodiscard]] bool contains(const Find& find) const {
    if (find.kind != Kind::email) return others_.contains(bare(find.key));
    if (emails_.contains(find.key)) return true;
    std::string_view domain = std::string_view{find.key}.substr(find.key.find('@') + 1);
    for (;;) {
      if (emails_.contains(domain)) return true;
      const std::size_t dot = domain.find('.');
      if (dot == domain.npos) return false;
      domain.remove_prefix(dot + 1);
    }
  }

 private:
  static std::string bare(std::string_view text) {
    std::string kept;
    for (const char c : text)
      if (is_alnum(c) || is_beyond_ascii(c)) kept += c;
    return kept;
  }

  std::set<std::string, std::less<>> emails_;  // addresses and domains
  std::set<std::string, std::less<>> others_;
};

}  // namespace moderato::privacy
