// Serves sites whose comments are in Coral: its external moderation phases, its webhooks, and what is decided later.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "casebook/reader.hpp"
#include "coral/counters.hpp"
#include "coral/erasures.hpp"
#include "coral/follow_up.hpp"
#include "coral/late_speaker.hpp"
#include "coral/phase.hpp"
#include "coral/sites.hpp"
#include "daemon_client/control.hpp"
#include "daemon_client/desk.hpp"
#include "feed/following.hpp"
#include "http/router.hpp"
#include "late_decisions/late_decisions.hpp"

namespace moderato::gateway::coral {

// What can be said against their settings without calling anybody. Reads their secrets.
[[nodiscard]] Problems check_coral(const std::vector<GatewaySite>& sites);

class Coral {
 public:
  struct Parts {
    Desk& desk;           // these outlive it, but for Desk and Control, as finish() says
    Control& control;     //
    LateDecisions& late;  // not started yet
    std::filesystem::path store;
    std::filesystem::path casebook;
    std::size_t text_bytes;  // most of a comment's text
    std::size_t body_bytes;  // most of a request
    FollowerSettings daemon;
    Log log;
  };

  // Nothing where no site has Coral. Errors: those of open_store and casebook::Reader; coral.configuration, of what
  // check_coral would tell; http_client.ca_file.
  [[nodiscard]] static Result<std::unique_ptr<Coral>> open(const std::vector<GatewaySite>& sites, const Parts& parts);
  ~Coral();
  Coral(const Coral&) = delete;
  Coral& operator=(const Coral&) = delete;

  void add_routes(http::Router& router);

  // `on_failed`: told, in its thread, when the feed can't be followed any more.
  void start(std::function<void()> on_failed);

  // Once the server that it answers for has gone: Control is asked nothing more. Then Control and Desk go, which wait
  // for what they have to answer; then LateDecisions stops, which it speaks for; and then this goes.
  void finish();

 private:
  Coral(std::vector<CoralSite> sites, std::unique_ptr<Links> links, casebook::Reader reader, const Parts& parts);
  Result<void> begin(const Parts& parts);
  [[nodiscard]] bool is_published(std::string_view site, std::string_view id);

  std::size_t body_bytes_;
  std::vector<CoralSite> sites_;
  Counters counters_;
  std::unique_ptr<Links> links_;
  std::mutex reader_mutex_;
  casebook::Reader reader_;
  std::vector<std::unique_ptr<LateSpeaking>> speakers_;
  std::unique_ptr<FollowUp> follow_up_;
  std::optional<Phase> phase_;
  ErasureProjection erasures_;
  Following following_;  // after what it fills
};

}  // namespace moderato::gateway::coral
