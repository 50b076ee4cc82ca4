// What happens to the queue, as it happens: Server-Sent Events for moderators (openapi.json: events).
#pragma once

#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "console/parts.hpp"
#include "http/responder.hpp"

namespace moderato::gateway::console {

// Thread-safe, and quick: what takes time is done by a thread of its own. Outlives the server it streams for.
class Events {
 public:
  Events(const Parts& parts, Claims& claims, std::filesystem::path casebook);
  ~Events();
  Events(const Events&) = delete;
  Events& operator=(const Events&) = delete;

  void open(http::Responder responder, accounts::Principal principal);

  // Something about this comment may have changed.
  struct Touched {
    CaseKey key;
    bool was_queued = false;
    std::string by{};  // who did it; empty: no person
  };
  void touched(std::vector<Touched> comments);
  // Whatever anybody has read is void.
  void reset();
  void claimed(const Claim& claim);
  void released(const CaseKey& key);

 private:
  struct Follower {
    accounts::Principal principal;
    http::Stream stream;
  };
  struct Event {
    std::string site;
    http::SharedText text;
  };

  void run();
  void work();
  void add(const Touched& touched, const casebook::Reader& reader);
  void send(Event event);
  void send_counts(const casebook::Reader& reader);
  void drop_those_who_left();
  void look_for_reports();

  const Parts& parts_;
  Claims& claims_;
  std::filesystem::path casebook_;
  std::optional<casebook::Reader> reader_;  // of the thread
  std::vector<CaseKey> reported_;           // likewise: those that were reported when it looked last

  std::mutex mutex_;  // of all below
  std::condition_variable wake_;
  std::vector<Touched> touched_;
  std::vector<Follower> followers_;
  bool reset_ = false;
  bool counts_due_ = false;
  bool stopping_ = false;
  std::jthread thread_;  // last: it uses all the others
};

}  // namespace moderato::gateway::console
