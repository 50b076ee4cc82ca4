// Passwords: what they must be, and how they are kept.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "comment/result.hpp"

namespace moderato::gateway::accounts {

// What computing one hash takes. RFC 9106, section 4, recommends argon2id with 64 MiB and 3 passes where 2 GiB are too
// much; its 4 lanes are not to be had from libsodium, which has one. OWASP's Password Storage Cheat Sheet asks for at
// least 19 MiB and 2 passes with one lane.
struct PasswordCost {
  unsigned passes = 3;
  std::size_t bytes = 64U << 20U;
};

// As typed, in the one form in which it is hashed: NFKC (NIST SP 800-63B, 3.1.1.2), so that the same password typed on
// another keyboard is the same. Text that is no UTF-8 stays as it is.
[[nodiscard]] std::string normalized_password(std::string_view typed);

// Whether it will do for an account of that name; if not, why, and what to do instead. At least 12 characters, and not
// one that is guessed soon by who knows common passwords, words, dates and keyboards (zxcvbn: fewer than 10^10
// guesses). Errors: password.too_short, password.too_long, password.common.
[[nodiscard]] Result<void> check_password(const std::string& password, const std::string& name);

// 99 random bits that are easy to type: "k4rz-…".
[[nodiscard]] std::string one_time_password();

// Hashes and checks passwords with argon2id, by libsodium. Thread-safe. Each call takes some 0.2 s and the cost's
// bytes.
class PasswordHasher {
 public:
  explicit PasswordHasher(PasswordCost cost = {});

  // "$argon2id$v=19$m=…", with a salt of its own. Throws std::bad_alloc where there is not enough memory.
  [[nodiscard]] std::string hash(std::string_view password) const;
  [[nodiscard]] bool matches(const std::string& hash, std::string_view password) const;
  // Takes as long as `matches`: for accounts that aren't there.
  void pretend(std::string_view password) const { (void)matches(nobodys_, password); }
  // Whether the hash was made at another cost than ours.
  [[nodiscard]] bool is_outdated(const std::string& hash) const;

 private:
  PasswordCost cost_;
  std::string nobodys_;
};

}  // namespace moderato::gateway::accounts
