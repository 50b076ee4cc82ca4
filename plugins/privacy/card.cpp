// Payment cards: 13 to 19 digits that begin as an issuer's do and whose last digit is right (Luhn, ISO/IEC 7812).
#include <string>

#include "find.hpp"
#include "numbers.hpp"

namespace moderato::privacy {
namespace {

constexpr std::size_t fewest_on_card = 13, most_on_card = 19;

bool luhn(std::string_view digits) {
  int sum = 0;
  bool twice = false;
  for (std::size_t i = digits.size(); i-- > 0; twice = !twice) {
    const int value = (digits[i] - '0') * (twice ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 == 0;
}

bool is_issued(std::string_view digits) {
  const std::size_t size = digits.size();
  const int four = std::stoi(std::string{digits.substr(0, 4)});
  const auto prefix = [&](int first, int last) { return four >= first && four <= last; };
  if (digits[0] == '4') return size == 13 || size == 16 || size == 19;                    // Visa
  if (prefix(5100, 5599) || prefix(2221, 2720)) return size == 16;                        // Mastercard
  if (prefix(3400, 3499) || prefix(3700, 3799)) return size == 15;                        // American Express
  if (prefix(3000, 3059) || prefix(3600, 3699) || prefix(3800, 3899)) return size == 14;  // Diners Club
  if (prefix(6011, 6011) || prefix(6440, 6599) || prefix(6200, 6299)) return size >= 16;  // Discover, UnionPay
  if (prefix(3528, 3589)) return size >= 16;                                              // JCB
  return four == 5018 || four == 5020 || four == 5038 || four == 5893 || four == 6304 || four == 6759 ||
         prefix(6761, 6763);  // Maestro
}

// The group after the last one of a card that begins with group `i`; 0 for none.
std::size_t card_end(const Numbers& numbers, std::size_t i, std::string& key) {
  if (!numbers.begins(i)) return 0;
  std::string digits;
  std::size_t found = 0;
  for (std::size_t j = i; j < numbers.size() && digits.size() + numbers[j].size() <= most_on_card; ++j) {
    const Gap gap = numbers.gap(j);
    const bool alike = j <= i + 1 || gap == numbers.gap(i + 1);
    if (j > i && (!alike || (gap != Gap::space && gap != Gap::dash && gap != Gap::dot))) break;
    if (j > i && numbers[j - 1].size() < 3) break;  // only the last may be short
    digits += numbers.digits(j);
    if (digits.size() < fewest_on_card || !numbers.ends(j) || !is_issued(digits) || !luhn(digits)) continue;
    found = j + 1;
    key = digits;
  }
  return found;
}

}  // namespace

void find_cards(const Plain& plain, std::vector<Find>& to) {
  const Numbers numbers{plain};
  std::string key;
  for (std::size_t i = 0; i < numbers.size();) {
    const std::size_t end = card_end(numbers, i, key);
    if (end != 0) to.push_back({Kind::card, numbers[i].begin, numbers[end - 1].end, key});
    i = end == 0 ? i + 1 : end;
  }
}

}  // namespace moderato::privacy
