// Tells those who handed in a comment by another service's protocol what is decided on it later: a moderator has looked
// at what was held, or overturned what stood.
//
//   late->speak("akismet", {.request_of = …, .judge = …});   // each protocol, before start()
//   late->start(on_failed);
//   late->expect({"akismet", site, id, data, {seq, decided_at}});
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "comment/result.hpp"
#include "daemon/logging.hpp"
#include "feed/following.hpp"
#include "late_decisions/awaited_store.hpp"
#include "late_decisions/projection.hpp"
#include "late_decisions/speaker.hpp"
#include "late_decisions/teller.hpp"

namespace moderato::gateway {

// In the gateway's store, piece "late_decisions": in it before expect() returns, and with the commit that takes up a
// decision; so a gateway that is killed loses nothing, and tells again what it had no answer to: at least once. Of
// several decisions on a comment that wait to be told, the newest is. An erased comment is forgotten, with its data.
//
// Follows the feed in a thread of its own, and calls from another: eight at a time, of which
// one receiver has two at most. A receiver that is away (no answer,
// or 429, 502, 503, 504) is left alone for a while, with all of its protocol and site; other failures put off that one
// decision. While no protocol is spoken nothing is followed, and what is kept of one that is not is forgotten.
class LateDecisions {
 public:
  // Errors: those of open_store.
  [[nodiscard]] static Result<std::unique_ptr<LateDecisions>> open(const std::filesystem::path& store,
                                                                   FollowerSettings daemon, const Log& log,
                                                                   LateDecisionTimes times = {});
  ~LateDecisions();  // stops, and waits
  LateDecisions(const LateDecisions&) = delete;
  LateDecisions& operator=(const LateDecisions&) = delete;

  // Before start(). Error: http_client.ca_file.
  [[nodiscard]] Result<void> speak(std::string protocol, LateSpeaker speaker);

  // `on_failed`: told, in this call or the follower's thread, when the feed can't be followed any more.
  void start(std::function<void()> on_failed);
  // Ends both threads, and waits. What is under way is told again after the next start.
  void stop();

  // Durable when it returns: takes about as long as the disk, however many they are. Again for the same protocol, site
  // and id: this one is in the place of the one before. What was decided on it after `told`, and before this call, is
  // told too: where it was awaited before, or it is among the last thousands of decisions. Thread-safe. Throws
  // sqlite::Failure: nothing was kept.
  void expect(std::span<const Awaited> awaited);
  void expect(const Awaited& awaited) { expect({&awaited, 1}); }

  // What is expected under these, if anything is. Thread-safe; throws likewise.
  [[nodiscard]] std::optional<Awaited> find(const std::string& protocol, const std::string& site,
                                            const std::string& id);

  // No decision is told any more. Thread-safe; throws likewise.
  void forget(const std::string& protocol, const std::string& site, const std::string& id);

 private:
  LateDecisions(std::unique_ptr<AwaitedStore> store, FollowerSettings daemon, const Log& log, LateDecisionTimes times);

  Log log_;
  std::unique_ptr<AwaitedStore> store_;
  Teller teller_;
  LateDecisionProjection projection_;
  Following following_;
};

}  // namespace moderato::gateway
