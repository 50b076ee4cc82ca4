// What moderators decide: it is true once the daemon says so, and comes back by the feed.
#pragma once

#include <boost/json.hpp>
#include <functional>
#include <memory>

#include "console/events.hpp"
#include "console/parts.hpp"
#include "http/responder.hpp"

namespace moderato::gateway::console {

class Decisions {
 public:
  // `later` has something done by a thread that may wait.
  using Later = std::function<void(std::function<void()>)>;
  Decisions(const Parts& parts, Claims& claims, Events& events, Later later)
      : parts_(parts), claims_(claims), events_(events), later_(std::move(later)) {}

  // POST decisions. Throws http::Problem where the request as a whole is none; nothing was done then.
  void take(const http::Request& request, const accounts::Principal& principal, http::Responder& responder,
            const casebook::Reader& reader);

 private:
  enum class Action : std::uint8_t { approve, reject, undo, keep };
  struct One {
    CaseKey key;
    Seq seq;
    bool ask = false;                        // the daemon; else it changes nothing there
    std::optional<Appeal::State> appeal{};   // what it makes of one
    bool aside = false;                      // it was objected to, or reported
    bool queued = false;                     // it is in the queue
    std::optional<casebook::State> state{};  // after it
    std::optional<Error> problem{};
  };
  struct Batch;

  [[nodiscard]] static Action action_in(const boost::json::object& body);
  [[nodiscard]] One check(const CaseKey& key, Seq seq, Action action, const accounts::Principal& principal,
                          const casebook::Reader& reader) const;
  [[nodiscard]] std::optional<Error> objection(const One& one, const casebook::Reader::Newest& newest, Action action,
                                               const accounts::Principal& principal) const;
  void ask(const std::shared_ptr<Batch>& batch, std::size_t at);
  static void hear(One& one, const Result<boost::json::object>& answer);
  [[nodiscard]] static boost::json::object result_json(const One& one);
  void finish(Batch& batch);
  void settle(const Batch& batch);

  const Parts& parts_;
  Claims& claims_;
  Events& events_;
  Later later_;
};

}  // namespace moderato::gateway::console
