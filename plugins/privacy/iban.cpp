// International bank account numbers (ISO 13616): right length for the country, and a remainder of 1 modulo 97.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "find.hpp"

namespace moderato::privacy {
namespace {

struct Country {
  std::string_view code;
  std::size_t size;
};
constexpr std::array countries{
    Country{"AD", 24}, Country{"AE", 23}, Country{"AL", 28}, Country{"AT", 20}, Country{"AZ", 28}, Country{"BA", 20},
    Country{"BE", 16}, Country{"BG", 22}, Country{"BH", 22}, Country{"BI", 27}, Country{"BR", 29}, Country{"BY", 28},
    Country{"CH", 21}, Country{"CR", 22}, Country{"CY", 28}, Country{"CZ", 24}, Country{"DE", 22}, Country{"DJ", 27},
    Country{"DK", 18}, Country{"DO", 28}, Country{"EE", 20}, Country{"EG", 29}, Country{"ES", 24}, Country{"FI", 18},
    Country{"FK", 18}, Country{"FO", 18}, Country{"FR", 27}, Country{"GB", 22}, Country{"GE", 22}, Country{"GI", 23},
    Country{"GL", 18}, Country{"GR", 27}, Country{"GT", 28}, Country{"HR", 21}, Country{"HU", 28}, Country{"IE", 22},
    Country{"IL", 23}, Country{"IQ", 23}, Country{"IS", 26}, Country{"IT", 27}, Country{"JO", 30}, Country{"KW", 30},
    Country{"KZ", 20}, Country{"LB", 28}, Country{"LC", 32}, Country{"LI", 21}, Country{"LT", 20}, Country{"LU", 20},
    Country{"LV", 21}, Country{"LY", 25}, Country{"MC", 27}, Country{"MD", 24}, Country{"ME", 22}, Country{"MK", 19},
    Country{"MN", 20}, Country{"MR", 27}, Country{"MT", 31}, Country{"MU", 30}, Country{"NI", 28}, Country{"NL", 18},
    Country{"NO", 15}, Country{"OM", 23}, Country{"PK", 24}, Country{"PL", 28}, Country{"PS", 29}, Country{"PT", 25},
    Country{"QA", 29}, Country{"RO", 24}, Country{"RS", 22}, Country{"RU", 33}, Country{"SA", 24}, Country{"SC", 31},
    Country{"SD", 18}, Country{"SE", 24}, Country{"SI", 19}, Country{"SK", 24}, Country{"SM", 27}, Country{"SO", 23},
    Country{"ST", 25}, Country{"SV", 28}, Country{"TL", 23}, Country{"TN", 24}, Country{"TR", 26}, Country{"UA", 29},
    Country{"VA", 22}, Country{"VG", 24}, Country{"XK", 20}, Country{"YE", 30},
};
static_assert(std::ranges::is_sorted(countries, {}, &Country::code));

std::size_t size_for(std::string_view code) {
  const auto* const at = std::ranges::lower_bound(countries, code, {}, &Country::code);
  return at != countries.end() && at->code == code ? at->size : 0;
}

// Of the number with its first four characters moved to the end, letters read as 10 to 35.
int remainder_of(std::string_view key) {
  int rest = 0;
  const auto take = [&](char c) {
    const int value = is_digit(c) ? c - '0' : c - 'a' + 10;
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  };
  for (const char c : key.substr(4)) take(c);
  for (const char c : key.substr(0, 4)) take(c);
  return rest;
}

bool is_gap(char c) {
  return c == ' ' || c == '-' || c == '.';
}

// Where an IBAN that begins at `at` ends; 0 for none.
std::size_t iban_end(const Plain& plain, std::size_t at, std::string& key) {
  const char country[]{static_cast<char>(plain[at] & ~0x20), static_cast<char>(plain[at + 1] & ~0x20)};
  const std::size_t size = size_for({country, 2});
  if (size == 0) return 0;
  key.clear();
  for (; key.size() < size; ++at) {
    if (is_gap(plain[at]) && !is_gap(plain[at - 1])) continue;
    if (!is_alnum(plain[at])) return 0;
    key += lower(plain[at]);
  }
  return !is_alnum(plain[at]) && remainder_of(key) == 1 ? at : 0;
}

}  // namespace

void find_ibans(const Plain& plain, std::vector<Find>& to) {
  std::string key;
  for (std::size_t at = 0; at + 4 <= plain.text.size();) {
    const bool may_begin = is_letter(plain[at]) && is_letter(plain[at + 1]) && is_digit(plain[at + 2]) &&
                           is_digit(plain[at + 3]) && !is_alnum(plain[at - 1]);
    const std::size_t end = may_begin ? iban_end(plain, at, key) : 0;
    if (end != 0) to.push_back({Kind::iban, at, end, key});
    at = end == 0 ? at + 1 : end;
  }
}

}  // namespace moderato::privacy
