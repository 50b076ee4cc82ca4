#include "accounts/account_name.hpp"

#include <algorithm>

namespace moderato::gateway::accounts {
namespace {

constexpr std::size_t most_letters = 64;

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

}  // namespace

std::optional<std::string> account_name(std::string_view typed) {
  if (typed.empty() || typed.size() > most_letters) return std::nullopt;
  std::string name{typed};
  for (char& c : name)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  if (!is_letter_or_digit(name.front()) || name == "filters" || name == "chain") return std::nullopt;
  const auto may_be_in_a_name = [](char c) {
    return is_letter_or_digit(c) || c == '.' || c == '_' || c == '-' || c == '@';
  };
  if (!std::ranges::all_of(name, may_be_in_a_name)) return std::nullopt;
  return name;
}

}  // namespace moderato::gateway::accounts
