#include "http/headers.hpp"

#include <algorithm>
#include <stdexcept>

namespace moderato::gateway::http {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_token(std::string_view name) {
  constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  return !name.empty() && std::ranges::all_of(name, [&](char c) {
    const char l = lower(c);
    return (l >= 'a' && l <= 'z') || (c >= '0' && c <= '9') || marks.find(c) != std::string_view::npos;
  });
}

bool is_value(std::string_view value) {
  return std::ranges::all_of(value, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte >= 0x20 && byte != 0x7f) || c == '\t';
  });
}

void check(std::string_view name, std::string_view value) {
  if (!is_token(name)) throw std::invalid_argument("a header's name is no token");
  if (!is_value(value)) throw std::invalid_argument("the header " + std::string{name} + " has a control character");
}

}  // namespace

bool same_word(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower, lower);
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

Headers::Entry* Headers::entry(std::string_view name) {
  const auto found = std::ranges::find_if(entries_, [&](const Entry& each) { return same_word(each.first, name); });
  return found == entries_.end() ? nullptr : &*found;
}

void Headers::set(std::string_view name, std::string_view value) {
  check(name, value);
  if (Entry* there = entry(name))
    there->second = value;
  else
    entries_.emplace_back(name, value);
}

void Headers::add(std::string_view name, std::string_view value) {
  check(name, value);
  if (Entry* there = entry(name))
    there->second.append(same_word(name, "Cookie") ? "; " : ", ").append(value);
  else
    entries_.emplace_back(name, value);
}

std::optional<std::string_view> Headers::find(std::string_view name) const {
  for (const auto& [each, value] : entries_)
    if (same_word(each, name)) return value;
  return std::nullopt;
}

}  // namespace moderato::gateway::http
