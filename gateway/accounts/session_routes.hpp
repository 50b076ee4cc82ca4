// The routes of one's own session and account (gateway/console/openapi.json): logging in and out, password, TOTP.
#pragma once

#include "accounts/log_in.hpp"
#include "accounts/parts.hpp"
#include "http/router.hpp"

namespace moderato::gateway::accounts {

// Outlives the server that it answers for.
class SessionRoutes {
 public:
  explicit SessionRoutes(Parts parts)
      : parts_(std::move(parts)), log_in_(parts_.accounts, parts_.sessions, parts_.hasher, parts_.lockout) {}

  void add_to(http::Router& router);

 private:
  void log_in(const http::Request& request, http::Responder responder);
  void show(const http::Request& request, http::Responder responder);
  void log_out(const http::Request& request, http::Responder responder);
  void change_password(const http::Request& request, http::Responder responder);
  void offer_totp(const http::Request& request, http::Responder responder);
  void accept_totp(const http::Request& request, http::Responder responder);
  void remove_totp(const http::Request& request, http::Responder responder);

  [[nodiscard]] boost::json::object session_json(const Account& account, const SessionToken& token) const;
  [[nodiscard]] Answer logged_in(const http::Request& request, const LoggedIn& who, Time at);
  [[nodiscard]] Answer not_logged_in(const http::Problem& problem, const Credentials& given, Time at);
  // Of who has logged in already; settles what Lockout::begin counted. Throws 403 password.wrong.
  void check_own_password(const Account& account, const std::string& password, const std::string& address);

  Parts parts_;
  LogIn log_in_;
};

}  // namespace moderato::gateway::accounts
