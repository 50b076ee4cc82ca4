// The gate, by the sessions in the gateway's store.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>

#include "accounts/gate.hpp"
#include "accounts/session_store.hpp"

namespace moderato::gateway::accounts {

class SessionGate final : public Gate {
 public:
  struct Settings {
    std::filesystem::path store;
    SessionLimits limits{};
    std::function<Time()> clock = &now;
    // Is to write down that a session was seen; called at most once a minute for each, by whoever asks the gate, whom
    // it must not hold up.
    std::function<void(SessionNumber, Time)> saw;
  };
  // Errors: those of open_store.
  [[nodiscard]] static Result<std::unique_ptr<SessionGate>> open(Settings settings);

  [[nodiscard]] Answerable<Principal> admit(const http::Request& request, Role at_least) const override;
  [[nodiscard]] std::optional<Principal> still(const Principal& before) const override;
  [[nodiscard]] bool has_another(std::string_view site, std::span<const std::string> names) const override;

  struct Visit {
    Session session;
    SessionToken token;
  };
  // As `admit`, for what somebody may do whose password must be changed first.
  [[nodiscard]] Answerable<Visit> visit(const http::Request& request) const;

 private:
  SessionGate(Settings settings, std::unique_ptr<SessionStore> sessions)
      : settings_(std::move(settings)), sessions_(std::move(sessions)) {}

  [[nodiscard]] Time last_seen(const Session& session) const;
  [[nodiscard]] bool is_idle(const Session& session, Time at) const;
  void note(const Session& session, Time at) const;

  struct Seen {
    Time last;
    Time handed_on;
  };
  Settings settings_;
  std::unique_ptr<SessionStore> sessions_;
  mutable std::mutex mutex_;
  mutable std::map<SessionNumber, Seen> seen_;
};

}  // namespace moderato::gateway::accounts
