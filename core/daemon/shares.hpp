// Who holds how much of what is in flight: comments taken in and not yet on disk. While there is plenty of room anybody
// may have it; when it runs short, a site or a client that holds more than its share is told to come back, so that
// there is room for the others.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "comment/result.hpp"
#include "transport/socket.hpp"

namespace moderato {

// One of those in flight. It counts for its site and for its client until it goes, in any thread.
class Ticket {
 public:
  using Count = std::shared_ptr<std::atomic<std::size_t>>;

  Ticket() = default;
  Ticket(Count site, Count client) : site_(std::move(site)), client_(std::move(client)) {
    ++*site_;
    ++*client_;
  }
  Ticket(Ticket&& from) noexcept = default;
  Ticket& operator=(Ticket&& from) noexcept {
    std::swap(site_, from.site_);
    std::swap(client_, from.client_);
    return *this;
  }
  ~Ticket() {
    if (site_) --*site_;
    if (client_) --*client_;
  }

 private:
  Count site_;
  Count client_;
};

// Belongs to the intake's thread.
class Shares {
 public:
  struct Limits {
    std::size_t in_flight = 0;   // of all
    std::size_t per_client = 0;  // of one client of the desk
  };
  explicit Shares(Limits limits) : limits_(limits) {}

  // For what came through the desk; `in_flight` is the sum of all. Error: intake.busy.
  [[nodiscard]] Result<Ticket> enter(std::string_view site, const ReturnAddress& client, std::size_t in_flight);
  // For what came through the queue, which has no answer.
  [[nodiscard]] Ticket enter(std::string_view site);

  // How many more the queue may take in, so that a flood there leaves room for the desk.
  [[nodiscard]] std::size_t room_for_queue() const;

  // A burst is over: who is active has to be looked at anew.
  void flush() { share_ = 0; }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  // Counts by name. Anybody can make up names, so those with nothing in flight are forgotten now and then.
  class Counts {
   public:
    const Ticket::Count& of(std::string_view name);
    [[nodiscard]] std::size_t active() const;

   private:
    std::unordered_map<std::string, Ticket::Count, Hash, std::equal_to<>> by_name_;
    std::size_t tidy_at_ = 1'024;
  };

  [[nodiscard]] std::size_t crowded() const { return limits_.in_flight - limits_.in_flight / 4; }
  [[nodiscard]] std::size_t share_of_a_site();

  Limits limits_;
  Counts sites_;
  Counts clients_;
  Ticket::Count queue_ = std::make_shared<std::atomic<std::size_t>>(0);
  std::size_t share_ = 0;  // of a site; 0: not known in this burst
};

}  // namespace moderato
