#include "accounts/log_in.hpp"

namespace moderato::gateway::accounts {
namespace {

http::Problem wrong() {
  return {401, "login.wrong", "The name or the password is wrong."};
}

}  // namespace

Answerable<LoggedIn> LogIn::attempt(const Credentials& given, const std::optional<SessionToken>& instead_of, Time now) {
  auto account = check_password(given);
  if (!account) return wrong();
  if (auto problem = check_code(*account, given.code, now)) {
    lockout_.take_back(given.name, given.address);
    return *problem;
  }
  const SessionToken token = SessionToken::make();
  const auto begun =
      sessions_.begin(*account, token.hash(), instead_of ? std::optional{instead_of->hash()} : std::nullopt, now);
  if (!begun) return wrong();
  lockout_.was_right(given.name, given.address);
  if (hasher_.is_outdated(account->password_hash))
    accounts_.replace_hash(account->name, account->password_hash, hasher_.hash(normalized_password(given.password)));
  return LoggedIn{std::move(*account), token};
}

std::optional<Account> LogIn::check_password(const Credentials& given) {
  const std::string password = normalized_password(given.password);
  auto account = accounts_.find(given.name);
  if (!account || account->disabled) {
    hasher_.pretend(password);
    return std::nullopt;
  }
  if (!hasher_.matches(account->password_hash, password)) return std::nullopt;
  return account;
}

std::optional<http::Problem> LogIn::check_code(const Account& account, const std::string& code, Time now) {
  if (!account.totp) return std::nullopt;
  if (code.empty()) return http::Problem{401, "login.code_missing", "Give the code that your telephone shows, too."};
  if (auto locked = lockout_.begin_code(account.name, now)) return locked;
  const auto step = match_totp(*account.totp, code, now);
  if (!step || !accounts_.take_code(account.name, *step))
    return http::Problem{401, "login.code_wrong",
                         "This code is wrong, or was used before. Codes change every 30 seconds; is your telephone's "
                         "clock right?"};
  lockout_.code_was_right(account.name);
  return std::nullopt;
}

}  // namespace moderato::gateway::accounts
