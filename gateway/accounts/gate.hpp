// Who asks, and whether they may: what every room of the console asks before it answers.
//
//   const auto principal = gate.admit(request, Role::lead);
//   if (!principal) return responder.answer(principal.error().response());
//   if (!principal->scope.may_see(site)) …as if the site were not there
#pragma once

#include <boost/system/result.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

#include "accounts/role.hpp"
#include "http/problem.hpp"
#include "http/request.hpp"

namespace moderato::gateway::accounts {

// Names a session without being of use to log in with. Never used again for another.
enum class SessionNumber : std::int64_t {};

// Somebody who has logged in, as their account was when they were asked for.
struct Principal {
  std::string name;
  Role role = Role::moderator;
  Scope scope{};
  SessionNumber session{};

  [[nodiscard]] bool is_at_least(Role least) const { return role >= least; }
};

// A value, or the problem to answer with.
template <class T>
using Answerable = boost::system::result<T, http::Problem>;

// Thread-safe, and quick enough for the threads of the HTTP server: it reads a row of the store by its key.
class Gate {
 public:
  Gate() = default;
  Gate(const Gate&) = delete;
  Gate& operator=(const Gate&) = delete;
  virtual ~Gate() = default;

  // Where it is not GET or HEAD, the request must come from a page of this origin, with the session's CSRF token, and
  // its body, where it has one, must be said to be JSON. Counts as a sign of life of the session.
  // Problems: 401 session.missing; 403 csrf.missing, csrf.origin, role.missing; 403 password.must_change, until the
  // one-time password was changed; 415 body.type.
  [[nodiscard]] virtual Answerable<Principal> admit(const http::Request& request,
                                                    Role at_least = Role::moderator) const = 0;

  // What holds now of somebody who was admitted before; nothing: their session has ended. No sign of life. For
  // streams: ask before each event or at each heartbeat, and end the stream when there is nothing.
  [[nodiscard]] virtual std::optional<Principal> still(const Principal& before) const = 0;

  // Whether an account that may log in, and may see this site, has none of these names.
  [[nodiscard]] virtual bool has_another(std::string_view site, std::span<const std::string> names) const = 0;
};

}  // namespace moderato::gateway::accounts

namespace moderato::gateway::http {

// What Answerable<T>::value() does where there is none: a bug in the caller.
[[noreturn]] inline void throw_exception_from_error(const Problem& problem, const boost::source_location&) {
  throw std::logic_error(problem.code + ": " + problem.detail);
}

}  // namespace moderato::gateway::http
