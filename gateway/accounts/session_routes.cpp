#include "accounts/session_routes.hpp"

#include <boost/json/array.hpp>

#include "accounts/account_json.hpp"
#include "accounts/account_name.hpp"
#include "accounts/fields.hpp"
#include "accounts/origin.hpp"
#include "accounts/qr_code.hpp"
#include "accounts/session_cookie.hpp"

namespace moderato::gateway::accounts {
namespace {

using http::Method;
using http::Problem;
using http::Request;
using http::Responder;
using http::Response;

Response done() {
  return Response{204}.set("Cache-Control", "no-store");
}

}  // namespace

void SessionRoutes::add_to(http::Router& router) {
  using Handle = void (SessionRoutes::*)(const Request&, Responder);
  const auto add = [&](Method method, const std::string& path, Handle handle) {
    router.add(method, api + path, [this, handle](const Request& request, Responder responder) {
      (this->*handle)(request, std::move(responder));
    });
  };
  add(Method::post, "session", &SessionRoutes::log_in);
  add(Method::get, "session", &SessionRoutes::show);
  add(Method::del, "session", &SessionRoutes::log_out);
  add(Method::post, "session/password", &SessionRoutes::change_password);
  add(Method::post, "session/totp", &SessionRoutes::offer_totp);
  add(Method::put, "session/totp", &SessionRoutes::accept_totp);
  add(Method::del, "session/totp", &SessionRoutes::remove_totp);
}

void SessionRoutes::log_in(const Request& request, Responder responder) try {
  or_answer(wrong_origin(request));
  or_answer(wrong_type(request));
  const Fields fields{request, {"name", "password", "code"}};
  const std::string typed = fields.text("name");
  const Credentials given{account_name(typed).value_or(typed), fields.text("password"),
                          fields.optional_text("code").value_or(""), request.remote};
  or_answer(parts_.lockout.begin(given.name, given.address, parts_.clock()));
  const auto work = [this, request, given]() -> Answer {
    const Time at = parts_.clock();
    const auto who = log_in_.attempt(given, session_token_of(request), at);
    return who ? logged_in(request, *who, at) : not_logged_in(who.error(), given, at);
  };
  parts_.workers.hashing(std::move(responder), work, [&] { parts_.lockout.take_back(given.name, given.address); });
} catch (const Problem& problem) {
  responder.answer(response_of(problem));
}

Answer SessionRoutes::logged_in(const Request& request, const LoggedIn& who, Time at) {
  parts_.recorder.record({.at = at, .who = who.account.name, .what = "login", .address = request.remote});
  Response response = http::json_response(200, session_json(who.account, who.token));
  set_session_cookie(response, request, who.token);
  return response;
}

Answer SessionRoutes::not_logged_in(const Problem& problem, const Credentials& given, Time at) {
  if (problem.code == "login.code_missing") return response_of(problem);
  const auto record = [this, given, at, detail = problem.code] {
    const std::string known = parts_.accounts.find(given.name) ? given.name : "";
    parts_.recorder.record_failed_log_in(
        {.at = at, .who = known, .what = "login_failed", .detail = detail, .address = given.address});
  };
  return {response_of(problem), record};
}

void SessionRoutes::show(const Request& request, Responder responder) {
  parts_.workers.here(std::move(responder), [&]() -> Answer {
    const auto visit = or_answer(parts_.gate.visit(request));
    return http::json_response(200, session_json(visit.session.account, visit.token));
  });
}

void SessionRoutes::log_out(const Request& request, Responder responder) try {
  const Session session = or_answer(parts_.gate.visit(request)).session;
  parts_.workers.writing(std::move(responder), [this, request, session]() -> Answer {
    parts_.sessions.end(session.number);
    parts_.recorder.record({.at = parts_.clock(), .who = session.account.name, .what = "logout"});
    Response response = done();
    remove_session_cookie(response, request);
    return response;
  });
} catch (const Problem& problem) {
  responder.answer(response_of(problem));
}

void SessionRoutes::change_password(const Request& request, Responder responder) try {
  const Session session = or_answer(parts_.gate.visit(request)).session;
  const Account& account = session.account;
  const Fields fields{request, {"old", "new"}};
  const std::string before = fields.text("old");
  const std::string after = normalized_password(fields.text("new"));
  if (after == normalized_password(before)) throw Problem{400, "password.same", "The new password is the old one."};
  if (const auto checked = accounts::check_password(after, account.name); !checked)
    throw Problem{400, checked.error().code, checked.error().message};
  const std::string address = request.remote;
  or_answer(parts_.lockout.begin(account.name, address, parts_.clock()));
  const auto work = [this, session, before, after, address]() -> Answer {
    check_own_password(session.account, before, address);
    if (!parts_.accounts.change_password(session.account.name, session.account.password_hash, parts_.hasher.hash(after),
                                         session.number))
      throw Problem{401, "session.missing", "Log in first."};
    parts_.recorder.record({.at = parts_.clock(), .who = session.account.name, .what = "password_changed"});
    return done();
  };
  parts_.workers.hashing(std::move(responder), work, [&] { parts_.lockout.take_back(account.name, address); });
} catch (const Problem& problem) {
  responder.answer(response_of(problem));
}

void SessionRoutes::offer_totp(const Request& request, Responder responder) try {
  const Account account = or_answer(parts_.gate.visit(request)).session.account;
  if (account.totp) throw Problem{409, "totp.on", "Codes are asked for already. Switch that off first."};
  parts_.workers.writing(std::move(responder), [this, name = account.name]() -> Answer {
    const TotpSecret secret = new_totp_secret();
    parts_.accounts.offer_totp(name, secret);
    const std::string uri = otpauth_uri(secret, name);
    const auto picture = qr_svg(uri);
    return http::json_response(200, {{"secret", base32_of(secret)},
                                     {"uri", uri},
                                     {"qr", picture ? boost::json::value(*picture) : boost::json::value{}}});
  });
} catch (const Problem& problem) {
  responder.answer(response_of(problem));
}

void SessionRoutes::accept_totp(const Request& request, Responder responder) try {
  const std::string name = or_answer(parts_.gate.visit(request)).session.account.name;
  const std::string code = Fields{request, {"code"}}.text("code");
  parts_.workers.writing(std::move(responder), [this, name, code]() -> Answer {
    const Problem not_offered{409, "totp.not_offered", "Ask for a secret first, and have your telephone read it."};
    const auto offered = parts_.accounts.offered_totp(name);
    if (!offered) throw not_offered;
    or_answer(parts_.lockout.begin_code(name, parts_.clock()));
    const auto step = match_totp(*offered, code, parts_.clock());
    if (!step) throw Problem{400, "totp.code_wrong", "This is not the code. Is your telephone's clock right?"};
    if (!parts_.accounts.accept_totp(name, *step)) throw not_offered;
    parts_.lockout.code_was_right(name);
    parts_.recorder.record({.at = parts_.clock(), .who = name, .what = "totp_on"});
    return done();
  });
} catch (const Problem& problem) {
  responder.answer(response_of(problem));
}

void SessionRoutes::remove_totp(const Request& request, Responder responder) try {
  const Account account = or_answer(parts_.gate.visit(request)).session.account;
  const std::string password = Fields{request, {"password"}}.text("password");
  const std::string address = request.remote;
  or_answer(parts_.lockout.begin(account.name, address, parts_.clock()));
  const auto work = [this, account, password, address]() -> Answer {
    check_own_password(account, password, address);
    (void)parts_.accounts.remove_totp(account.name);
    parts_.recorder.record({.at = parts_.clock(), .who = account.name, .what = "totp_off"});
    return done();
  };
  parts_.workers.hashing(std::move(responder), work, [&] { parts_.lockout.take_back(account.name, address); });
} catch (const Problem& problem) {
  responder.answer(response_of(problem));
}

void SessionRoutes::check_own_password(const Account& account, const std::string& password,
                                       const std::string& address) {
  if (!parts_.hasher.matches(account.password_hash, normalized_password(password)))
    throw Problem{403, "password.wrong", "This is not your password."};
  parts_.lockout.was_right(account.name, address);
}

boost::json::object SessionRoutes::session_json(const Account& account, const SessionToken& token) const {
  boost::json::array sites;
  for (const std::string& site : parts_.sites())
    if (account.scope.may_see(site)) sites.emplace_back(site);
  return {{"account",
           {{"name", account.name},
            {"role", to_string(account.role)},
            {"sites", json_of(account.scope)},
            {"totp", account.totp.has_value()}}},
          {"csrf", token.csrf()},
          {"sites", std::move(sites)},
          {"must_change_password", account.must_change_password}};
}

}  // namespace moderato::gateway::accounts
