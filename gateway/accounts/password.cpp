#include "accounts/password.hpp"

#include <sodium.h>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>
#include <zxcvbn.h>

#include <array>
#include <cmath>
#include <new>

#include "accounts/sodium.hpp"

namespace moderato::gateway::accounts {
namespace {

constexpr std::size_t least_characters = 12;
constexpr std::size_t most_password_bytes = 1'024;
// A longer one is judged by its beginning: the time grows faster than the length.
constexpr std::size_t most_judged_bytes = 100;
constexpr double least_guesses_log10 = 10;

std::size_t characters_in(std::string_view utf8) {
  std::size_t count = 0;
  for (const char c : utf8)
    if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) ++count;
  return count;
}

bool is_guessed_soon(const std::string& password, const std::string& name) {
  std::array<const char*, 3> known{name.c_str(), "moderato", nullptr};
  const double bits = ZxcvbnMatch(password.substr(0, most_judged_bytes).c_str(), known.data(), nullptr);
  return bits * std::log10(2.0) < least_guesses_log10;
}

}  // namespace

std::string normalized_password(std::string_view typed) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* const nfkc = icu::Normalizer2::getNFKCInstance(status);
  if (U_FAILURE(status)) return std::string{typed};
  const auto text = icu::UnicodeString::fromUTF8({typed.data(), static_cast<int32_t>(typed.size())});
  std::string normalized;
  nfkc->normalize(text, status).toUTF8String(normalized);
  return U_FAILURE(status) ? std::string{typed} : normalized;
}

Result<void> check_password(const std::string& password, const std::string& name) {
  if (characters_in(password) < least_characters)
    return Error{"password.too_short", "A password has at least 12 characters. Several words are easy to remember."};
  if (password.size() > most_password_bytes) return Error{"password.too_long", "A password has at most 1,024 bytes."};
  if (is_guessed_soon(password, name))
    return Error{"password.common",
                 "This password is guessed soon: it is made of common words, names, dates or neighbouring keys. Take "
                 "several words that do not belong together."};
  return {};
}

std::string one_time_password() {
  constexpr std::string_view letters = "abcdefghjkmnpqrstuvwxyz23456789";  // none that look alike
  start_sodium();
  std::string password;
  for (int i = 0; i < 20; ++i) {
    if (i > 0 && i % 4 == 0) password += '-';
    password += letters[randombytes_uniform(static_cast<std::uint32_t>(letters.size()))];
  }
  return password;
}

PasswordHasher::PasswordHasher(PasswordCost cost) : cost_(cost) {
  start_sodium();
  nobodys_ = hash(one_time_password());
}

std::string PasswordHasher::hash(std::string_view password) const {
  std::array<char, crypto_pwhash_argon2id_STRBYTES> text{};
  if (crypto_pwhash_argon2id_str(text.data(), password.data(), password.size(), cost_.passes, cost_.bytes) != 0)
    throw std::bad_alloc{};
  return text.data();
}

bool PasswordHasher::matches(const std::string& hash, std::string_view password) const {
  return crypto_pwhash_argon2id_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

bool PasswordHasher::is_outdated(const std::string& hash) const {
  return crypto_pwhash_argon2id_str_needs_rehash(hash.c_str(), cost_.passes, cost_.bytes) != 0;
}

}  // namespace moderato::gateway::accounts
