// Telephone numbers: +49 30 1234567, 0049..., and as they are written within the US, the UK, Germany and France.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "find.hpp"
#include "numbers.hpp"

namespace moderato::privacy {
namespace {

// How many digits a country code has that begins like this; 0 when there is none (ITU-T E.164).
std::size_t country_code(std::string_view digits) {
  if (digits.size() < 3) return 0;
  const auto among = [](char c, std::string_view list) { return list.find(c) != list.npos; };
  const char a = digits[0], b = digits[1];
  if (a == '1' || a == '7') return 1;
  const std::string_view two = a == '2'   ? "07"
                               : a == '3' ? "0123469"
                               : a == '4' ? "013456789"
                               : a == '5' ? "12345678"
                               : a == '6' ? "0123456"
                               : a == '8' ? "1246"
                               : a == '9' ? "0123458"
                                          : "";
  if (among(b, two)) return 2;
  const std::string_view three = a == '2'   ? "1234569"
                                 : a == '3' ? "578"
                                 : a == '4' ? "2"
                                 : a == '5' ? "09"
                                 : a == '6' ? "789"
                                 : a == '8' ? "0578"
                                 : a == '9' ? "679"
                                            : "";
  return among(b, three) ? 3 : 0;
}

bool is_american(std::string_view ten) {
  return ten.size() == 10 && ten[0] >= '2' && ten[3] >= '2' && ten.substr(1, 2) != "11";
}

// Of all digits, the country's code among them.
bool is_international(std::string_view digits) {
  const std::size_t code = country_code(digits);
  if (code == 0) return false;
  if (code == 1 && digits[0] == '1') return is_american(digits.substr(1));
  return digits.size() >= (code == 3 ? 8U : 9U);
}

std::size_t most_digits(std::string_view begin) {
  if (begin.starts_with("1") || begin.starts_with("33") || begin.starts_with("7")) return 11;
  return begin.starts_with("44") ? 12 : 15;
}

struct NumberMatch {
  std::size_t end = 0;  // the group after the last; 0: no number
  std::string key;
};

NumberMatch international(const Numbers& numbers, std::size_t i) {
  const bool plus = numbers.before(i) == '+';
  const std::string_view first = numbers.digits(i);
  if (first.size() > 15 || (!plus && (!first.starts_with("00") || !numbers.begins(i)))) return {};
  std::string digits{plus ? first : first.substr(2)};
  const bool joined = i + 1 < numbers.size() && numbers.gap(i + 1) != Gap::apart;
  if (digits.size() < 2 && joined) digits += numbers.digits(i + 1).substr(0, 2);  // only to see the country
  const std::size_t most = most_digits(digits);
  digits = plus ? first : first.substr(2);
  std::size_t j = i + 1;
  bool thousands = first.size() <= 3;
  for (; numbers.gap(j) != Gap::apart && j < i + 9; ++j) {
    if (numbers.digits(j) == "0" && numbers.gap(j) == Gap::bracket && numbers.gap(j + 1) == Gap::bracket) continue;
    if (digits.size() + numbers[j].size() > most) break;
    digits += numbers.digits(j);
    thousands &= numbers[j].size() == 3;
  }
  if (thousands && digits.ends_with("000000")) return {};
  if (!numbers.ends(j - 1) || !is_international(digits)) return {};
  return {j, digits};
}

// "(212) 555-0123", "1-212-555-0123", "212.555.0123". Ten digits in one are too often something else.
NumberMatch american(const Numbers& numbers, std::size_t i) {
  const std::size_t area = numbers.digits(i) == "1" && numbers.gap(i + 1) != Gap::apart ? i + 1 : i;
  if (area + 2 >= numbers.size() || numbers[area].size() != 3 || numbers[area + 1].size() != 3 ||
      numbers[area + 2].size() != 4)
    return {};
  const Gap first = numbers.gap(area + 1), second = numbers.gap(area + 2);
  const bool bracket = first == Gap::bracket;
  if (!bracket && first != second && !(first == Gap::space && second == Gap::dash)) return {};
  if (second != Gap::space && second != Gap::dash && second != Gap::dot) return {};
  std::string digits{numbers.digits(area)};
  digits.append(numbers.digits(area + 1)).append(numbers.digits(area + 2));
  if (!numbers.begins(i) || !numbers.ends(area + 2) || !is_american(digits)) return {};
  return {area + 3, digits};
}

// "01 23 45 67 89". Five rising numbers up to 50 are lottery's rather than a telephone's.
NumberMatch french(const Numbers& numbers, std::size_t i) {
  if (i + 4 >= numbers.size() || numbers.digits(i)[1] == '0') return {};
  std::string digits;
  bool rising = true;
  for (std::size_t j = i; j < i + 5; ++j) {
    if (numbers[j].size() != 2 || (j > i && numbers.gap(j) != numbers.gap(i + 1))) return {};
    rising &= numbers.digits(j) <= "50" && (j == i || numbers.digits(j) > numbers.digits(j - 1));
    digits += numbers.digits(j);
  }
  const Gap gap = numbers.gap(i + 1);
  if (rising || (gap != Gap::space && gap != Gap::dot && gap != Gap::dash)) return {};
  const bool goes_on = numbers.gap(i + 5) == gap && numbers[i + 5].size() <= 2;
  if (goes_on || !numbers.ends(i + 4)) return {};
  return {i + 5, digits};
}

// Mobile numbers without a space.
bool is_mobile(std::string_view digits) {
  const std::size_t size = digits.size();
  if (digits.starts_with("07") && size == 11) return true;
  if (digits.starts_with("06") || digits.starts_with("07")) return size == 10;
  return (size == 11 || size == 12) && digits[1] == '1' && digits[2] >= '5' && digits[2] <= '7';
}

// "020 7946 0958", "07700 900123", "030/123456", "(0171) 1234567".
NumberMatch with_area(const Numbers& numbers, std::size_t i) {
  const std::size_t area = numbers[i].size();
  if (area < 3 || area > 5 || i + 1 >= numbers.size()) return {};
  if (numbers.digits(i + 1)[0] == '0' || (area == 5 && numbers[i + 1].size() == 5)) return {};  // postcodes
  if (area == 4 && numbers[i + 1].size() == 4 && numbers.gap(i + 1) == Gap::dash) return {};    // 0900-1730
  std::string digits{numbers.digits(i)};
  NumberMatch found;
  for (std::size_t j = i + 1; j < i + 6; ++j) {
    const Gap gap = numbers.gap(j);
    if (gap == Gap::apart || gap == Gap::dot || (j > i + 1 && (gap == Gap::slash || gap == Gap::bracket))) break;
    if (digits.size() + numbers[j].size() > 12 || (numbers[j].size() < 2 && gap != Gap::dash)) break;
    digits += numbers.digits(j);
    if (digits.size() >= 9 && numbers.ends(j)) found = {j + 1, digits};
  }
  return found;
}

NumberMatch national(const Numbers& numbers, std::size_t i) {
  const std::string_view first = numbers.digits(i);
  if (first.size() < 2 || first[0] != '0' || first[1] == '0' || !numbers.begins(i)) return {};
  if (first.size() == 2) return french(numbers, i);
  if (first.size() >= 10)
    return is_mobile(first) && numbers.ends(i) ? NumberMatch{i + 1, std::string{first}} : NumberMatch{};
  return with_area(numbers, i);
}

// "ISBN 0612345678", "order no. 07123456789": another kind of number. "Tel. no." is none.
bool is_labelled(const Plain& plain, std::size_t at) {
  const std::string_view text{plain.text};
  std::size_t end = at;
  while (end > 0 && at - end < 4 && !is_letter(plain[end - 1]) && plain[end - 1] != '\n') --end;
  std::size_t begin = end;
  while (begin > 0 && end - begin < 12 && is_letter(plain[begin - 1])) --begin;
  const std::string label = lower(text.substr(begin, end - begin));
  constexpr std::array<std::string_view, 13> others{"isbn",   "issn",       "doi",     "ean",  "id",
                                                    "order",  "ticket",     "invoice", "case", "rechnung",
                                                    "serial", "bestellung", "article"};
  if (std::ranges::find(others, label) != others.end()) return true;
  if (label != "no" && label != "nr") return false;
  const std::size_t earlier = begin - std::min<std::size_t>(begin, 12);
  const std::string before = lower(text.substr(earlier, begin - earlier));
  constexpr std::array<std::string_view, 6> ours{"tel", "phone", "mobil", "handy", "cell", "fax"};
  return std::ranges::none_of(ours, [&](std::string_view word) { return before.find(word) != before.npos; });
}

}  // namespace

void find_phones(const Plain& plain, std::vector<Find>& to) {
  const Numbers numbers{plain};
  std::size_t free_from = 0;  // the groups before belong to the last number
  for (std::size_t i = 0; i < numbers.size();) {
    NumberMatch match;
    const bool plus = numbers.before(i) == '+';
    // In a row of numbers, such as that of an account, none begins a telephone number by a 0 alone.
    const bool in_row = !plus && i >= free_from + 2 && numbers.gap(i) != Gap::apart && numbers.gap(i - 1) != Gap::apart;
    const char outside = plain[numbers[i].begin - 2];
    const bool sum = plus && (is_alnum(outside) || outside == '+');  // "2+3", "C++"
    if (!in_row && !sum) match = international(numbers, i);
    if (match.end == 0) match = american(numbers, i);
    if (match.end == 0 && !in_row) match = national(numbers, i);
    if (match.end == 0 || is_labelled(plain, numbers[i].begin)) {
      i = std::max(i + 1, match.end);
      continue;
    }
    std::size_t begin = numbers[i].begin - (plus ? 1U : 0U);
    const std::size_t end = numbers[match.end - 1].end;
    const std::size_t close = std::string_view{plain.text}.substr(0, end).find_first_of("()", begin);
    if (plain[begin - 1] == '(' && close < end && plain[close] == ')') --begin;
    to.push_back({Kind::phone, begin, end, match.key});
    i = free_from = match.end;
  }
}

}  // namespace moderato::privacy
