#include "wording.hpp"

#include <algorithm>

namespace moderato::privacy {
namespace {

std::string_view name_of(Kind kind) {
  switch (kind) {
    case Kind::email:
      return "an e-mail address";
    case Kind::phone:
      return "a phone number";
    case Kind::address:
      return "a street address";
    case Kind::iban:
      return "a bank account number";
    case Kind::card:
      return "a payment card number";
  }
  return "";
}

}  // namespace

std::string_view code_of(Kind kind) {
  switch (kind) {
    case Kind::email:
      return "privacy.email";
    case Kind::phone:
      return "privacy.phone";
    case Kind::address:
      return "privacy.address";
    case Kind::iban:
      return "privacy.iban";
    case Kind::card:
      return "privacy.card";
  }
  return "";
}

std::string message_of(const std::vector<Find>& finds) {
  std::vector<std::string_view> names;
  for (const Kind kind : kinds)
    if (std::ranges::find(finds, kind, &Find::kind) != finds.end()) names.push_back(name_of(kind));
  std::string message = "Contains ";
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) message += i + 1 == names.size() ? " and " : ", ";
    message += names[i];
  }
  return message + "; remove " + (finds.size() == 1 ? "it" : "them") + ", everyone can read comments.";
}

}  // namespace moderato::privacy
