#include "accounts/account_routes.hpp"

#include <boost/json/array.hpp>

#include "accounts/account_json.hpp"
#include "accounts/account_name.hpp"
#include "accounts/fields.hpp"

namespace moderato::gateway::accounts {
namespace {

using http::Method;
using http::Problem;
using http::Request;
using http::Responder;

Problem problem_of(const Error& error) {
  return {error.code == "account.not_found" ? 404U : 409U, error.code, error.message};
}

template <class T>
T or_conflict(Result<T> result) {
  if (!result) throw problem_of(result.error());
  if constexpr (!std::is_void_v<T>) return *std::move(result);
}

void must_cover(const Principal& admin, const Scope& scope) {
  if (!admin.scope.covers(scope)) throw Problem{400, "sites.invalid", "sites must be among your own."};
}

std::string in_words(const Account& account) {
  std::string text = account.name + ": " + std::string{to_string(account.role)};
  if (!account.scope.sites) return text + " for all sites";
  text += " for ";
  for (std::size_t i = 0; i < account.scope.sites->size(); ++i)
    text.append(i == 0 ? "" : ", ").append((*account.scope.sites)[i]);
  return text;
}

http::Response one_time(std::string_view password) {
  return http::json_response(200, {{"password", password}});
}

}  // namespace

void AccountRoutes::add_to(http::Router& router) {
  using Handle = void (AccountRoutes::*)(const Request&, Responder);
  const auto add = [&](Method method, const std::string& path, Handle handle) {
    router.add(method, api + path, [this, handle](const Request& request, Responder responder) {
      (this->*handle)(request, std::move(responder));
    });
  };
  add(Method::get, "accounts", &AccountRoutes::list);
  add(Method::post, "accounts", &AccountRoutes::create);
  add(Method::patch, "accounts/{name}", &AccountRoutes::change);
  add(Method::post, "accounts/{name}/password", &AccountRoutes::reset_password);
  add(Method::del, "accounts/{name}/totp", &AccountRoutes::remove_totp);
}

void AccountRoutes::list(const Request& request, Responder responder) try {
  const Principal who = admin(request);
  parts_.workers.writing(std::move(responder), [this, who]() -> Answer {
    boost::json::array accounts;
    for (const Account& account : parts_.accounts.all())
      if (who.scope.covers(account.scope)) accounts.push_back(json_of(account));
    return http::json_response(200, {{"accounts", std::move(accounts)}});
  });
} catch (const Problem& problem) {
  responder.answer(response_of(problem));
}

void AccountRoutes::create(const Request& request, Responder responder) try {
  const Principal who = admin(request);
  const Fields fields{request, {"name", "role", "sites"}};
  const auto name = account_name(fields.text("name"));
  if (!name) throw Problem{400, "name.invalid", std::string{names_expected}};
  const auto role = fields.optional_role();
  if (!role) throw Problem{400, "body.missing_field", "The body has no \"role\"."};
  const auto scope = fields.optional_scope();
  if (!scope) throw Problem{400, "body.missing_field", "The body has no \"sites\": null is for all."};
  must_cover(who, *scope);
  parts_.workers.hashing(std::move(responder), [this, who, name, role, scope]() -> Answer {
    const std::string password = one_time_password();
    const Account account{.name = *name,
                          .role = *role,
                          .scope = *scope,
                          .password_hash = parts_.hasher.hash(password),
                          .must_change_password = true,
                          .created_at = parts_.clock()};
    or_conflict(parts_.accounts.add(account));
    record(who, "account_created", in_words(account));
    return http::json_response(201, {{"account", json_of(account)}, {"password", password}});
  });
} catch (const Problem& problem) {
  responder.answer(response_of(problem));
}

void AccountRoutes::change(const Request& request, Responder responder) try {
  const Principal who = admin(request);
  const Fields fields{request, {"role", "sites", "disabled"}};
  const AccountStore::Change change{fields.optional_role(), fields.optional_scope(), fields.optional_flag("disabled")};
  if (change.scope) must_cover(who, *change.scope);
  parts_.workers.writing(std::move(responder), [this, request, who, change]() -> Answer {
    const Account before = account_of(request, who);
    const Account after = or_conflict(parts_.accounts.change(before.name, change));
    if (after.role != before.role || after.scope != before.scope) record(who, "account_changed", in_words(after));
    if (after.disabled != before.disabled)
      record(who, after.disabled ? "account_disabled" : "account_enabled", after.name);
    return http::json_response(200, json_of(after));
  });
} catch (const Problem& problem) {
  responder.answer(response_of(problem));
}

void AccountRoutes::reset_password(const Request& request, Responder responder) try {
  const Principal who = admin(request);
  parts_.workers.hashing(std::move(responder), [this, request, who]() -> Answer {
    const Account account = account_of(request, who);
    const std::string password = one_time_password();
    or_conflict(parts_.accounts.reset_password(account.name, parts_.hasher.hash(password), true));
    record(who, "password_reset", account.name);
    return one_time(password);
  });
} catch (const Problem& problem) {
  responder.answer(response_of(problem));
}

void AccountRoutes::remove_totp(const Request& request, Responder responder) try {
  const Principal who = admin(request);
  parts_.workers.writing(std::move(responder), [this, request, who]() -> Answer {
    const Account account = account_of(request, who);
    or_conflict(parts_.accounts.remove_totp(account.name));
    record(who, "totp_removed", account.name);
    return http::Response{204}.set("Cache-Control", "no-store");
  });
} catch (const Problem& problem) {
  responder.answer(response_of(problem));
}

Principal AccountRoutes::admin(const Request& request) const {
  return or_answer(parts_.gate.admit(request, Role::admin));
}

Account AccountRoutes::account_of(const Request& request, const Principal& admin) const {
  if (const auto name = account_name(request.parameter("name")))
    if (auto account = parts_.accounts.find(*name); account && admin.scope.covers(account->scope)) return *account;
  throw Problem{404, "account.not_found", "There is no such account."};
}

void AccountRoutes::record(const Principal& admin, std::string_view what, std::string detail) {
  parts_.recorder.record(
      {.at = parts_.clock(), .who = admin.name, .what = std::string{what}, .detail = std::move(detail)});
}

}  // namespace moderato::gateway::accounts
