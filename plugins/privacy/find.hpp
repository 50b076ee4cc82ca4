// What is looked for, and one place where it was found.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "plain.hpp"

namespace moderato::privacy {

// The gravest last.
enum class Kind : std::uint8_t { email, phone, address, iban, card };
constexpr std::array kinds{Kind::email, Kind::phone, Kind::address, Kind::iban, Kind::card};
constexpr std::size_t kind_count = kinds.size();

struct Find {
  Kind kind;
  std::size_t begin = 0;  // in the plain text
  std::size_t end = 0;
  std::string key{};  // what to compare with the operator's `allow`: see allow.hpp
};

// Each appends what it finds, in the order of the text. Linear in the size of the text.
void find_emails(const Plain& plain, std::vector<Find>& to);
void find_phones(const Plain& plain, std::vector<Find>& to);
void find_addresses(const Plain& plain, std::vector<Find>& to);
void find_ibans(const Plain& plain, std::vector<Find>& to);
void find_cards(const Plain& plain, std::vector<Find>& to);

}  // namespace moderato::privacy
