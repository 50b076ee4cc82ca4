#include "accounts/session_gate.hpp"

#include "accounts/origin.hpp"
#include "accounts/session_cookie.hpp"

namespace moderato::gateway::accounts {
namespace {

constexpr std::chrono::minutes handed_on_every{1};
constexpr std::size_t remembered = 1'024;  // sessions; beyond, those are left out that are over anyway

bool is_safe(http::Method method) {
  return method == http::Method::get || method == http::Method::head;
}

Principal principal_of(const Session& session) {
  return {session.account.name, session.account.role, session.account.scope, session.number};
}

http::Problem no_session() {
  return {401, "session.missing", "Log in first."};
}

}  // namespace

Result<std::unique_ptr<SessionGate>> SessionGate::open(Settings settings) {
  auto sessions = SessionStore::open(settings.store, settings.limits);
  if (!sessions) return sessions.error();
  return std::unique_ptr<SessionGate>{new SessionGate{std::move(settings), std::move(*sessions)}};
}

Answerable<Principal> SessionGate::admit(const http::Request& request, Role at_least) const {
  const auto visited = visit(request);
  if (!visited) return visited.error();
  const Account& account = visited->session.account;
  if (account.must_change_password)
    return http::Problem{403, "password.must_change", "Change your one-time password first."};
  if (account.role < at_least)
    return http::Problem{403, "role.missing", "This takes the role " + std::string{to_string(at_least)} + "."};
  return principal_of(visited->session);
}

Answerable<SessionGate::Visit> SessionGate::visit(const http::Request& request) const {
  const auto token = session_token_of(request);
  if (!token) return no_session();
  const Time at = settings_.clock();
  auto session = sessions_->find(token->hash(), at);
  if (!session || is_idle(*session, at)) return no_session();
  if (!is_safe(request.method)) {
    if (auto problem = wrong_origin(request)) return *problem;
    if (!token->csrf_is(request.headers.find("X-CSRF-Token").value_or("")))
      return http::Problem{403, "csrf.missing", "X-CSRF-Token is not this session's: read the session again."};
    if (auto problem = wrong_type(request)) return *problem;
  }
  note(*session, at);
  return Visit{std::move(*session), *token};
}

std::optional<Principal> SessionGate::still(const Principal& before) const {
  const Time at = settings_.clock();
  const auto session = sessions_->find(before.session, at);
  if (!session || is_idle(*session, at) || session->account.must_change_password) return std::nullopt;
  return principal_of(*session);
}

bool SessionGate::has_another(std::string_view site, std::span<const std::string> names) const {
  return sessions_->has_another(site, names);
}

Time SessionGate::last_seen(const Session& session) const {
  const std::scoped_lock lock{mutex_};
  const auto found = seen_.find(session.number);
  return found == seen_.end() ? session.seen_at : std::max(found->second.last, session.seen_at);
}

bool SessionGate::is_idle(const Session& session, Time at) const {
  return at >= last_seen(session) + settings_.limits.idle;
}

void SessionGate::note(const Session& session, Time at) const {
  {
    const std::scoped_lock lock{mutex_};
    if (seen_.size() >= remembered)
      std::erase_if(seen_, [&](const auto& each) { return at >= each.second.last + settings_.limits.idle; });
    Seen& seen = seen_.try_emplace(session.number, Seen{at, session.seen_at}).first->second;
    seen.last = std::max(seen.last, at);
    if (at < seen.handed_on + handed_on_every) return;
    seen.handed_on = at;
  }
  settings_.saw(session.number, at);
}

}  // namespace moderato::gateway::accounts
