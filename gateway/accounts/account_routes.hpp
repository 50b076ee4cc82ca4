// The routes with which admins manage accounts (gateway/console/openapi.json).
#pragma once

#include "accounts/parts.hpp"
#include "http/router.hpp"

namespace moderato::gateway::accounts {

// An admin for some sites manages the accounts whose sites are among them: there are no others for them. Outlives the
// server that it answers for.
class AccountRoutes {
 public:
  explicit AccountRoutes(Parts parts) : parts_(std::move(parts)) {}

  void add_to(http::Router& router);

 private:
  void list(const http::Request& request, http::Responder responder);
  void create(const http::Request& request, http::Responder responder);
  void change(const http::Request& request, http::Responder responder);
  void reset_password(const http::Request& request, http::Responder responder);
  void remove_totp(const http::Request& request, http::Responder responder);

  [[nodiscard]] Principal admin(const http::Request& request) const;
  // The account of the request's path. Throws 404 account.not_found.
  [[nodiscard]] Account account_of(const http::Request& request, const Principal& admin) const;
  void record(const Principal& admin, std::string_view what, std::string detail);

  Parts parts_;
};

}  // namespace moderato::gateway::accounts
