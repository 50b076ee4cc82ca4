// A follower in a thread of its own.
#pragma once

#include <functional>
#include <string>
#include <thread>

#include "feed/follower.hpp"

namespace moderato::gateway {

class Following {
 public:
  // `projection` outlives this.
  Following(FollowerSettings settings, Projection& projection, Log log);
  ~Following() { stop(); }
  Following(const Following&) = delete;
  Following& operator=(const Following&) = delete;

  // Once. `name` of the thread: at most 15 bytes. `on_failed`: told, in the thread, when the feed can't be followed any
  // more; the log says why.
  void start(std::string name, std::function<void()> on_failed);

  // Ends it, and waits.
  void stop();

 private:
  void run(const std::function<void()>& on_failed);

  Log log_;
  Follower follower_;
  std::thread thread_;
};

}  // namespace moderato::gateway
