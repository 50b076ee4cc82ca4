#include "accounts/one_time_code.hpp"

#include <oath.h>

#include <array>
#include <memory>
#include <new>
#include <stdexcept>

#include "accounts/sodium.hpp"

namespace moderato::gateway::accounts {
namespace {

constexpr unsigned digits = 6;
constexpr std::int64_t step_seconds = 30;

const char* as_text(const TotpSecret& secret) {
  return reinterpret_cast<const char*>(secret.data());  // NOLINT(*-reinterpret-cast): liboath has bytes as char
}

}  // namespace

TotpSecret new_totp_secret() {
  start_sodium();
  TotpSecret secret(20);
  randombytes_buf(secret.data(), secret.size());
  return secret;
}

std::string base32_of(const TotpSecret& secret) {
  char* text = nullptr;
  std::size_t size = 0;
  if (oath_base32_encode(as_text(secret), secret.size(), &text, &size) != OATH_OK) throw std::bad_alloc{};
  const std::unique_ptr<char, void (*)(void*)> owned{text, &std::free};
  return {text, size};
}

std::string otpauth_uri(const TotpSecret& secret, std::string_view account) {
  // An account's name has no character that would have to be escaped here.
  return "otpauth://totp/Moderato:" + std::string{account} + "?secret=" + base32_of(secret) +
         "&issuer=Moderato&algorithm=SHA1&digits=6&period=30";
}

TotpStep totp_step_at(Time time) {
  return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count() / step_seconds;
}

std::string totp_code(const TotpSecret& secret, TotpStep step) {
  std::array<char, digits + 1> code{};
  if (oath_totp_generate(as_text(secret), secret.size(), step * step_seconds, step_seconds, 0, digits, code.data()) !=
      OATH_OK)
    throw std::runtime_error("liboath could not compute a code");
  return code.data();
}

std::optional<TotpStep> match_totp(const TotpSecret& secret, std::string_view code, Time now) {
  std::string typed;
  for (const char c : code)
    if (c != ' ') typed += c;
  if (typed.size() != digits) return std::nullopt;
  std::optional<TotpStep> matched;
  const TotpStep current = totp_step_at(now);
  for (const TotpStep step : {current - 1, current, current + 1})
    if (sodium_memcmp(totp_code(secret, step).data(), typed.data(), digits) == 0) matched = step;
  return matched;
}

}  // namespace moderato::gateway::accounts
