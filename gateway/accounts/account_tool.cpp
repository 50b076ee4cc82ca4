#include "accounts/account_tool.hpp"

#include <cstdio>

#include "accounts/account_name.hpp"
#include "accounts/fields.hpp"
#include "accounts/password.hpp"
#include "audit/audit_settings.hpp"

namespace moderato::gateway::accounts {
namespace {

struct NewPassword {
  std::string text;
  bool one_time;
};

Result<NewPassword> new_password(const std::string& name, bool read) {
  if (!read) return NewPassword{one_time_password(), true};
  auto typed = read_password();
  if (!typed) return typed.error();
  std::string text = normalized_password(*typed);
  if (auto checked = check_password(text, name); !checked) return checked.error();
  return NewPassword{std::move(text), false};
}

void show(const NewPassword& password) {
  if (password.one_time)
    std::printf("One-time password, to be changed at the first log-in: %s\n", password.text.c_str());
}

std::string joined(const Scope& scope) {
  if (!scope.sites) return "all sites";
  std::string text;
  for (const std::string& site : *scope.sites) text.append(text.empty() ? "" : ", ").append(site);
  return text;
}

std::string day_of(const std::optional<Time>& time) {
  if (!time) return "never";
  std::string text;
  append_rfc3339(text, *time);
  return text.substr(0, 10);
}

}  // namespace

Result<AccountTool> AccountTool::open(const Settings& settings) {
  auto accounts = AccountStore::open(settings.gateway.store);
  if (!accounts) return accounts.error();
  auto audit = Audit::open(audit_settings(settings));
  if (!audit) return audit.error();
  return AccountTool{std::move(*accounts), std::move(*audit)};
}

Result<void> AccountTool::add(const std::string& name, const std::string& role, const std::vector<std::string>& sites,
                              bool read) {
  const auto valid = account_name(name);
  if (!valid) return Error{"name.invalid", std::string{names_expected}};
  const auto scope = sites.empty() ? Scope{} : scope_of(sites);
  if (!scope) return Error{"sites.invalid", "--site: expected names of sites, 1 to 100 of at most 128 bytes"};
  if (accounts_->find(*valid))
    return Error{"account.exists", "There is an account \"" + *valid + "\" already. Names are not used again."};
  const auto password = new_password(*valid, read);
  if (!password) return password.error();
  const Account account{.name = *valid,
                        .role = role_from(role).value(),
                        .scope = *scope,
                        .password_hash = PasswordHasher{}.hash(password->text),
                        .must_change_password = password->one_time,
                        .created_at = now()};
  if (auto added = accounts_->add(account); !added) return added;
  std::printf("Made the account %s: %s for %s.\n", valid->c_str(), role.c_str(), joined(*scope).c_str());
  show(*password);
  return record("account_created", *valid + ": " + role + " for " + joined(*scope));
}

Result<void> AccountTool::set_password(const std::string& name, bool read) {
  const std::string known = account_name(name).value_or(name);
  if (!accounts_->find(known)) return Error{"account.not_found", "There is no account \"" + known + "\"."};
  const auto password = new_password(known, read);
  if (!password) return password.error();
  if (auto set = accounts_->reset_password(known, PasswordHasher{}.hash(password->text), password->one_time); !set)
    return set;
  std::printf("%s has a new password; its sessions have ended.\n", known.c_str());
  show(*password);
  return record("password_reset", known);
}

Result<void> AccountTool::set_disabled(const std::string& name, bool disabled) {
  const auto changed = accounts_->change(account_name(name).value_or(name), {.disabled = disabled});
  if (!changed) return changed.error();
  std::printf("%s is %s.\n", changed->name.c_str(), disabled ? "disabled; its sessions have ended" : "enabled");
  return record(disabled ? "account_disabled" : "account_enabled", changed->name);
}

Result<void> AccountTool::remove_totp(const std::string& name) {
  const std::string known = account_name(name).value_or(name);
  if (auto removed = accounts_->remove_totp(known); !removed) return removed;
  std::printf("%s is asked for no codes any more.\n", known.c_str());
  return record("totp_removed", known);
}

Result<void> AccountTool::list() {
  const auto accounts = accounts_->all();
  if (accounts.empty()) std::puts("There are no accounts yet: moderato-gateway account add NAME --role admin");
  for (const Account& account : accounts)
    std::printf("%-20s %-9s %-8s %-5s last log-in %-10s %s\n", account.name.c_str(), to_string(account.role).data(),
                account.disabled ? "disabled" : "enabled", account.totp ? "codes" : "-",
                day_of(account.last_login_at).c_str(), joined(account.scope).c_str());
  return {};
}

Result<void> AccountTool::record(const char* what, const std::string& detail) {
  return audit_->record({.who = std::string{Audit::command_line}, .what = what, .detail = detail});
}

}  // namespace moderato::gateway::accounts
