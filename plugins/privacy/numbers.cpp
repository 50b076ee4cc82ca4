#include "numbers.hpp"

namespace moderato::privacy {
namespace {

Gap gap_of(std::string_view between) {
  if (between.empty() || between.size() > 3) return Gap::apart;
  std::string_view sign = between;
  while (!sign.empty() && sign.front() == ' ') sign.remove_prefix(1);
  while (!sign.empty() && sign.back() == ' ') sign.remove_suffix(1);
  if (sign.empty()) return between.size() <= 2 ? Gap::space : Gap::apart;
  if (sign == "-") return Gap::dash;
  if (sign == "/") return Gap::slash;
  if (sign == "." && between.size() == 1) return Gap::dot;
  if (sign == "(" || sign == ")" || sign == ")-" || sign == ")/" || sign == "-(" || sign == ").") return Gap::bracket;
  return Gap::apart;
}

bool is_currency(const Plain& plain, std::size_t at) {
  const std::string_view text{plain.text};
  if (at >= text.size()) return false;
  return plain[at] == '$' || (at >= 1 && text.substr(at - 1, 2) == "£") || (at >= 2 && text.substr(at - 2, 3) == "€");
}

}  // namespace

Numbers::Numbers(const Plain& plain) : plain_(plain) {
  const std::string_view text{plain.text};
  for (std::size_t at = 0; at < text.size();) {
    if (!is_digit(text[at])) {
      ++at;
      continue;
    }
    Group group{.begin = at};
    while (at < text.size() && is_digit(text[at])) ++at;
    group.end = at;
    if (!groups_.empty()) {
      const std::size_t last = groups_.back().end;
      if (group.begin - last <= 3) group.before = gap_of(text.substr(last, group.begin - last));
    }
    groups_.push_back(group);
  }
}

bool Numbers::begins(std::size_t i) const {
  const std::size_t at = groups_[i].begin - 1;
  const char c = plain_[at];
  constexpr std::string_view parts_of_more = ".,-/=_#&%+*\\^~";
  if (is_alnum(c) || is_currency(plain_, at)) return false;
  return c == '\0' || parts_of_more.find(c) == parts_of_more.npos;
}

bool Numbers::ends(std::size_t i) const {
  const std::size_t at = groups_[i].end;
  const char c = plain_[at];
  if (is_letter(c) || c == '%' || c == '_') return false;
  constexpr std::string_view joins = ".,:-/";
  return c == '\0' || joins.find(c) == joins.npos || !is_digit(plain_[at + 1]);
}

}  // namespace moderato::privacy
